import 'fake-indexeddb/auto'
import { afterEach, expect, it } from 'vitest'
import { TurfsideDb } from '../cache/db'
import { savePlan } from '../cache/planStore'
import type { Plan } from '../model/plan'
import { fullPlan } from '../../tests/planDocuments'
import { followPolicyPlan } from './policyPlan'

const named = (name: string): string => JSON.stringify({ ...fullPlan, name })
const imported = { ...fullPlan, name: 'Imported' } as unknown as Plan
let made = 0
const opened: TurfsideDb[] = []
const fresh = (): TurfsideDb => {
  const db = new TurfsideDb(`policy plan ${++made}`)
  opened.push(db)
  return db
}
const inForce = async (db: TurfsideDb): Promise<string | undefined> => (await db.plan.get(1))?.plan.name
afterEach(async () => {
  for (const db of opened.splice(0)) await db.delete()
})

it('a policy without a plan leaves the imported one alone', async () => {
  const db = fresh()
  expect(await followPolicyPlan(db, null, 5)).toBe(false)
  await savePlan(db, imported, 'plan.json')
  expect(await followPolicyPlan(db, null, 5)).toBe(false)
  expect(await db.plan.get(1)).toMatchObject({ plan: { name: 'Imported' }, fileName: 'plan.json' })
})

it('a policy’s plan is in force, once for each text, and the imported one comes back after it', async () => {
  const db = fresh()
  await savePlan(db, imported, 'plan.json')
  expect(await followPolicyPlan(db, named('First'), 5)).toBe(true)
  expect(await db.plan.get(1)).toMatchObject({ plan: { name: 'First' }, importedAt: 5, fileName: null })
  expect(await followPolicyPlan(db, named('First'), 6)).toBe(false)
  expect(await db.plan.get(1)).toMatchObject({ importedAt: 5 })
  expect(await followPolicyPlan(db, named('Second'), 7)).toBe(true)
  expect(await inForce(db)).toBe('Second')
  expect(await followPolicyPlan(db, null, 8)).toBe(true)
  expect(await db.plan.get(1)).toMatchObject({ plan: { name: 'Imported' }, fileName: 'plan.json' })
  expect(await db.plan.count()).toBe(1)
  expect(await followPolicyPlan(db, null, 9)).toBe(false)
})

it('without an imported plan, none is left when the policy names none any more', async () => {
  const db = fresh()
  await followPolicyPlan(db, named('First'), 5)
  await followPolicyPlan(db, null, 6)
  expect(await db.plan.count()).toBe(0)
})

it('a text that is no plan changes nothing', async () => {
  const db = fresh()
  for (const wrong of ['{', '{"turfside":2}', named('First').replace('"territories"', '"terr"')]) expect(await followPolicyPlan(db, wrong, 5)).toBe(false)
  expect(await db.plan.count()).toBe(0)
  await followPolicyPlan(db, named('First'), 6)
  expect(await followPolicyPlan(db, '{', 7)).toBe(false)
  expect(await inForce(db)).toBe('First')
})

it('a plan that is imported meanwhile waits for the end of the policy’s', async () => {
  const db = fresh()
  await followPolicyPlan(db, named('First'), 5)
  await savePlan(db, imported, 'plan.json')
  expect(await inForce(db)).toBe('First')
  await followPolicyPlan(db, null, 6)
  expect(await inForce(db)).toBe('Imported')
})
