import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { planJsonSchema, schemaFile } from './plan-schema.mjs'

it('docs/plan.schema.json is made from the schema as it is now (if not: npx tsx scripts/plan-schema.mjs)', () => {
  expect(readFileSync(schemaFile, 'utf8')).toBe(planJsonSchema())
})

it('refuses unknown keys everywhere, as the import does', () => {
  const open: string[] = []
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    const schema = value as Record<string, unknown>
    if (schema.type === 'object' && schema.properties && schema.additionalProperties !== false) open.push(path)
    for (const [key, member] of Object.entries(schema)) visit(member, `${path}.${key}`)
  }
  visit(JSON.parse(planJsonSchema()), '')
  expect(open).toEqual([])
})
