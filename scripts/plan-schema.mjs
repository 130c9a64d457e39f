/** Writes docs/plan.schema.json from lib/model/plan.ts: `npx tsx scripts/plan-schema.mjs`. A test fails while the file is stale. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { toJsonSchema } from '@valibot/to-json-schema'
import { planSchema } from '../lib/model/plan.ts'

export const schemaFile = join(import.meta.dirname, '../docs/plan.schema.json')

/** What JSON Schema can say of a check that valibot holds as a function, by the check's message. */
const checks = {
  'must be a day such as 2026-11-24': { format: 'date', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
  'must be [longitude, latitude]': { minItems: 2 },
  'needs atLeast or atMost': { minProperties: 1 },
  'must name at least one condition': { minProperties: 1 },
  'needs an id or an email': { anyOf: [{ required: ['id'] }, { required: ['email'] }] },
}

/** The JSON Schema of the plan document, as text. What it has no word for is left out; docs/plan.md lists that. */
export function planJsonSchema() {
  const { $schema, ...schema } = toJsonSchema(planSchema, {
    typeMode: 'input',
    errorMode: 'ignore',
    overrideAction({ valibotAction: { type, message }, jsonSchema }) {
      // A text of blanks is empty: they are trimmed before they are counted.
      if (type === 'non_empty') return { ...jsonSchema, pattern: '\\S' }
      return type === 'check' && checks[message] ? { ...jsonSchema, ...checks[message] } : undefined
    },
  })
  const title = { title: 'Turfside plan', description: 'The plan of a sales team, version 1. Explained in docs/plan.md.' }
  return `${JSON.stringify({ $schema, ...title, ...schema }, null, 2)}\n`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(schemaFile, planJsonSchema())
  console.log('docs/plan.schema.json is written.')
}
