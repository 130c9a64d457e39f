import { followKeptFailure, onFailure } from '../../lib/sync/failures'
import type { FailureFacts } from '../../lib/sync/failureReport'

/** In a page of ours: says it when something fails that nobody expected, here or in the background. Nothing of it is loaded before. */
export function watchFailures(where: FailureFacts['where'], shown: () => { readonly crm: string | null; readonly mode: string | null }): void {
  let told = false
  onFailure(error => {
    // The first is the cause; what follows from it would only cover it up.
    if (told) return
    told = true
    void import('./show').then(({ showError }) => showError(error, where, shown())).catch((failed: unknown) => console.error(failed))
  })
  followKeptFailure(report => void import('./show').then(({ showReport }) => showReport(report)).catch((failed: unknown) => console.error(failed)))
}
