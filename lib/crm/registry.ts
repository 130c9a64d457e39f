import type { Adapter, PageRef } from './adapter'
import { salesforce } from './salesforce/adapter'
import { tryton } from './tryton/adapter'

export const adapters: readonly Adapter[] = [salesforce, tryton]

export const adapterOf = (id: string): Adapter | undefined => adapters.find(adapter => adapter.id === id)

/** The page that an address shows, in whichever CRM; null: none that we know. */
export function recognise(url: string): PageRef | null {
  for (const adapter of adapters) {
    const page = adapter.recognise(url)
    if (page) return page
  }
  return null
}
