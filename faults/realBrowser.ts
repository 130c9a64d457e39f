import type { Page } from 'puppeteer-core'
import type { DemoOrg } from '../demo/server'
import { openWorld, type World } from '../tests/browser/world'
import { planFile } from '../tests/e2e/world'
import { handAt, type Hand } from './realHand'
import type { Press } from './realLedger'
import type { Wire } from './realWire'

/** One profile of a real browser, with a person at it: started, killed, and started again where it was cut off. */
export interface Desk {
  readonly world: World
  readonly panel: Page
  readonly hand: Hand
  /** The CRM's users who are, or may be, signed in; read at each press. */
  readonly users: readonly string[]
  /** Signs in in the tab, or in another tab that is closed again. */
  signIn(user: Rep, elsewhere?: boolean): Promise<void>
  signOut(): Promise<void>
  /** Goes there as the CRM's own links do. */
  go(account: string): Promise<void>
  /** Ends the browser at once. */
  kill(): Promise<void>
  /** Starts the browser anew unless it runs. */
  start(account: string): Promise<void>
  /** Stops the service worker, as the browser does; false: it does not run. */
  stopWorker(): Promise<boolean>
  /** Deletes the extension's IndexedDB, as a browser that wants room does. */
  wipe(): Promise<void>
  /** Touches that wait, by the space that they are of. */
  waiting(): Promise<Readonly<Record<string, number>>>
  close(): Promise<void>
}

export interface Rep {
  readonly id: string
  readonly username: string
}

export const repsOf = ({ org }: DemoOrg): Rep[] => org.rows('User')
  .filter(user => user.IsActive === true && user.Title === 'Territory Representative')
  .map(({ Id, Username }) => ({ id: String(Id), username: String(Username) }))

interface Needs {
  readonly demo: DemoOrg
  readonly wire: Wire
  readonly profile: string
  readonly presses: Press[]
  note(line: string): void
}

export async function sitDown({ demo, wire, profile, presses, note }: Needs, first: { readonly rep: Rep; readonly account: string }): Promise<Desk> {
  let users: readonly string[] = [first.rep.id]
  let signedIn: Rep = first.rep
  let world: World
  let panel: Page
  let hand: Hand
  let running = false
  let started = false

  const open = async (account: string) => {
    await wire.mend()
    // The first-run page comes in a new profile only.
    world = await openWorld({ port: wire.port, userDataDir: profile, welcome: started, crmLog: () => JSON.stringify(demo.log.slice(-200), null, 1) })
    running = started = true
    await signIn(signedIn)
    await world.page.goto(world.accountPage(account), { waitUntil: 'domcontentloaded' })
    panel = await world.openPanel()
    hand = await handAt(panel, presses, () => users, note)
  }
  const signIn = async (rep: Rep, elsewhere = false) => {
    // Whoever presses while this goes on is one of the two.
    users = [...new Set([...users, rep.id])]
    const tab = elsewhere ? await world.browser.newPage() : world.page
    await tab.goto(`${world.apiOrigin}/login?un=${encodeURIComponent(rep.username)}`, { waitUntil: 'domcontentloaded' })
    if (elsewhere) {
      await tab.close()
      await world.page.bringToFront()
    }
    users = [rep.id]
    signedIn = rep
  }
  await open(first.account)
  await world!.importPlan(planFile)
  await world!.page.bringToFront()

  return {
    get world() { return world },
    get panel() { return panel },
    get hand() { return hand },
    get users() { return users },
    signIn,
    signOut: async () => {
      const cookies = (await world.browser.cookies()).filter(({ name, domain }) => name === 'sid' && domain.includes('my.salesforce.com'))
      await world.browser.deleteCookie(...cookies)
    },
    go: account => world.pushState(`/lightning/r/Account/${account}/view`),
    kill: async () => {
      running = false
      await world.kill()
    },
    start: async account => {
      if (!running || !world.browser.connected) await open(account)
    },
    stopWorker: async () => {
      const target = world.browser.targets().find(candidate => candidate.type() === 'service_worker' && candidate.url().includes(world.extensionId))
      const worker = await target?.worker()
      await worker?.close()
      return worker !== null && worker !== undefined
    },
    wipe: async () => {
      const cdp = await panel.createCDPSession()
      await cdp.send('Storage.clearDataForOrigin', { origin: `chrome-extension://${world.extensionId}`, storageTypes: 'indexeddb' })
      await cdp.detach()
    },
    waiting: () => panel.evaluate(waitingTouches),
    close: async () => {
      if (running) await world.close()
    },
  }
}

/** In the panel's page: the outbox as it lies there, with what lies beside it while the database has not heard of it. */
async function waitingTouches(): Promise<Record<string, number>> {
  interface Row { readonly mark: string; readonly space: string }
  const settled = <T>(request: IDBRequest<T>) => new Promise<T | null>(resolve => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => resolve(null)
  })
  const request = indexedDB.open('turfside')
  // A database that was wiped is not ours to make anew.
  request.onupgradeneeded = () => request.transaction?.abort()
  const opened = await settled(request)
  const all = async <T>(store: string): Promise<readonly T[]> => (opened?.objectStoreNames.contains(store) ? ((await settled(opened.transaction(store).objectStore(store).getAll())) ?? []) as T[] : [])
  const rows = new Map((await all<Row>('outbox')).map(row => [row.mark, row]))
  const written = new Set((await all<Row>('written')).map(({ mark }) => mark))
  opened?.close()
  for (const [key, row] of Object.entries(await chrome.storage.local.get())) {
    const { mark, space } = row as Row
    if (key.startsWith('outbox|') && !written.has(mark)) rows.set(mark, { mark, space })
  }
  const counts: Record<string, number> = {}
  for (const { space } of rows.values()) counts[space] = (counts[space] ?? 0) + 1
  return counts
}
