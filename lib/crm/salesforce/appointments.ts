import type { Touch } from '../../model/snapshot'
import { idOf } from './ids'
import type { Row } from './rows'
import { fromEvent } from './touches'

/**
 * Events as touches, each appointment once. Salesforce keeps a copy of an event (IsChild) in the calendar of every user invited to it, and
 * says nowhere of which event it is one: it has the same start, length and subject. So a copy whose event is there is left out, and several whose event is
 * not there (another's, private) are one. The rep of an appointment is its owner; where that is nobody of the plan's team, the first of the team who was invited.
 *
 * @param rows any order; the same event may come twice
 * @param team ids of the plan's people; empty: not known
 */
export function appointmentsOf(rows: readonly Row[], team: ReadonlySet<string>): Touch[] {
  const touches: Touch[] = []
  const copies = new Map<string, Touch[]>()
  const originals = new Map<string, Touch[]>()
  for (const row of rows) {
    const touch = fromEvent(row)
    if (!touch) continue
    const key = JSON.stringify([touch.start, touch.day, touch.seconds, touch.subject])
    if (row.IsChild === true) copies.set(key, [...(copies.get(key) ?? []), touch])
    else if (row.IsGroupEvent === false) touches.push(touch)
    else originals.set(key, [...(originals.get(key) ?? []), touch])
  }
  for (const [key, [original, ...others]] of originals) touches.push(ofTeam(original!, copies.get(key) ?? [], team), ...others)
  for (const [key, [copy, ...others]] of [...copies].map(([key, found]) => [key, found.sort(byId)] as const)) {
    if (!originals.has(key)) touches.push(ofTeam(copy!, others, team))
  }
  return touches
}

function ofTeam(touch: Touch, copies: readonly Touch[], team: ReadonlySet<string>): Touch {
  if (team.size === 0 || (touch.userId !== null && team.has(touch.userId))) return touch
  const invited = copies.map(({ userId }) => userId).filter(id => id !== null && team.has(id)).sort()[0]
  return invited === undefined ? touch : { ...touch, userId: invited }
}

const byId = (a: Touch, b: Touch): number => (a.id < b.id ? -1 : 1)

/** The events behind invitations of the account's contacts, as if they had been asked for themselves. Who declined, or was taken off the list, did not meet anyone. */
export function eventsOfInvitations(rows: readonly Row[]): Row[] {
  return rows.flatMap(row => {
    const id = idOf(row.EventId)
    const event = row.Event as Row | null | undefined
    const away = row.IsParent !== true && (row.Status === 'Declined' || row.Status === 'Uninvited')
    return id === null || !event || away || row.IsDeleted === true ? [] : [{ ...event, Id: id }]
  })
}
