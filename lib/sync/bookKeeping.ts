import browser from 'webextension-polyfill'
import type { TurfsideDb } from '../cache/db'
import type { Connection, SessionAccess } from '../crm/adapter'
import { syncBooks, type BookParts, type Conditions } from './bookSync'
import { policyInForce } from './managed'
import { ownSpaces } from './signedIn'

const alarm = 'book'
/** What a page said of the battery is good for so long. */
const batteryMs = 30 * 60_000

export interface BookKeeping {
  readonly parts: BookParts
  /** Syncs what is due; nobody waits for it. */
  sync(came?: 'online' | 'session'): void
}

/** Keeps the books in this browser: its listener is registered at once, as the worker may have been started for it. */
export function keepBooks(db: TurfsideDb, connect: (crm: string, org: string) => Connection, access: SessionAccess, now: () => number): BookKeeping {
  const parts: BookParts = {
    db, connect, now, random: Math.random,
    tryLock: (name, work) => navigator.locks.request(name, { ifAvailable: true }, lock => (lock ? work() : null)),
    conditions: () => conditionsAt(now()),
    async wake(at) {
      if (at === null) await browser.alarms.clear(alarm)
      else await browser.alarms.create(alarm, { when: at })
    },
    ownSpaces: async () => ((await policyInForce()).book ? ownSpaces(db, access) : []),
  }
  const worker = new AbortController()
  const sync = (came: 'online' | 'session' | null = null) =>
    void syncBooks(parts, worker.signal, came).catch((error: unknown) => console.warn('The book could not be brought up to date', error))
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === alarm) sync()
  })
  // At each start of the worker: the one before may have been stopped in the middle of a sync.
  sync()
  return { parts, sync }
}

/**
 * Metered: the user asked the browser to save data, or it says that its network is a mobile one; Firefox says neither. Of the battery only open pages can tell, and they tell
 * charge and discharge: whether the computer's saver is on, no browser says.
 */
async function conditionsAt(now: number): Promise<Conditions> {
  const { saveData = false, type } = (navigator as { connection?: { saveData?: boolean; type?: string } }).connection ?? {}
  const said = ((await browser.storage.session.get('battery')) as { battery?: { low: boolean; at: number } }).battery
  return { metered: saveData || type === 'cellular', batteryLow: said !== undefined && said.low && now - said.at < batteryMs }
}

/** A page tells whether the battery is low and not being charged. */
export const rememberBattery = (low: boolean, at: number): Promise<void> => browser.storage.session.set({ battery: { low, at } })
