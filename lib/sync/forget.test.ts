import 'fake-indexeddb/auto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { TurfsideDb, type OutboxRow, type RecordRow, type WrittenRow } from '../cache/db'
import { ofSpace, spacesIn, spacesOf, spaceTables } from '../cache/spaceTables'
import type { SessionAccess } from '../crm/adapter'
import type { AfterSignOut } from '../model/privacy'

vi.mock('webextension-polyfill', () => ({ default: {} }))
const { forgetSignedOut, tidy } = await import('./forget')
const { siteOf } = await import('../crm/sites')

const day = 86_400_000
const now = Date.UTC(2026, 10, 24)
const org = 'https://acme.my.salesforce.com'
const other = 'https://acme--uat.sandbox.my.salesforce.com'
const tryton = 'http://localhost:8000/crm'
const jo = `salesforce|${org}|00D1|005JO`
const kim = `salesforce|${org}|00D1|005KIM`
const inSandbox = `salesforce|${other}|00D2|005JO`
const trytons = `tryton|${tryton}||1`

let made = 0
const opened: TurfsideDb[] = []
const fresh = (): TurfsideDb => {
  const db = new TurfsideDb(`forget ${++made}`)
  opened.push(db)
  return db
}
afterEach(async () => {
  for (const db of opened.splice(0)) await db.delete()
})

/** Sessions by host; a Tryton page is open where it is named. */
const sessions = (cookies: Readonly<Record<string, string>>, page: Readonly<Record<string, string>> | null = null): SessionAccess => ({
  cookie: async url => cookies[new URL(url).origin] ?? null,
  pageStorage: async () => page,
})
const joSignedIn = sessions({ [org]: '00D1!joSession', [other]: '00D2!joSandbox' }, { sao_session_crm: JSON.stringify({ login: 'jo', user_id: 1, session: 'key' }) })

/** What a user has left in every table. */
async function fill(db: TurfsideDb, space: string, readAt: number, access: SessionAccess = joSignedIn): Promise<void> {
  const [crm, at] = space.split('|') as [string, string]
  const fingerprint = await siteOf(crm)!.fingerprint(at, access)
  await db.spaces.put({ key: `${crm}|${at}`, space, fingerprint: fingerprint ?? 'none', user: { ids: [space.split('|').at(-1)!], name: 'Jo', email: null }, seenAt: readAt })
  await db.records.put({ space, id: '001', readAt, snapshot: { users: [], deals: [], touches: [], rates: [], hidden: [], area: {}, account: { ids: ['001'], name: 'Secret Corp', address: {}, fields: {} } } } as unknown as RecordRow)
  await db.peers.put({ space, id: '001', name: 'Secret Corp', territories: [] } as never)
  await db.lists.put({ space, key: 'view||1', listed: null, listedAt: readAt, missing: [], tooLarge: [], error: null })
  await db.belongings.put({ space, id: '003', via: { kind: 'contact', name: 'Jane' }, accountIds: ['001'], lead: null, readAt })
  await db.troubles.put({ space, id: '002', error: { kind: 'notFound' }, at: readAt })
  await db.starters.put({ space, crm, org: at, made: { plan: { territories: [], reps: [] } } as never, settings: {}, at: readAt, error: null })
  await db.memo.bulkPut([{ key: `${crm}|${at}|org`, value: { users: ['Jane'] } }, { key: `${crm}|${at}|hold`, value: { until: now } }])
  await db.outbox.put({ mark: `waits ${space}`, space, crm, org: at, accountName: 'Secret Corp', touch: { note: 'my note', accountId: '001' }, state: 'waiting' } as unknown as OutboxRow)
  await db.written.bulkPut([mark(space, 'just', now - 1000), mark(space, 'old', now - day)])
}
const mark = (space: string, name: string, at: number): WrittenRow => ({ mark: `${name} ${space}`, space, touchId: '00T', accountId: '001', at, removedAt: null })

const all = async (db: TurfsideDb): Promise<string> => JSON.stringify(await Promise.all(db.tables.map(async table => [table.name, await table.toArray()])))
const left = async (db: TurfsideDb, space: string): Promise<string[]> =>
  (await Promise.all(spaceTables(db).map(async table => ((await ofSpace(table, space).count()) > 0 ? [table.name] : [])))).flat().sort()
const everything = ['belongings', 'lists', 'outbox', 'peers', 'records', 'starters', 'troubles', 'written']
const set = (afterSignOut: AfterSignOut, retentionDays = 90) => ({ afterSignOut, retentionDays })

describe('every table of a space', () => {
  it('is found by itself, with all its spaces and only their rows', async () => {
    const db = fresh()
    await fill(db, jo, now)
    await fill(db, kim, now)
    expect(spaceTables(db).map(({ name }) => name).sort()).toEqual(expect.arrayContaining(everything))
    for (const table of spaceTables(db).filter(({ name }) => everything.includes(name))) {
      expect(await spacesIn(table), table.name).toEqual([jo, kim])
      expect((await ofSpace(table, jo).toArray()).every(({ space }) => space === jo), table.name).toBe(true)
      expect(await ofSpace(table, jo).count(), table.name).toBe(table.name === 'written' ? 2 : 1)
    }
    expect(await spacesOf(db)).toEqual([jo, kim])
  })
})

describe('after sign-out', () => {
  it('nothing goes by itself', async () => {
    for (const afterSignOut of ['hide', 'keep'] as const) {
      const db = fresh()
      await fill(db, jo, now)
      expect(await tidy(db, sessions({}), set(afterSignOut), now)).toEqual([])
      expect(await left(db, jo)).toEqual(everything)
    }
  })

  it('nothing goes while the user is signed in', async () => {
    const db = fresh()
    await fill(db, jo, now)
    const before = await all(db)
    expect(await tidy(db, joSignedIn, set('forget'), now)).toEqual([])
    expect(await all(db)).toBe(before)
  })

  it('all goes where it is to be forgotten, but what waits to be sent and the marks that keep it from being written twice', async () => {
    const db = fresh()
    await fill(db, jo, now)
    await fill(db, inSandbox, now)
    const sandboxOnly = sessions({ [other]: '00D2!joSandbox' })
    expect(await tidy(db, sandboxOnly, set('forget'), now)).toEqual([{ space: jo, inUse: false }])
    expect(await left(db, jo)).toEqual(['outbox', 'written'])
    expect(await left(db, inSandbox)).toEqual(everything)
    expect((await db.spaces.toArray()).map(({ space }) => space)).toEqual([inSandbox])
    expect((await db.memo.toArray()).map(({ key }) => key)).toEqual([`salesforce|${other}|hold`, `salesforce|${other}|org`, `salesforce|${org}|hold`])
    expect(await db.outbox.get(`waits ${jo}`)).toMatchObject({ accountName: '', touch: { note: 'my note', accountId: '001' }, state: 'waiting' })
    expect(await db.written.where('space').equals(jo).toArray()).toEqual([mark(jo, 'just', now - 1000)])
    // The name is nowhere but with the user who is signed in.
    const rest = (await Promise.all(db.tables.map(table => table.toArray()))).flat() as { space?: string }[]
    expect(rest.filter(row => JSON.stringify(row).includes('Secret Corp')).every(({ space }) => space === inSandbox)).toBe(true)
    // Once is enough.
    expect(await tidy(db, sandboxOnly, set('forget'), now)).toEqual([])
  })

  it('all goes of a user when another signs in, also once the org is known as the other’s; what the org told the other stays', async () => {
    const kimSignedIn = sessions({ [org]: '00D1!kimSession' })
    const db = fresh()
    await fill(db, jo, now)
    expect(await tidy(db, kimSignedIn, set('forget'), now)).toEqual([{ space: jo, inUse: false }])
    await fill(db, jo, now)
    await fill(db, kim, now, kimSignedIn)
    expect(await tidy(db, kimSignedIn, set('forget'), now)).toEqual([{ space: jo, inUse: true }])
    expect(await left(db, kim)).toEqual(everything)
    expect(await db.memo.get(`salesforce|${org}|org`)).toBeDefined()
  })

  it('all goes when the CRM has ended the session, though the browser still holds it', async () => {
    const db = fresh()
    await fill(db, jo, now)
    await db.troubles.put({ space: jo, id: '001', error: { kind: 'signedOut' }, at: now })
    expect(await tidy(db, joSignedIn, set('forget'), now)).toEqual([{ space: jo, inUse: false }])
  })

  it('nothing goes of a user who has come back while it was being decided', async () => {
    const db = fresh()
    await fill(db, jo, now)
    let back: Promise<unknown> | null = null
    const gone: SessionAccess = {
      ...sessions({}),
      // The CRM says who is there, just after the browser said that nobody is.
      cookie: async () => {
        back ??= db.spaces.update(`salesforce|${org}`, { fingerprint: 'of the new session' })
        return null
      },
    }
    expect(await forgetSignedOut(db, gone, now)).toEqual([])
    expect(await left(db, jo)).toEqual(everything)
  })

  it('a CRM whose session only its open page can tell is not taken for signed out while none is open', async () => {
    const db = fresh()
    await fill(db, trytons, now)
    expect(await tidy(db, sessions({}, null), set('forget'), now)).toEqual([])
    expect(await tidy(db, sessions({}, {}), set('forget'), now)).toEqual([{ space: trytons, inUse: false }])
    expect(await left(db, trytons)).toEqual(['outbox', 'written'])
  })
})

describe('what is too old', () => {
  it('goes, and what is not stays, however little lies between', async () => {
    const db = fresh()
    await fill(db, jo, now - 30 * day)
    await tidy(db, joSignedIn, set('hide', 30), now)
    expect(await left(db, jo)).toEqual(everything)
    await tidy(db, joSignedIn, set('hide', 30), now + 1)
    expect(await left(db, jo)).toEqual(['outbox', 'written'])
    expect(await db.outbox.get(`waits ${jo}`)).toMatchObject({ accountName: 'Secret Corp' })
  })

  it('leaves who is signed in known, and what was learned of their org; of others nothing', async () => {
    const db = fresh()
    await fill(db, jo, now - 100 * day)
    await fill(db, trytons, now - 100 * day)
    await tidy(db, sessions({ [org]: '00D1!joSession' }), set('hide'), now)
    expect((await db.spaces.toArray()).map(({ space }) => space)).toEqual([jo])
    expect((await db.memo.toArray()).map(({ key }) => key)).toEqual([`salesforce|${org}|hold`, `salesforce|${org}|org`, `tryton|${tryton}|hold`])
  })

  it('keeps the mark of a touch that still waits, that a starter plan was taken away, settings and the plan', async () => {
    const db = fresh()
    await fill(db, jo, now - 100 * day)
    await db.written.put(mark(jo, 'waits', now - 100 * day))
    await db.starters.put({ space: jo, crm: 'salesforce', org, made: null, settings: { visitMinutes: 45 }, at: now - 100 * day, error: null })
    await db.settings.put({ key: `salesforce|${org}`, fields: { priority: 'P__c' }, pillHidden: false })
    await db.plan.put({ key: 1, plan: { name: 'P' } as never, importedAt: now - 100 * day, fileName: null })
    await tidy(db, joSignedIn, set('hide'), now)
    expect((await db.written.toArray()).map(row => row.mark)).toEqual([`just ${jo}`, `old ${jo}`, `waits ${jo}`])
    expect(await db.starters.get(jo)).toMatchObject({ made: null, settings: { visitMinutes: 45 } })
    expect(await db.settings.count()).toBe(1)
    expect(await db.plan.count()).toBe(1)
  })
})
