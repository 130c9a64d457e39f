import type { Org } from './org'
import { makeId } from './ids'

/** What each of the first accounts shows, in the order of their ids. */
export const showcaseNames = [
  'overlap', 'unassigned', 'ownerMismatch', 'keep', 'attain', 'recapture', 'expand', 'overdue', 'prorated', 'noAddress', 'markup', 'neverLogged', 'rightToLeft',
  'longName', 'emoji', 'nullAmounts', 'pinned', 'former', 'odd', 'archived', 'holding', 'subsidiary',
] as const
export type ShowcaseName = (typeof showcaseNames)[number]
export type Showcase = Readonly<Record<ShowcaseName, { readonly id: string; readonly name: string }>>

export const showcaseId = (name: ShowcaseName): string => makeId('001', showcaseNames.indexOf(name) + 1)

/** The accounts that each show one thing, as the org has them. */
export function showcaseOf(org: Org): Showcase {
  return Object.fromEntries(showcaseNames.map(name => {
    const id = showcaseId(name)
    return [name, { id, name: String(org.get(id)?.Name ?? '') }]
  })) as unknown as Showcase
}
