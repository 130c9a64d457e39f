import { fail, ok, type FieldInfo, type Result } from '../adapter'
import { categoryField } from './category'
import { search } from './rows'
import type { Call } from './rpc'
import { text, type Row } from './values'

const kinds: Readonly<Record<string, FieldInfo['kind']>> = {
  char: 'text', text: 'text', selection: 'choice', integer: 'number', float: 'number', numeric: 'number', boolean: 'checkbox', date: 'other',
}

/** The party's fields, and one for each root of its categories: "Category: Priority". Computed amounts and Tryton's own bookkeeping are left out. */
export async function partyFields(call: Call): Promise<Result<readonly FieldInfo[]>> {
  const [fields, roots] = await Promise.all([
    call('model.party.party.fields_get', [], {}),
    search(call, { model: 'party.category', domain: [['parent', '=', null], ['childs', '!=', null]], fields: [] }, ['name']),
  ])
  if (!fields.ok) return fields.error.kind === 'refused' ? fail({ kind: 'notAllowed', what: fields.error.message }) : fields
  if (typeof fields.value !== 'object' || fields.value === null) return fail({ kind: 'unreadable', what: 'party.party has no fields' })
  const own = Object.entries(fields.value as Record<string, Row>).flatMap(([name, field]): FieldInfo[] => {
    const kind = kinds[String(field.type)]
    return kind === undefined || skipped.has(name) ? [] : [{ name, label: text(field.string) ?? name, kind }]
  })
  // Categories closed to the user are no reason to hide the fields.
  const rootNames = roots.ok ? roots.value.map(row => text(row.name)).filter(name => name !== null) : []
  const categories = [...new Set(rootNames)].map((name): FieldInfo => ({ name: categoryField(name), label: `Category: ${name}`, kind: 'choice' }))
  return ok([...categories, ...own].sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0)))
}

const skipped = new Set(['id', 'rec_name', 'code_readonly', 'distance', 'currency_digits'])
