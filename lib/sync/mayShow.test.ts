import 'fake-indexeddb/auto'
import { afterEach, expect, it, vi } from 'vitest'
import { TurfsideDb, type SpaceRow } from '../cache/db'

const managed = vi.hoisted(() => ({ said: {} as object }))
vi.mock('webextension-polyfill', () => ({ default: { storage: { managed: { get: async () => managed.said }, onChanged: { addListener() {} } } } }))
const { mayShow } = await import('./mayShow')

let made = 0
const opened: TurfsideDb[] = []
afterEach(async () => {
  managed.said = {}
  for (const db of opened.splice(0)) await db.delete()
})
async function planned(privacy: object | undefined): Promise<TurfsideDb> {
  const db = new TurfsideDb(`may show ${++made}`)
  opened.push(db)
  await db.plan.put({ key: 1, plan: { name: 'P', ...(privacy ? { privacy } : {}) } as never, importedAt: 1, fileName: null })
  return db
}
const seen: SpaceRow = { key: 'crm|https://a', space: 'crm|https://a||1', fingerprint: 'first', user: { ids: ['1'], name: 'Jo', email: null }, seenAt: 1 }

it.each([
  [undefined, {}, 'none'], [{ afterSignOut: 'hide' }, {}, 'none'], [{ afterSignOut: 'forget' }, {}, 'none'], [{ afterSignOut: 'keep' }, {}, 'kept'],
  [{ afterSignOut: 'keep' }, { afterSignOut: 'hide' }, 'none'], [{ afterSignOut: 'hide' }, { afterSignOut: 'keep' }, 'kept'], [{ afterSignOut: 'keep' }, { afterSignOut: 'nonsense' }, 'kept'],
])('with a plan that says %j and a policy that says %j, nobody signed in is shown: %s', async (privacy, policy, shown) => {
  managed.said = policy
  expect(await mayShow(await planned(privacy), seen, null)).toBe(shown)
})

it('its own user sees it, another never does, whatever is set', async () => {
  for (const afterSignOut of ['hide', 'keep', 'forget']) {
    const db = await planned({ afterSignOut })
    expect(await mayShow(db, seen, 'first')).toBe('own')
    expect(await mayShow(db, seen, 'second')).toBe('none')
    expect(await mayShow(db, undefined, null)).toBe('none')
    expect(await mayShow(db, undefined, 'first')).toBe('none')
  }
})
