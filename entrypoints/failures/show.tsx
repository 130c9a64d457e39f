import { render } from 'preact'
import browser from 'webextension-polyfill'
import { FailureBanner } from '../../components/ui/FailureBanner'
import { db } from '../../lib/cache/db'
import { keepFailure, ownFiles } from '../../lib/sync/failures'
import { failureReport, type FailureFacts } from '../../lib/sync/failureReport'

/** Beside the page's own root, which may be what has failed. */
const root = document.getElementById('failure')!

export async function showError(error: unknown, where: FailureFacts['where'], shown: { readonly crm: string | null; readonly mode: string | null }): Promise<void> {
  const { version } = browser.runtime.getManifest()
  showReport(failureReport(error, ownFiles(), { version, userAgent: navigator.userAgent, where, ...shown, counts: await counts(), at: Date.now() }))
}

/** Null: there is none any more. */
export function showReport(report: string | null): void {
  render(report === null ? null : <FailureBanner key={report} report={report} copy={text => navigator.clipboard.writeText(text)} dismiss={dismiss} />, root)
}

function dismiss(): void {
  showReport(null)
  void keepFailure(null)
}

/** How much there is; null where the storage does not say in time. */
async function counts(): Promise<FailureFacts['counts']> {
  try {
    const late = new Promise<null>(resolve => setTimeout(() => resolve(null), 1_000))
    return await Promise.race([late, Promise.all([db.records.count(), db.outbox.count()]).then(([accounts, waiting]) => ({ accounts, waiting }))])
  } catch {
    // The storage may be what has failed.
    return null
  }
}
