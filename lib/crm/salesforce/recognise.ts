import type { PageRef } from '../adapter'
import { askableId } from './ids'
import { orgOf } from './hosts'
import { accountIn } from './pages'

export const crm = 'salesforce'

/** The account or other page that an address of an org shows; null when it is no org's. */
export function recognise(url: string): PageRef | null {
  if (!URL.canParse(url)) return null
  const address = new URL(url)
  const org = orgOf(address)
  if (org === null) return null
  const inPath = accountIn(address.pathname)
  const id = inPath === null ? null : askableId(inPath)
  return id === null ? { page: 'other', crm, org } : { page: 'account', ref: { crm, org, id } }
}
