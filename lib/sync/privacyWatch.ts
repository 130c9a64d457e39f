import browser from 'webextension-polyfill'
import type { TurfsideDb } from '../cache/db'
import { orgOf } from '../cache/spaceKeys'
import type { Connection, SessionAccess } from '../crm/adapter'
import { forgetSignedOut, tidy, type Forgotten } from './forget'
import { forgetShown } from './lastShown'
import { onPolicyChanged, policyInForce, privacyInForce } from './managed'
import { followPolicyPlan } from './policyPlan'
import { unsay } from './said'
import { orgOf as partsOf } from './signedIn'

interface Watched {
  readonly db: TurfsideDb
  readonly access: SessionAccess
  readonly connect: (crm: string, org: string) => Connection
  readonly now: () => number
  /** What is shown may be other than it was. */
  readonly changed: () => void
  readonly planChanged: () => Promise<void>
}

export interface PrivacyWatch {
  /** A session may have ended: what is to be forgotten then is. Cheap where nothing is. */
  sessionsChanged(): Promise<void>
  /** Plan or policy may say otherwise, or a day has passed: all that they say is done. Answers whether another plan is in force by it. */
  tidyUp(): Promise<boolean>
}

/** The alarm that removes what is too old, once a day. */
const alarm = 'privacy'
const dayMinutes = 24 * 60

/**
 * Holds the copies in this browser to what plan and policy say. Registers its listeners at once, as the worker may have been started for one of them; and looks at
 * each start, since what ended while it slept has told nobody.
 */
export function watchPrivacy({ db, access, connect, now, changed, planChanged }: Watched): PrivacyWatch {
  const inTurn = (work: () => Promise<readonly Forgotten[]>): Promise<void> => navigator.locks.request('turfside privacy', async () => {
    const forgotten = await work()
    if (forgotten.length === 0) return
    for (const { space, inUse } of forgotten) if (!inUse) await giveBack(connect, space)
    await Promise.all([forgetShown(), unsay()])
    changed()
  })

  const watch: PrivacyWatch = {
    sessionsChanged: () => inTurn(async () => {
      const { afterSignOut } = await privacyInForce(db)
      // Pages set cookies all the time: each would start the worker.
      const listens = browser.cookies.onChanged.hasListener(cookieChanged)
      if (afterSignOut !== 'forget') {
        if (listens) browser.cookies.onChanged.removeListener(cookieChanged)
        return []
      }
      if (!listens) browser.cookies.onChanged.addListener(cookieChanged)
      return forgetSignedOut(db, access, now())
    }),
    tidyUp: async () => {
      const otherPlan = await followPolicyPlan(db, (await policyInForce()).plan, now())
      await inTurn(async () => tidy(db, access, await privacyInForce(db), now()))
      await watch.sessionsChanged()
      return otherPlan
    },
  }
  const look = (work: Promise<unknown>) => void work.catch((error: unknown) => console.warn('What is to be forgotten could not be looked through', error))
  const cookieChanged = () => look(watch.sessionsChanged())
  const all = () => look(watch.tidyUp().then(otherPlan => (otherPlan ? planChanged() : undefined)))

  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === alarm) all()
  })
  browser.runtime.onStartup.addListener(all)
  browser.runtime.onInstalled.addListener(all)
  onPolicyChanged(all)
  look(watch.sessionsChanged())
  look(setAlarm())
  return watch
}

/** Left as it is where it is set: a worker that starts each minute would else put it off for ever. */
async function setAlarm(): Promise<void> {
  if (!(await browser.alarms.get(alarm))) await browser.alarms.create(alarm, { delayInMinutes: dayMinutes, periodInMinutes: dayMinutes })
}

/** What the user let Turfside in by is given back to the CRM, and forgotten here whether or not the CRM can be told. */
async function giveBack(connect: Watched['connect'], space: string): Promise<void> {
  const { crm, org } = partsOf({ key: orgOf(space) })
  const { app } = connect(crm, org)
  if (app && (await app.state()).connectedAs !== null) await app.disconnect(false)
}
