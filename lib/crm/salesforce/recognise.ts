import type { PageRef } from '../adapter'
import { orgOf } from './hosts'
import { askableId, canonicalId } from './ids'
import { byPrefix, fits } from './objects'
import { listIn } from './listPages'
import { accountIn, placeOf, recordIn } from './pages'

export const crm = 'salesforce'

/** The account, record or other page that an address of an org shows; null when it is no org's. */
export function recognise(url: string): PageRef | null {
  if (!URL.canParse(url)) return null
  const address = new URL(url)
  const host = orgOf(address)
  if (host === null) return null
  const { org, site, direct } = host
  if (direct !== null) return { page: 'other', crm, org, direct }
  const place = placeOf(address, site)
  const inPlace = accountIn(place)
  const id = inPlace === null ? null : askableId(inPlace)
  if (id !== null) return { page: 'account', ref: { crm, org, id } }
  const record = recordAt(org, place)
  if (record) return record
  // A site has lists of its own, which no API tells of.
  const list = site ? null : listIn(address)
  return list ? { page: 'list', crm, org, ...list } : { page: 'other', crm, org }
}

/** A record that may belong to an account. One whose id is none, or not of the object that the address names, is none. */
function recordAt(org: string, place: string): PageRef | null {
  const found = recordIn(place)
  const id = found === null ? null : canonicalId(found.id)
  if (found === null || id === null) return null
  const known = byPrefix(id)
  if (known?.kind === null || (found.object !== null && !fits(found.object, id))) return null
  return { page: 'record', crm, org, object: known?.object ?? found.object, id }
}
