import browser from 'webextension-polyfill'
import type { PeerRow, TurfsideDb } from '../cache/db'
import { planFor } from '../cache/planStore'
import type { SessionAccess } from '../crm/adapter'
import { dayOf, fromIso, momentAt, toIso } from '../model/day'
import { hasEnded, renewPeers } from './peers'
import { ownSpaces } from './signedIn'
import { counted, getMessage } from './words'

/** The alarm that moves the badge on: at the start of the next day, in the plan's time zone, on which a touch falls due or a period ends. */
export const badgeAlarm = 'badge'

/** What the badge counts: the user's own touches that are due today or late. */
export interface DueCount {
  readonly due: number
  readonly late: number
  /** The next day (ISO) on which the count may change by itself; null: none. */
  readonly changes: string | null
}

/** Counts over the rows of the user's own spaces. */
export function countDue(peers: readonly PeerRow[], today: string): DueCount {
  let due = 0
  let late = 0
  let changes: string | null = null
  const sooner = (day: string) => {
    if (changes === null || day < changes) changes = day
  }
  for (const { mine, next, holdsUntil } of peers) {
    // Other reps' rows count too for when periods end: what is theirs now may be the user's then.
    if (holdsUntil !== null && holdsUntil >= today) sooner(toIso(fromIso(holdsUntil)! + 1))
    if (!mine || !next) continue
    if (next.due > today) sooner(next.due)
    else {
      due++
      if (next.due < today) late++
    }
  }
  return { due, late, changes }
}

const most = 99
const colour = '#b3261e'
const ink = '#ffffff'

/**
 * Says on the toolbar's button how many touches of the signed-in user are due, and sets the alarm for when that changes by itself. With no plan,
 * nobody signed in or nothing due it says nothing; where nothing will ever fall due, no alarm is set.
 */
export async function showBadge(db: TurfsideDb, access: SessionAccess, now: number): Promise<void> {
  const spaces = await ownSpaces(db, access)
  // Starter plans are each space's own; where they are in several time zones, the day is that of the first.
  const plan = (await Promise.all([null, ...spaces.map(({ space }) => space)].map(space => planFor(db, space)))).find(row => row !== null)?.plan
  if (!plan) return say({ due: 0, late: 0, changes: null }, null)
  const today = toIso(dayOf(plan.timeZone)(now))
  const read = async () => (await Promise.all(spaces.map(({ space }) => db.peers.where('space').equals(space).toArray()))).flat()
  let peers = await read()
  if (peers.some(row => hasEnded(row, today))) {
    await renewPeers(db, today, now)
    peers = await read()
  }
  const count = countDue(peers, today)
  await say(count, count.changes === null ? null : momentAt(plan.timeZone, fromIso(count.changes)!, 0))
}

/** Keeps the badge true: each call looks again, one look at a time; calls that come during one are answered by the next together. */
export function keptBadge(db: TurfsideDb, access: SessionAccess, now: () => number): () => Promise<void> {
  let running: Promise<void> | null = null
  let again = false
  const look = async (): Promise<void> => {
    do {
      again = false
      await showBadge(db, access, now())
    } while (again)
  }
  return () => {
    again = running !== null
    return (running ??= look().finally(() => (running = null)))
  }
}

async function say({ due, late }: DueCount, changesAt: number | null): Promise<void> {
  const title = due === 0 ? getMessage('actionTitle') : late === 0 ? counted('badge_due', due) : counted('badge_dueLate', due, new Intl.NumberFormat(browser.i18n.getUILanguage()).format(late))
  await Promise.all([
    browser.action.setBadgeText({ text: due === 0 ? '' : due > most ? `${most}+` : String(due) }),
    browser.action.setBadgeBackgroundColor({ color: colour }),
    browser.action.setBadgeTextColor({ color: ink }),
    browser.action.setTitle({ title }),
    changesAt === null ? browser.alarms.clear(badgeAlarm) : browser.alarms.create(badgeAlarm, { when: changesAt }),
  ])
}
