import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parsePlan } from './planFile'

const file = (path: string): string => readFileSync(join(import.meta.dirname, '../..', path), 'utf8')

it('the example that the documentation comments on is a plan', () => {
  expect(parsePlan(file('demo/plan.json'))).toMatchObject({ ok: true })
})

it('the smallest plan of the documentation is a plan, and smallest: no key can go', () => {
  const text = /## The smallest plan\n\n((?: {4}.*\n)+)/.exec(file('docs/plan.md'))![1]!
  expect(parsePlan(text)).toMatchObject({ ok: true })
  const plan = JSON.parse(text) as Record<string, unknown>
  for (const key of Object.keys(plan)) expect(parsePlan(JSON.stringify({ ...plan, [key]: undefined })).ok, key).toBe(false)
})

it('the documentation speaks of every key there is', () => {
  const page = file('docs/plan.md')
  const keys = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { properties } = value as { properties?: Record<string, unknown> }
    for (const key of Object.keys(properties ?? {})) keys.add(key)
    for (const member of Object.values(value)) visit(member)
  }
  visit(JSON.parse(file('docs/plan.schema.json')))
  expect(keys.size).toBeGreaterThan(80)
  expect([...keys].filter(key => !new RegExp(`["\`]${key}\\b`).test(page))).toEqual([])
})

it('the JSON that the documentation shows is of the plan document', () => {
  const page = file('docs/plan.md')
  const plan = JSON.parse(file('demo/plan.json')) as Record<string, unknown>
  const shown = [...page.matchAll(/\n\n((?: {4}.*\n)+)/g)].map(([, block]) => block!).filter(block => /^ {4}"/.test(block))
  expect(shown.length).toBeGreaterThan(7)
  for (const block of shown) {
    const part = JSON.parse(`{${block.trim().replace(/,$/, '')}}`) as object
    expect(parsePlan(JSON.stringify({ ...plan, ...part, territories: plan.territories, reps: plan.reps })), block).toMatchObject({ ok: true })
  }
})
