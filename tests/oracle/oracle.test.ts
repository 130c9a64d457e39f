import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { assess } from '../../lib/assess/assess'
import { planSchema } from '../../lib/model/plan'
import { worlds } from './arbitraries'
import { differences } from './differences'
import { expected } from './oracle'

describe('the second calculation', () => {
  it('is asked about plans that the schema accepts', () => {
    fc.assert(fc.property(worlds, ({ plan }) => {
      const parsed = v.safeParse(planSchema, plan)
      expect(parsed.issues?.map(issue => `${v.getDotPath(issue)}: ${issue.message}`)).toBeUndefined()
      expect(parsed.output).toEqual(plan)
    }), { numRuns: 300 })
  })

  it('gets the same territory, money, bucket and next touch as the product, to the minor unit and the day', () => {
    fc.assert(fc.property(worlds, ({ snapshot, plan, now }) => {
      expect(differences(assess(snapshot, plan, now), expected(snapshot, plan, now), snapshot)).toEqual([])
    }), { numRuns: 3000 })
  }, 240_000)
})
