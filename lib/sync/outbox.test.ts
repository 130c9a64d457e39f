import { afterEach, describe, expect, it, vi } from 'vitest'
import { call, outboxWorld, type OutboxWorld } from '../../tests/outboxWorld'

const minute = 60_000
const worlds: OutboxWorld[] = []
const open = (): OutboxWorld => {
  const world = outboxWorld()
  worlds.push(world)
  return world
}
afterEach(() => {
  vi.restoreAllMocks()
  for (const { db } of worlds.splice(0)) db.close()
})

const marks = (world: OutboxWorld): string[] => world.records.map(({ touch }) => touch.mark)
const offline = () => ({ error: { kind: 'offline' } }) as const

describe('a logged touch', () => {
  it('lies in the database and in the mirror before the button says so, and in neither once the CRM has it', async () => {
    const world = open()
    const outbox = world.worker()
    expect(await outbox.log(call('m1'))).toEqual({ mark: 'm1' })
    expect(await world.db.outbox.get('m1')).toMatchObject({ state: 'waiting', attempts: 0 })
    expect([...world.area.items.keys()]).toEqual(['outbox|m1'])
    expect(await outbox.drain()).toBeNull()
    expect(marks(world)).toEqual(['m1'])
    expect(await world.db.outbox.count()).toBe(0)
    expect(world.area.items.size).toBe(0)
  })

  it('is one touch, however often the same click comes, before and after it was sent', async () => {
    const world = open()
    const outbox = world.worker()
    await Promise.all([outbox.log(call('m1')), outbox.log(call('m1')), world.worker().log(call('m1'))])
    await outbox.drain()
    await outbox.log(call('m1'))
    await outbox.drain()
    expect(marks(world)).toEqual(['m1'])
    expect(await world.db.outbox.count()).toBe(0)
  })

  it('goes once with two workers and panels sending at once', async () => {
    const world = open()
    const [one, other] = [world.worker(), world.worker()]
    for (const mark of ['m1', 'm2', 'm3']) await one.log(call(mark))
    await Promise.all([one.drain(), other.drain(), one.wake(null), other.drain()])
    expect(marks(world)).toEqual(['m1', 'm2', 'm3'])
    expect(world.writes).toHaveLength(3)
  })

  it('whose answer is lost is asked for before it is sent again', async () => {
    const world = open()
    const outbox = world.worker()
    await outbox.log(call('m1'))
    world.trouble = () => ({ error: { kind: 'offline' }, after: true })
    await outbox.drain()
    world.trouble = null
    await world.run(outbox, minute)
    expect(world.writes).toEqual([{ mark: 'm1', repeat: false }, { mark: 'm1', repeat: true }])
    expect(marks(world)).toEqual(['m1'])
  })

  it('is not sent while another user is signed in, and goes as its own once that one is back', async () => {
    const world = open()
    const outbox = world.worker()
    await outbox.log(call('m1'))
    world.user = 'bert'
    await world.run(outbox, 10 * minute)
    expect(world.records).toEqual([])
    world.user = 'anna'
    await outbox.wake(null)
    expect(world.records).toMatchObject([{ by: 'anna', touch: { mark: 'm1' } }])
  })

  it('is of who pressed the button, though another has signed in by the time the worker hears of it', async () => {
    const world = open()
    const outbox = world.worker()
    await outbox.log(call('m1'))
    const space = (await world.db.outbox.get('m1'))!.space
    world.user = 'bert'
    await outbox.log({ ...call('m2'), by: { fingerprint: 'anna', space } })
    // Whose session it was is not known, only that it is another now.
    expect(await outbox.log({ ...call('m3'), by: { fingerprint: 'carol', space: null } })).toEqual({ failed: 'noSession' })
    expect(await outbox.log({ ...call('m4'), by: { fingerprint: 'bert', space: null } })).toEqual({ mark: 'm4' })
    // A space of another org is none of this one.
    expect(await outbox.log({ ...call('m5'), by: { fingerprint: 'anna', space: space.replace('crm.example', 'other.example') } })).toEqual({ failed: 'noSession' })
    await world.run(outbox, 10 * minute)
    world.user = 'anna'
    await outbox.wake(null)
    expect(world.records.map(({ by, touch }) => `${by} ${touch.mark}`)).toEqual(['bert m4', 'anna m1', 'anna m2'])
  })

  it('that waited for its user goes when that user logs the next one', async () => {
    const world = open()
    const outbox = world.worker()
    await outbox.log(call('m1'))
    world.user = null
    await world.run(outbox, 60 * minute)
    world.user = 'anna'
    await outbox.log(call('m2'))
    await outbox.drain()
    expect(marks(world)).toEqual(['m1', 'm2'])
  })
})

describe('when the database', () => {
  it('is wiped while a touch waits, the touch comes back from the mirror, is asked for first, and arrives once', async () => {
    const world = open()
    const outbox = world.worker()
    world.trouble = offline
    await outbox.log(call('m1'))
    await outbox.drain()
    await world.db.delete({ disableAutoOpen: false })
    world.trouble = null
    await world.run(world.worker(), minute)
    expect(marks(world)).toEqual(['m1'])
    expect(world.writes.at(-1)).toEqual({ mark: 'm1', repeat: true })
    expect(world.area.items.size).toBe(0)
  })

  it('is wiped right after the CRM got the touch, the mirror does not send it twice', async () => {
    const world = open()
    const outbox = world.worker()
    await outbox.log(call('m1'))
    const entry = new Map(world.area.items)
    await outbox.drain()
    // The worker stopped before the mirror was told.
    for (const [key, value] of entry) world.area.items.set(key, value)
    await world.db.delete({ disableAutoOpen: false })
    await world.run(world.worker(), minute)
    expect(marks(world)).toEqual(['m1'])
  })

  it('takes nothing, the touch is kept in the mirror, the answer says what ails, and it is sent once the database is back', async () => {
    const world = open()
    const outbox = world.worker()
    await outbox.log(call('m0'))
    await outbox.drain()
    const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError')
    })
    expect(await outbox.log(call('m1'))).toEqual({ mark: 'm1', ails: 'QuotaExceededError' })
    // Again in a minute, as long as only the mirror has it.
    expect(await outbox.drain()).toBe(world.now + minute)
    expect(marks(world)).toEqual(['m0'])
    add.mockRestore()
    await world.run(outbox, 2 * minute)
    expect(marks(world)).toEqual(['m0', 'm1'])
    expect(world.area.items.size).toBe(0)
  })

  it('and the mirror both fail, the touch is said not to be logged', async () => {
    const world = open()
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError')
    })
    world.area.set = () => Promise.reject(new Error('no room either'))
    await expect(world.worker().log(call('m1'))).rejects.toThrow('no room either')
  })

  it('has a touch of which the mirror knows nothing, such as one of an earlier version, it is copied there', async () => {
    const world = open()
    world.trouble = offline
    const outbox = world.worker()
    await outbox.log(call('m1'))
    world.area.items.clear()
    await outbox.drain()
    expect([...world.area.items.keys()]).toEqual(['outbox|m1'])
  })
})

describe('order and waiting', () => {
  it('touches of one account go in the order logged; another account is not held up', async () => {
    const world = open()
    const outbox = world.worker()
    let down = true
    world.trouble = ({ touch }) => (down && touch?.mark === 'm1' ? { error: { kind: 'down', status: 500 } } : null)
    await outbox.log(call('m1', 'a1'))
    await outbox.log(call('m2', 'a1'))
    await outbox.log(call('m3', 'a2'))
    await outbox.drain()
    expect(marks(world)).toEqual(['m3'])
    down = false
    await world.run(outbox, minute)
    expect(marks(world)).toEqual(['m3', 'm1', 'm2'])
  })

  it('a touch that was refused does not hold up the next one of its account', async () => {
    const world = open()
    const outbox = world.worker()
    world.trouble = ({ touch }) => (touch?.mark === 'm1' ? { error: { kind: 'refused', message: 'Note is required', fields: [] } } : null)
    await outbox.log(call('m1'))
    await outbox.log(call('m2'))
    await outbox.drain()
    expect(marks(world)).toEqual(['m2'])
    expect(await world.db.outbox.get('m1')).toMatchObject({ state: 'refused', error: { message: 'Note is required' } })
  })

  it('the order logged stays when the computer’s clock is set back in between', async () => {
    const world = open()
    const outbox = world.worker()
    world.trouble = offline
    await outbox.log(call('m1'))
    world.now -= 60 * minute
    await outbox.log(call('m2'))
    world.trouble = null
    world.now += 61 * minute
    await world.run(outbox, minute)
    expect(marks(world)).toEqual(['m1', 'm2'])
  })

  it('waits grow to half an hour, and one failure of the way to the CRM is one request for all that wait', async () => {
    const world = open()
    const outbox = world.worker()
    world.trouble = offline
    for (const [mark, account] of [['m1', 'a1'], ['m2', 'a2'], ['m3', 'a3']] as const) await outbox.log(call(mark, account))
    const waits: number[] = []
    for (let i = 0; i < 12; i++) {
      const next = (await outbox.drain())!
      waits.push(next - world.now)
      world.now = next
    }
    expect(waits.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000])
    expect(waits.at(-1)).toBe(30 * minute)
    expect(world.writes.length).toBeLessThanOrEqual(13)
    world.trouble = null
    await outbox.wake(null)
    expect(marks(world)).toEqual(['m1', 'm2', 'm3'])
  })

  it('nothing is asked before the moment that the CRM named', async () => {
    const world = open()
    const outbox = world.worker()
    const until = world.now + 17 * minute
    world.trouble = () => ({ error: { kind: 'limit', retryAt: until } })
    await outbox.log(call('m1'))
    expect(await outbox.drain()).toBe(until)
    world.trouble = null
    await outbox.wake(null)
    world.now = until - 1
    await outbox.drain()
    expect(world.writes).toHaveLength(1)
    world.now = until
    await outbox.drain()
    expect(marks(world)).toEqual(['m1'])
  })

  it('a CRM that never answers does not hold the outbox for ever', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const world = open()
      const outbox = world.worker()
      const release = world.hold()
      await outbox.log(call('m1'))
      const drained = outbox.drain()
      await vi.waitFor(() => expect(world.writes).toHaveLength(1))
      vi.advanceTimersByTime(60_000)
      expect(await drained).toBe(world.now + 5_000)
      expect(await world.db.outbox.get('m1')).toMatchObject({ state: 'waiting', error: { kind: 'down', status: 0 } })
      release()
      await vi.waitFor(() => expect(marks(world)).toEqual(['m1']))
      await world.run(outbox, minute)
      expect(marks(world)).toEqual(['m1'])
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('taking back', () => {
  it('a touch that waits cancels it: nothing is sent, and no mirror brings it back', async () => {
    const world = open()
    const outbox = world.worker()
    await outbox.log(call('m1'))
    const entry = new Map(world.area.items)
    expect(await outbox.undo('m1')).toBe(true)
    expect(world.area.items.size).toBe(0)
    for (const [key, value] of entry) world.area.items.set(key, value)
    await outbox.log(call('m1'))
    await world.run(world.worker(), minute)
    expect(world.writes).toEqual([])
    expect(world.area.items.size).toBe(0)
  })

  it('a touch in flight removes it once it has arrived', async () => {
    const world = open()
    const outbox = world.worker()
    const release = world.hold()
    await outbox.log(call('m1'))
    const drained = outbox.drain()
    await vi.waitFor(() => expect(world.writes).toHaveLength(1))
    const undone = outbox.undo('m1')
    await vi.waitFor(async () => expect((await world.db.outbox.get('m1'))?.state).toBe('taken back'))
    release()
    await drained
    expect(await undone).toBe(true)
    expect(world.records).toEqual([])
    expect(await world.db.outbox.count()).toBe(0)
    expect(world.area.items.size).toBe(0)
  })

  it('a touch whose answer was lost looks for it, removes it, and creates nothing to do so', async () => {
    const world = open()
    const outbox = world.worker()
    await outbox.log(call('m1'))
    world.trouble = () => ({ error: { kind: 'offline' }, after: true })
    await outbox.drain()
    world.trouble = offline
    expect(await outbox.undo('m1')).toBe(false)
    world.trouble = null
    await world.run(outbox, 2 * minute)
    expect(world.records).toEqual([])
    expect(world.writes).toHaveLength(1)
    expect(await world.db.outbox.count()).toBe(0)
  })

  it('a touch that the CRM has removes exactly that one', async () => {
    const world = open()
    const outbox = world.worker()
    await outbox.log(call('m1'))
    await outbox.log(call('m2'))
    await outbox.drain()
    expect(await outbox.undo('m1')).toBe(true)
    expect(marks(world)).toEqual(['m2'])
  })

  it('is never undone by a wipe: what was taken back in flight is removed all the same', async () => {
    const world = open()
    const outbox = world.worker()
    await outbox.log(call('m1'))
    world.trouble = () => ({ error: { kind: 'offline' }, after: true })
    await outbox.drain()
    world.trouble = offline
    await outbox.undo('m1')
    await world.db.delete({ disableAutoOpen: false })
    world.trouble = null
    await world.run(world.worker(), 2 * minute)
    expect(world.records).toEqual([])
    expect(await world.db.outbox.count()).toBe(0)
  })

  it('of what was refused drops it; of what waits is left to Undo', async () => {
    const world = open()
    const outbox = world.worker()
    world.trouble = () => ({ error: { kind: 'refused', message: 'no', fields: [] } })
    await outbox.log(call('m1'))
    await outbox.drain()
    await outbox.log(call('m2', 'a2'))
    await outbox.discard('m1')
    await outbox.discard('m2')
    expect(await world.db.outbox.toCollection().primaryKeys()).toEqual(['m2'])
  })
})

describe('what the CRM refuses', () => {
  const refusals = [
    { kind: 'refused', message: 'A note is required', fields: ['Description'] }, { kind: 'notAllowed', what: 'Task' }, { kind: 'notFound' }, { kind: 'fieldHidden', field: 'WhatId' },
    { kind: 'merged', into: { id: 'b1', name: null } },
  ] as const
  for (const error of refusals) {
    it(`${error.kind}: stays with its reason, also through a wipe, is not sent again by itself, and goes once the user says so`, async () => {
      const world = open()
      const outbox = world.worker()
      world.trouble = () => ({ error })
      await outbox.log(call('m1'))
      expect(await outbox.drain()).toBeNull()
      await world.db.delete({ disableAutoOpen: false })
      world.trouble = null
      await world.run(world.worker(), 60 * minute)
      expect(await world.db.outbox.get('m1')).toMatchObject({ state: 'refused', error })
      expect(world.records).toEqual([])
      await outbox.again('m1', { start: 1, day: '2025-06-16', minutes: 7, note: 'mended', extra: {} })
      await world.run(outbox, minute)
      expect(world.records).toMatchObject([{ touch: { mark: 'm1', note: 'mended', day: '2025-06-16', accountId: error.kind === 'merged' ? 'b1' : 'a1' } }])
    })
  }

  it('for an account that was merged follows the one that has its touches now, and so do those that wait behind', async () => {
    const world = open()
    const outbox = world.worker()
    world.trouble = ({ touch }) => (touch?.accountId === 'a1' ? { error: { kind: 'merged', into: { id: 'b1', name: 'Winner' } } } : null)
    await outbox.log(call('m1'))
    await outbox.log(call('m2'))
    await outbox.drain()
    expect(world.records.map(({ touch }) => [touch.mark, touch.accountId])).toEqual([['m1', 'b1'], ['m2', 'b1']])
  })
})

it('the mirror holds no account’s name', async () => {
  const world = open()
  await world.worker().log(call('m1'))
  expect(JSON.stringify([...world.area.items])).not.toContain('Account a1')
})
