import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepEvidence } from '../browser/on-failure'
import { openScene, picture, textOf, type Scene } from './world'

let scene: Scene

beforeAll(async () => {
  scene = await openScene({ plan: false })
})
afterAll(() => scene?.close())
keepEvidence(() => scene?.world)

it('shows something true in the first minute: a plan made from the CRM, called one, with what it assumes', async () => {
  const { demo, world } = scene
  const { panel } = await world.openAccount(demo.showcase.keep.id)
  await panel.waitForSelector('[data-plan="starter"]', { timeout: 10_000 })
  await panel.waitForSelector('[data-territory-state]', { timeout: 10_000 })
  await picture(panel, 'starter')
  expect(await textOf(panel, '.starter')).toMatch(/Starter plan from Salesforce \d+ assumptions/)
  await panel.click('#starter-ask')
  await panel.waitForSelector('.assumptions li')
  await picture(panel, 'starter-open')
})
