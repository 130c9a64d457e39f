import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { planSchema, type Plan } from '../lib/model/plan'

let plan: Plan | undefined

/** The example plan, `demo/plan.json`: the demo org is laid out to suit it. */
export function examplePlan(): Plan {
  plan ??= v.parse(planSchema, JSON.parse(readFileSync(new URL('./plan.json', import.meta.url), 'utf8')))
  return plan
}
