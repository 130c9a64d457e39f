import browser from 'webextension-polyfill'
import type { StarterRow, TurfsideDb } from '../cache/db'
import { loadPlan } from '../cache/planStore'
import { withRoom } from '../cache/room'
import { fail, ok, type Result } from '../crm/adapter'
import { countryCode } from '../geo/countries'
import type { Bases, StarterFacts, StarterSettings } from '../model/starter'
import { starterPlan, type StarterWords } from '../starter/starterPlan'
import type { Office } from './office'
import { rebuildPeers } from './peers'
import { currentSpace, knownSpace } from './space'

/** A starter plan is made anew by itself once it is so old: people and territories change. */
const freshForMs = 7 * 86_400_000
/** After a failure it is not tried again by itself for so long. */
const againAfterMs = 10 * 60_000

const making = new Map<string, Promise<Result<StarterRow>>>()

/**
 * Makes the starter plan of whoever is signed in, where a screen asks for one: no plan is imported, none was made lately, and the user has not taken it
 * away. Does nothing while it is not known whose session this is. Answers whether one was made.
 */
export async function starterWanted(office: Office, crm: string, org: string): Promise<boolean> {
  const { db, connect, now } = office.reader
  const space = await knownSpace(db, crm, org, connect(crm, org))
  if (typeof space !== 'object' || (await loadPlan(db))) return false
  const row = await db.starters.get(space.space)
  const age = now() - (row?.at ?? 0)
  const wanted = !row || (row.error ? age > againAfterMs : row.made !== null && age > freshForMs)
  return wanted && (await makeStarter(office, crm, org)).ok
}

/** Makes it now, in place of the one before; what the user has set in it stays. Two that ask at once get one. */
export function makeStarter(office: Office, crm: string, org: string): Promise<Result<StarterRow>> {
  const key = `${crm}|${org}`
  let made = making.get(key)
  if (!made) making.set(key, (made = make(office, crm, org).finally(() => making.delete(key))))
  return made
}

async function make({ reader: { db, connect, locate, now }, dueChanged }: Office, crm: string, org: string): Promise<Result<StarterRow>> {
  const connection = connect(crm, org)
  const space = await currentSpace(db, crm, org, connection, now())
  if (!space.ok) return space
  const facts = await connection.starterFacts()
  // What another user's session answered is not this one's.
  if ((await connection.fingerprint()) !== space.value.fingerprint) return fail({ kind: 'signedOut' })
  const before = await db.starters.get(space.value.space)
  const settings = before?.settings ?? {}
  const base = { space: space.value.space, crm, org, settings, at: now() }
  if (!facts.ok) {
    // A plan that was made stays better than none.
    if (!before?.made) await db.starters.put({ ...base, made: null, error: facts.error })
    return facts
  }
  const bases = await basesOf(facts.value, locate)
  const row: StarterRow = { ...base, made: { ...planOf(facts.value, bases, settings), facts: facts.value, bases }, error: null }
  await withRoom(db, () => db.starters.put(row))
  await rebuildPeers(db, now())
  await dueChanged()
  return ok(row)
}

/** Makes the plan of a row again with other settings, without asking the CRM. */
export async function changeStarter(db: TurfsideDb, space: string, change: StarterSettings): Promise<void> {
  await db.transaction('rw', db.starters, async () => {
    const row = await db.starters.get(space)
    if (!row?.made) return
    const settings = Object.fromEntries(Object.entries({ ...row.settings, ...change }).filter(([, value]) => value !== undefined)) as StarterSettings
    const { facts, bases } = row.made
    await db.starters.put({ ...row, settings, made: { ...planOf(facts, bases, settings), facts, bases } })
  })
}

/** Takes it away, and keeps that it was: it is not made again by itself. */
export async function dropStarter(db: TurfsideDb, space: string, now: number): Promise<void> {
  await db.transaction('rw', db.starters, async () => {
    const row = await db.starters.get(space)
    if (row) await db.starters.put({ ...row, made: null, error: null, at: now })
  })
}

const planOf = (facts: StarterFacts, bases: Bases, settings: StarterSettings) =>
  starterPlan({ facts, bases, settings, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, words })

const words: StarterWords = {
  planName: org => (org === null ? browser.i18n.getMessage('starter_planName') : browser.i18n.getMessage('starter_planName_org', [org])),
  elsewhere: name => browser.i18n.getMessage('starter_elsewhere', [name]),
}

/** Trips start where the CRM says that a person is: the middle of the postal area or town. */
async function basesOf({ people, country }: StarterFacts, locate: Office['reader']['locate']): Promise<Bases> {
  const home = country === null ? null : countryCode(country)
  const located = await Promise.all(people.map(async ({ id, address }) => {
    const place = address && (await locate(address, null, home)).place
    return place ? [[id, { lat: place.lat, lon: place.lon }] as const] : []
  }))
  return Object.fromEntries(located.flat())
}
