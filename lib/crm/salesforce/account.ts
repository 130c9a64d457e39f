import type { Wanted } from '../adapter'
import type { Account, MappedField } from '../../model/snapshot'
import { fieldOf, visible, type ObjectShape } from './describe'
import { idOf, idSpellings } from './ids'
import { anyText, decimal, moment, number, text } from './values'

/** Standard fields, by the name under which the snapshot has them (and reports them as hidden). */
const standard = {
  name: ['Name'],
  ownerId: ['OwnerId'],
  type: ['Type'],
  industry: ['Industry'],
  employees: ['NumberOfEmployees'],
  phone: ['Phone'],
  website: ['Website'],
  createdAt: ['CreatedDate'],
  address: ['BillingStreet', 'BillingCity', 'BillingState', 'BillingPostalCode', 'BillingCountry'],
  coordinates: ['BillingLatitude', 'BillingLongitude'],
} as const

/** Only there in some orgs, and so never reported as hidden: codes of state and country picklists, currencies, and what an account that is a person has. */
const optional = ['BillingStateCode', 'BillingCountryCode', 'CurrencyIsoCode', 'IsPersonAccount', 'PersonEmail', 'PersonMobilePhone', 'PersonHomePhone'] as const

const mappedFields: readonly MappedField[] = ['priority', 'segment', 'marketing', 'visitMinutes', 'former']

/** The account's only field for an email address besides a person's own; of several nobody can say which is meant. */
function emailField(shape: ObjectShape): string | undefined {
  const emails = Object.values(shape).filter(({ name, type }) => type === 'email' && name !== 'PersonEmail')
  return emails.length === 1 ? emails[0]!.name : undefined
}

/** The visible fields to ask of Account. */
export function accountFieldNames(shape: ObjectShape, want: Wanted): string[] {
  const mapped = mappedFields.flatMap(name => want.fields[name] ?? [])
  return [...new Set(['Id', ...visible(shape, [...Object.values(standard).flat(), ...optional, ...mapped, ...want.extra, emailField(shape) ?? ''])])]
}

/** What is asked of an account that may have been deleted, or merged into another. */
export const mergeFields = (shape: ObjectShape): string[] => ['IsDeleted', ...(fieldOf(shape, 'MasterRecordId') ? ['MasterRecordId', 'MasterRecord.Name'] : [])]

/** What the user may not see of an account, or of what is mapped: a field that the org lacks is not told apart, as describe does not. */
export function hiddenOf(shape: ObjectShape, want: Wanted): string[] {
  const hidden = Object.entries(standard).flatMap(([name, fields]) => (visible(shape, fields).length === 0 ? [`account.${name}`] : []))
  for (const name of mappedFields) {
    const field = want.fields[name]
    if (field !== undefined && !fieldOf(shape, field)) hidden.push(`account.${name}`)
  }
  for (const field of want.extra) if (!fieldOf(shape, field)) hidden.push(`account.fields.${field}`)
  return [...new Set(hidden)]
}

export function readAccount(row: Readonly<Record<string, unknown>>, id: string, shape: ObjectShape, want: Wanted): Account {
  const of = (name: string | undefined): unknown => {
    const field = name === undefined ? null : fieldOf(shape, name)
    return field ? row[field.name] : null
  }
  const currency = text(row.CurrencyIsoCode)
  const marketing = decimal(of(want.fields.marketing))
  const lat = number(row.BillingLatitude)
  const lon = number(row.BillingLongitude)
  return {
    ids: idSpellings(id),
    name: text(row.Name) ?? '',
    ownerId: idOf(row.OwnerId),
    type: text(row.Type),
    industry: text(row.Industry),
    employees: number(row.NumberOfEmployees),
    phone: text(row.Phone) ?? text(row.PersonMobilePhone) ?? text(row.PersonHomePhone),
    email: text(row.PersonEmail) ?? text(of(emailField(shape))),
    website: text(row.Website),
    currency,
    createdAt: moment(row.CreatedDate),
    address: {
      street: text(row.BillingStreet),
      city: text(row.BillingCity),
      // Codes are the surer where the org has them.
      region: text(row.BillingStateCode) ?? text(row.BillingState),
      postalCode: text(row.BillingPostalCode),
      country: text(row.BillingCountryCode) ?? text(row.BillingCountry),
    },
    coordinates: lat !== null && lon !== null && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null,
    priority: anyText(of(want.fields.priority)),
    segment: anyText(of(want.fields.segment)),
    marketing: marketing === null ? null : { value: marketing, currency },
    visitMinutes: positive(number(of(want.fields.visitMinutes))),
    former: former(of(want.fields.former), want.formerValues),
    person: row.IsPersonAccount === true ? { email: text(row.PersonEmail), mobile: text(row.PersonMobilePhone) } : null,
    fields: Object.fromEntries(want.extra.map(name => [name, plain(of(name))])),
  }
}

const positive = (n: number | null): number | null => (n !== null && n > 0 ? n : null)

/** A checkbox, or a field some of whose values mean yes. */
function former(value: unknown, yes: Wanted['formerValues']): boolean | null {
  if (value === null || value === undefined || value === '') return null
  if (yes === null) return typeof value === 'boolean' ? value : null
  const said = anyText(value)
  return yes.some(one => String(one) === said)
}

const plain = (value: unknown): string | number | boolean | null => (typeof value === 'number' || typeof value === 'boolean' ? value : text(value))
