/** The shape of a field as Salesforce's describe tells it, and a short way to write one down. */

export type Value = string | number | boolean | null
/** A record. Moments are epoch milliseconds, days ISO dates; describe's types say which is which. */
export type Row = Record<string, Value>

export type FieldType =
  | 'id' | 'string' | 'picklist' | 'combobox' | 'reference' | 'datetime' | 'date' | 'currency' | 'double' | 'percent'
  | 'int' | 'boolean' | 'phone' | 'url' | 'email' | 'textarea' | 'address'

export interface FieldDef {
  readonly name: string
  readonly label: string
  readonly type: FieldType
  readonly length: number
  readonly nillable: boolean
  readonly createable: boolean
  readonly updateable: boolean
  readonly defaultValue: Value
  readonly calculated: boolean
  readonly custom: boolean
  readonly filterable: boolean
  readonly values: readonly string[]
  readonly restricted: boolean
  readonly referenceTo: readonly string[]
  readonly relationshipName: string | null
  /** Name of the list on the parent ("Contacts"). */
  readonly childName: string | null
  readonly nameField: boolean
  readonly externalId: boolean
  readonly precision: number
  readonly scale: number
}

type Options = Partial<Omit<FieldDef, 'name' | 'type'>> & { required?: boolean; readOnly?: boolean }

/** "BillingPostalCode" → "Billing Postal Code", "Visit_Minutes__c" → "Visit Minutes", "OwnerId" → "Owner ID". */
const labelOf = (name: string): string =>
  name.replace(/__c$/, '').replaceAll('_', ' ').replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/\bId\b/, 'ID')

export function field(name: string, type: FieldType, options: Options = {}): FieldDef {
  const { required = false, readOnly = false, ...rest } = options
  return {
    name, type, label: labelOf(name), length: 0, nillable: !required, createable: !readOnly, updateable: !readOnly, defaultValue: null,
    calculated: false, custom: name.endsWith('__c'), filterable: true, values: [], restricted: false, referenceTo: [], relationshipName: null,
    childName: null, nameField: false, externalId: false, precision: 0, scale: 0, ...rest,
  }
}

export const text = (name: string, length = 255, o: Options = {}): FieldDef => field(name, 'string', { length, ...o })
export const long = (name: string, length = 32000, o: Options = {}): FieldDef => field(name, 'textarea', { length, filterable: length <= 255, ...o })
export const pick = (name: string, values: readonly string[], o: Options = {}): FieldDef => field(name, 'picklist', { length: 255, values, ...o })
export const money = (name: string, o: Options = {}): FieldDef => field(name, 'currency', { precision: 18, scale: 2, ...o })
export const whole = (name: string, o: Options = {}): FieldDef => field(name, 'int', { precision: 9, ...o })
export const decimal = (name: string, precision: number, scale: number, o: Options = {}): FieldDef => field(name, 'double', { precision, scale, ...o })
export const flag = (name: string, o: Options = {}): FieldDef => field(name, 'boolean', { required: true, defaultValue: false, ...o })
export const day = (name: string, o: Options = {}): FieldDef => field(name, 'date', o)
export const moment = (name: string, o: Options = {}): FieldDef => field(name, 'datetime', o)
export const ref = (name: string, referenceTo: readonly string[], childName: string | null = null, o: Options = {}): FieldDef =>
  field(name, 'reference', { length: 18, referenceTo, childName, relationshipName: name.replace(/Id$/, ''), ...o })

export interface ObjectDef {
  readonly name: string
  readonly label: string
  readonly labelPlural: string
  readonly keyPrefix: string
  readonly fields: readonly FieldDef[]
  readonly createable: boolean
}

/** Fields that every object has. */
const system: readonly FieldDef[] = [
  field('Id', 'id', { length: 18, required: true, readOnly: true, defaultValue: null, label: 'Record ID' }),
  flag('IsDeleted', { readOnly: true, label: 'Deleted' }),
]
const audit: readonly FieldDef[] = [
  moment('CreatedDate', { required: true, readOnly: true }),
  ref('CreatedById', ['User'], null, { required: true, readOnly: true }),
  moment('LastModifiedDate', { required: true, readOnly: true }),
  ref('LastModifiedById', ['User'], null, { required: true, readOnly: true }),
  moment('SystemModstamp', { required: true, readOnly: true }),
]

export function object(name: string, keyPrefix: string, fields: readonly FieldDef[], o: { label?: string; plural?: string; createable?: boolean; bare?: boolean } = {}): ObjectDef {
  const label = o.label ?? labelOf(name)
  return {
    name, keyPrefix, label, labelPlural: o.plural ?? `${label.replace(/y$/, 'ie')}s`,
    createable: o.createable ?? true,
    fields: o.bare ? [system[0]!, ...fields] : [...system, ...fields, ...audit],
  }
}
