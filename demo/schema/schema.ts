import { account, contact, lead, personFields, personOfContact, siteVisit, supportCase } from './accounts'
import { event, eventRelation, task, taskStatus } from './activities'
import { pick, text, type FieldDef, type ObjectDef } from './field'
import {
  accountTerritory, currencyType, datedRate, group, organization, profile, territory, territoryModel, territoryType, user, userRole, userTerritory,
} from './org'
import { listView, report } from './lists'
import { campaign, campaignMember, lineItem, opportunity, opportunityStage, pricebook, pricebookEntry, product } from './sales'

/** The objects of one org, found by name in any case. */
export interface Schema {
  readonly objects: readonly ObjectDef[]
  object(name: string): ObjectDef | undefined
  field(object: ObjectDef, name: string): FieldDef | undefined
  byPrefix(id: string): ObjectDef | undefined
  /** Child lists of an object: "Contacts" of Account is Contact by AccountId. */
  children(object: ObjectDef): readonly { readonly name: string; readonly object: ObjectDef; readonly field: FieldDef }[]
}

const base: readonly ObjectDef[] = [
  account, contact, lead, supportCase, siteVisit, opportunity, opportunityStage, lineItem, product, pricebook, pricebookEntry, task, taskStatus, event, eventRelation,
  campaign, campaignMember,
  user, profile, userRole, group, organization, territory, territoryModel, territoryType, accountTerritory, userTerritory, listView, report,
]
const withCurrency = new Set([
  'Account', 'Contact', 'Lead', 'Case', 'Site_Visit__c', 'Opportunity', 'OpportunityLineItem', 'PricebookEntry', 'Product2', 'Task', 'Event', 'Campaign', 'CampaignMember',
])
export const currencies = ['USD', 'CAD', 'EUR']

/** What an org has or has not switched on. */
export interface Features {
  readonly multiCurrency?: boolean
  /** Dated exchange rates (advanced currency management), in an org of several currencies; default: on. */
  readonly datedRates?: boolean
  readonly personAccounts?: boolean
  /** Enterprise Territory Management; default: on. */
  readonly territories?: boolean
  /** The admin has made a field for the marks of touches: an external id, unique, on tasks and on events. */
  readonly markField?: boolean
}

const territoryObjects = new Set([territory, territoryModel, territoryType, accountTerritory, userTerritory])

export function createSchema({ multiCurrency = false, datedRates = true, personAccounts = false, territories = true, markField = false }: Features): Schema {
  const iso = pick('CurrencyIsoCode', currencies, { restricted: true, defaultValue: 'USD', label: 'Currency ISO Code' })
  const mark = text('Turfside_Mark__c', 80, { externalId: true, label: 'Turfside Mark' })
  const more = (o: ObjectDef): readonly FieldDef[] => [
    ...(multiCurrency && withCurrency.has(o.name) ? [iso] : []),
    ...(personAccounts && o === account ? personFields : []),
    ...(markField && (o === task || o === event) ? [mark] : []),
    ...(personAccounts && o === contact ? personOfContact : []),
  ]
  const objects = [
    ...base.filter(o => territories || !territoryObjects.has(o)).map(o => ({ ...o, fields: [...o.fields, ...more(o)] })),
    ...(multiCurrency ? [currencyType, ...(datedRates ? [datedRate] : [])] : []),
  ]
  const byName = new Map(objects.map(o => [o.name.toLowerCase(), o]))
  const byKey = new Map(objects.map(o => [o.keyPrefix, o]))
  const fields = new Map(objects.map(o => [o.name, new Map(o.fields.map(f => [f.name.toLowerCase(), f]))]))
  const children = new Map(objects.map(parent => [parent.name, objects.flatMap(child =>
    child.fields.filter(f => f.childName !== null && f.referenceTo.includes(parent.name)).map(f => ({ name: f.childName!, object: child, field: f })))]))
  return {
    objects,
    object: name => byName.get(name.toLowerCase()),
    field: (o, name) => fields.get(o.name)?.get(name.toLowerCase()),
    byPrefix: id => byKey.get(id.slice(0, 3)),
    children: o => children.get(o.name) ?? [],
  }
}
