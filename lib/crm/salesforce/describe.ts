import { fail, ok, type Result } from '../adapter'
import { errorOf, type Reply } from './request'
import { number, text } from './values'

/** What this user may see of each object. Field-level security makes a field vanish from describe, an object right the whole object. */

export const objectNames = [
  'Account', 'Opportunity', 'OpportunityLineItem', 'Product2', 'Order', 'Task', 'Event', 'CampaignMember', 'Campaign',
  'ObjectTerritory2Association',
] as const
export type ObjectName = (typeof objectNames)[number]

export interface FieldShape {
  readonly name: string
  readonly label: string
  /** The API's type: string, picklist, currency, reference … */
  readonly type: string
  readonly createable: boolean
  /** The CRM insists on a value and has no default. */
  readonly required: boolean
  readonly filterable: boolean
  /** Longest text; 0: not said. */
  readonly length: number
  /** Active picklist values, the default first; kept for activities only, where Turfside writes. */
  readonly choices: readonly { readonly value: string; readonly label: string }[]
}

/** Fields by lower-case name, as SOQL does not care for case. */
export type ObjectShape = Readonly<Record<string, FieldShape>>

/** The field of that name, in the org's own spelling; null: there is none that this user may see. */
export const fieldOf = (shape: ObjectShape | null | undefined, name: string): FieldShape | null => {
  const key = name.toLowerCase()
  return shape && Object.hasOwn(shape, key) ? shape[key]! : null
}

/** The visible ones of the names, in the org's own spelling. */
export const visible = (shape: ObjectShape | null | undefined, names: readonly string[]): string[] => names.flatMap(name => fieldOf(shape, name)?.name ?? [])

/** An object's shape from a describe; null when this user may not see the object. */
export function shapeOf(name: ObjectName, reply: Reply): Result<ObjectShape | null> {
  if (reply.status >= 400) {
    const error = errorOf(reply)
    return error.kind === 'notFound' || error.kind === 'notAllowed' || error.kind === 'refused' ? ok(null) : fail(error)
  }
  const fields = (reply.body as { fields?: unknown } | null)?.fields
  if (!Array.isArray(fields)) return fail({ kind: 'unreadable', what: `a description of ${name} without fields` })
  const shape: Record<string, FieldShape> = {}
  for (const field of fields) {
    const read = readField(field, name === 'Task' || name === 'Event')
    if (read) shape[read.name.toLowerCase()] = read
  }
  return ok(shape)
}

function readField(field: unknown, withChoices: boolean): FieldShape | null {
  if (typeof field !== 'object' || field === null) return null
  const said = field as Record<string, unknown>
  if (typeof said.name !== 'string' || !/^\w+$/.test(said.name)) return null
  return {
    name: said.name,
    label: text(said.label) ?? said.name,
    type: text(said.type) ?? 'string',
    createable: said.createable === true,
    // A checkbox always has a value: it is false unless said otherwise.
    required: said.createable === true && said.nillable === false && said.defaultedOnCreate !== true && said.type !== 'boolean',
    filterable: said.filterable !== false,
    length: number(said.length) ?? 0,
    choices: withChoices ? readChoices(said.picklistValues) : [],
  }
}

function readChoices(values: unknown): FieldShape['choices'] {
  if (!Array.isArray(values)) return []
  const active = values.flatMap((item: unknown) => {
    const said = (item ?? {}) as Record<string, unknown>
    const value = text(said.value)
    return value === null || said.active === false ? [] : [{ value, label: text(said.label) ?? value, first: said.defaultValue === true }]
  })
  return [...active.filter(choice => choice.first), ...active.filter(choice => !choice.first)].map(({ value, label }) => ({ value, label }))
}
