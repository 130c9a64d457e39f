import { readFileSync } from 'node:fs'
import { safeParse } from 'valibot'
import { describe, expect, it } from 'vitest'
import { planSchema } from '../../lib/model/plan'
import { colleagues, emailOf } from './people'

const plan = safeParse(planSchema, JSON.parse(readFileSync(new URL('./plan.json', import.meta.url), 'utf8')))

describe('the plan of the Tryton demo', () => {
  it('can be imported', () => {
    expect(plan.issues ?? []).toEqual([])
  })
  it('names nobody who is not in that Tryton, and gives each territory to a rep of the plan', () => {
    if (!plan.success) throw new Error('the plan is not valid')
    const known = colleagues.map(colleague => emailOf(colleague.login))
    const reps = plan.output.reps.map(rep => rep.email!)
    expect(reps.filter(email => !known.includes(email))).toEqual([])
    expect(plan.output.territories.flatMap(territory => territory.reps).filter(email => !reps.includes(email))).toEqual([])
  })
})
