import type { PageRef, Site } from './adapter'
import { salesforceSite } from './salesforce/site'
import { trytonSite } from './tryton/site'

export const sites: readonly Site[] = [salesforceSite, trytonSite]

export const siteOf = (id: string): Site | undefined => sites.find(site => site.id === id)

/** The page that an address shows, in whichever CRM; null: none that we know. */
export function recognise(url: string): PageRef | null {
  for (const site of sites) {
    const page = site.recognise(url)
    if (page) return page
  }
  return null
}
