import 'fake-indexeddb/auto'
import { readFileSync } from 'node:fs'
import { beforeEach, expect, it, vi } from 'vitest'
import { TurfsideDb } from '../cache/db'
import { keepHosts, keepSource, planHosts, planSource } from '../cache/planSource'
import { loadPlanFrom, type PlanMeans } from './followPlan'

const address = 'https://plans.example/east.json'
const text = readFileSync(new URL('../../demo/plan.json', import.meta.url), 'utf8')
const named = (name: string): string => JSON.stringify({ ...(JSON.parse(text) as object), name })

let db: TurfsideDb
let means: PlanMeans
let answers: (init: RequestInit | undefined) => Response | Promise<Response>
let asked: RequestInit[]
let count = 0

beforeEach(() => {
  vi.stubGlobal('navigator', { locks: { request: (_name: string, work: () => Promise<unknown>) => work() } })
  db = new TurfsideDb(`follow-${++count}`)
  asked = []
  means = { now: () => 1_000_000, permitted: async () => true, fetch: async (_at, init) => {
    asked.push(init ?? {})
    return answers(init)
  } }
})

const json = (body: string, headers: Record<string, string> = {}) => new Response(body, { headers: { 'content-type': 'application/json', ...headers } })
const inForce = async () => (await db.plan.get(1))?.plan.name

it('puts the plan at an address in force, and follows it', async () => {
  answers = () => json(named('East'), { etag: '"1"' })
  expect(await loadPlanFrom(db, means, address)).toEqual({ state: 'taken' })
  expect(await inForce()).toBe('East')
  expect(await planSource(db)).toEqual({ address, etag: '"1"', modified: null, checkedAt: 1_000_000, problem: null })

  answers = init => (new Headers(init?.headers).get('if-none-match') === '"1"' ? new Response(null, { status: 304 }) : json('{}'))
  expect(await loadPlanFrom(db, { ...means, now: () => 2_000_000 }, null)).toEqual({ state: 'same' })
  expect(await planSource(db)).toMatchObject({ checkedAt: 2_000_000, problem: null })

  answers = () => json(named('East, revised'), { etag: '"2"' })
  expect(await loadPlanFrom(db, means, null)).toEqual({ state: 'taken' })
  expect(await inForce()).toBe('East, revised')
})

it.each<[string, () => Response | Promise<Response>, string]>([
  ['a server that ails', () => new Response('', { status: 503 }), 'status'],
  ['a web page', () => new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'notJson'],
  ['a plan that is none', () => json('{"turfside":1,"evil":true}'), 'refused'],
  ['half a plan', () => json(text.slice(0, 500)), 'refused'],
  ['no network', () => Promise.reject(new TypeError('offline')), 'unreachable'],
])('the last good plan stays, and why is kept: %s', async (_what, bad, code) => {
  answers = () => json(named('East'), { etag: '"1"' })
  await loadPlanFrom(db, means, address)
  answers = bad
  expect(await loadPlanFrom(db, means, null)).toMatchObject({ state: 'failed', problem: { code } })
  expect(await inForce()).toBe('East')
  // Its version is asked for again, or a plan that was mended would never come.
  expect(await planSource(db)).toMatchObject({ address, etag: '"1"', problem: { code } })
  answers = () => json(named('East, mended'), { etag: '"3"' })
  expect(await loadPlanFrom(db, means, null)).toEqual({ state: 'taken' })
  expect(await planSource(db)).toMatchObject({ etag: '"3"', problem: null })
})

it('an address that brings no plan the first time is not followed, and the one before still is', async () => {
  answers = () => json(named('East'))
  await loadPlanFrom(db, means, address)
  answers = () => new Response('', { status: 404 })
  expect(await loadPlanFrom(db, means, 'https://other.example/plan.json')).toMatchObject({ state: 'failed' })
  expect((await planSource(db))?.address).toBe(address)
  expect(await inForce()).toBe('East')
})

it('is not asked once the user no longer allows it, and that is told', async () => {
  answers = () => json(named('East'))
  await loadPlanFrom(db, means, address)
  expect(await loadPlanFrom(db, { ...means, permitted: async () => false }, null)).toMatchObject({ state: 'failed', problem: { code: 'notPermitted' } })
  expect(asked).toHaveLength(1)
  expect(await inForce()).toBe('East')
})

it('a plan on its way does not replace what the user chose meanwhile', async () => {
  answers = () => json(named('East'))
  await loadPlanFrom(db, means, address)
  answers = async () => {
    await keepSource(db, null)
    return json(named('Too late'))
  }
  expect(await loadPlanFrom(db, means, null)).toEqual({ state: 'none' })
  expect(await inForce()).toBe('East')
  expect(await loadPlanFrom(db, means, null)).toEqual({ state: 'none' })
})

it('the version of a plan that is no longer in force is not asked for', async () => {
  answers = () => json(named('East'), { etag: '"1"' })
  await loadPlanFrom(db, means, address)
  await db.plan.clear()
  await loadPlanFrom(db, means, null)
  expect(new Headers(asked.at(-1)!.headers).get('if-none-match')).toBeNull()
})

it('hosts for a plan’s file alone are kept apart from the rest of the setting', async () => {
  answers = () => json(named('East'))
  await keepHosts(db, { with: 'https://plans.example/*' })
  await loadPlanFrom(db, means, address)
  await keepHosts(db, { with: 'https://plans.example/*' })
  expect(await planHosts(db)).toEqual(['https://plans.example/*'])
  expect((await planSource(db))?.address).toBe(address)
  await keepHosts(db, { without: 'https://plans.example/*' })
  expect(await planHosts(db)).toEqual([])
})
