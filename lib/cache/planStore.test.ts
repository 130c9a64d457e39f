import fc from 'fast-check'
import { expect, it } from 'vitest'
import { planDocuments } from '../../tests/planDocuments'
import { parsePlan } from '../model/planFile'
import { exportPlan } from './planStore'

it('what is exported is taken again, and is the same plan and the same text', () => {
  fc.assert(fc.property(planDocuments, document => {
    const reading = parsePlan(JSON.stringify(document))
    if (!reading.ok) throw new Error(`refused: ${JSON.stringify(reading.problems)}`)
    const text = exportPlan(reading.plan)
    const again = parsePlan(text)
    expect(again).toEqual(reading)
    expect(again.ok && exportPlan(again.plan)).toBe(text)
  }), { numRuns: 150 })
})

it('an export is the same text in whichever order the keys of the file stood', () => {
  fc.assert(fc.property(planDocuments, document => {
    const turned = Object.fromEntries(Object.entries(document).reverse())
    const [one, other] = [parsePlan(JSON.stringify(document)), parsePlan(JSON.stringify(turned))]
    expect(one.ok && exportPlan(one.plan)).toBe(other.ok && exportPlan(other.plan))
  }), { numRuns: 50 })
})
