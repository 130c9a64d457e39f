import { beforeEach, expect, it } from 'vitest'
import { fail, ok, type Access, type CrmError, type Connection } from '../crm/adapter'
import { insist, noting, restraintOn, type Restraint } from './restraint'

const minute = 60_000
let now: number
let sent: number
let kept: Map<string, unknown>
let memo: Access['memo']

beforeEach(() => {
  now = Date.UTC(2026, 10, 24, 10)
  sent = 0
  kept = new Map()
  memo = { get: async key => kept.get(key), set: async (key, value) => void kept.set(key, value) }
})

const crm = (status = 200): Restraint => restraintOn(memo, async () => {
  sent++
  return new Response(null, { status })
}, () => now)
const ask = (restraint: Restraint) => restraint.fetch('https://crm.example/api')

it('sends nothing before the moment that the CRM named, and tells that moment again', async () => {
  await crm().note({ kind: 'limit', retryAt: now + 3 * minute })
  now += 2 * minute
  // Another worker, later.
  const answer = await ask(crm())
  expect([answer.status, Number(answer.headers.get('retry-after')), sent]).toEqual([429, 60, 0])
  // Told again, it is no new word.
  await crm().note({ kind: 'limit', retryAt: now + 9 * minute })
  now += minute
  expect((await ask(crm())).status).toBe(200)
  expect(sent).toBe(1)
})

it('leaves a CRM alone that names no moment: a minute, then twice as long each time, and anew once it has answered well', async () => {
  const waits: number[] = []
  for (let i = 0; i < 7; i++) {
    await crm().note({ kind: 'limit', retryAt: null })
    const before = now
    while ((await ask(crm(429))).headers.get('retry-after') === null && sent === i) now += minute / 2
    waits.push((now - before) / minute)
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30])
  await ask(crm(200))
  await crm().note({ kind: 'limit', retryAt: null })
  now += minute
  const asked = sent
  await ask(crm())
  expect(sent).toBe(asked + 1)
})

it('heeds servers that ail and ask to wait, and no others', async () => {
  await crm().note({ kind: 'down', status: 503 })
  await crm().note({ kind: 'offline' })
  expect((await ask(crm())).status).toBe(200)
  await crm().note({ kind: 'down', status: 503, retryAt: now + minute })
  expect((await ask(crm())).status).toBe(503)
  expect(sent).toBe(1)
})

it('waits no longer than a day, whatever a server says', async () => {
  await crm().note({ kind: 'limit', retryAt: now + 400 * 86_400_000 })
  now += 86_400_000
  await ask(crm())
  expect(sent).toBe(1)
})

it('asks once more when the user insists', async () => {
  await crm().note({ kind: 'limit', retryAt: now + 30 * minute })
  await insist(memo)
  await ask(crm(429))
  expect(sent).toBe(1)
})

it('notes every error that a connection answers, and nothing else', async () => {
  const noted: CrmError[] = []
  const limit: CrmError = { kind: 'limit', retryAt: null }
  const connection = { fingerprint: async () => 'f', session: async () => fail(limit), touchForm: async () => ok([]) } as unknown as Connection
  const seen = noting(connection, async error => {
    noted.push(error)
    return { kind: 'offline', online: true }
  })
  expect([await seen.fingerprint(), await seen.touchForm('call'), await seen.session()]).toEqual(['f', ok([]), fail({ kind: 'offline', online: true })])
  expect(noted).toEqual([limit])
})

it('lets what answers part by part go on so, and notes its failure', async () => {
  const parts = async function* () {
    yield ok(1)
    yield fail({ kind: 'limit', retryAt: null })
  }
  const noted = noting({ readMany: parts } as unknown as Connection, async () => ({ kind: 'offline' }))
  const seen: unknown[] = []
  for await (const part of noted.readMany([], {} as never, new AbortController().signal)) seen.push(part)
  expect(seen).toEqual([ok(1), fail({ kind: 'offline' })])
})
