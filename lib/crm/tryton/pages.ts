import type { PageRef } from '../adapter'

/**
 * What an address of Tryton's web client (sao) shows. The client lives at the root of its host and keeps the page behind the hash:
 * `#<database>/model/<model>/<id>;<how it is shown>`. Any host may run one, so the shape is kept to strictly: a wrong match is worse than none.
 */

export const id = 'tryton'

interface Pattern {
  readonly matches: RegExp
  /** Addresses that it must match, and no other pattern may. */
  readonly examples: readonly string[]
}

/** Origin and database: together they name the org that answers the API. */
const client = String.raw`^(?<origin>https?:\/\/[^/?#\s@]+)\/(?:index\.html)?(?:\?[^#]*)?#(?<database>[A-Za-z0-9_][\w.-]*)`

export const accountPage: Pattern = {
  matches: new RegExp(String.raw`${client}\/model\/party\.party\/(?<id>[1-9]\d{0,15})(?:;.*)?$`, 's'),
  examples: [
    'http://localhost:8000/#crm/model/party.party/1',
    'http://localhost:8000/#crm/model/party.party/1;name=%22Parties%22&views=%5B73%2C74%5D',
    'https://erp.example.com/#acme_prod/model/party.party/48213;name="Parties"&views=[73,74]',
    'https://erp.example.com:8443/index.html?lang=en#acme-2/model/party.party/7;',
  ],
}

/** What has a party, by its model. */
export const partyModels = { 'sale.opportunity': 'deal', 'sale.sale': 'order', 'account.invoice': 'invoice', 'party.address': 'record', 'party.contact_mechanism': 'record' } as const
const models = Object.keys(partyModels).map(model => model.replace('.', String.raw`\.`)).join('|')

export const recordPage: Pattern = {
  matches: new RegExp(String.raw`${client}\/model\/(?<model>${models})\/(?<id>[1-9]\d{0,15})(?:;.*)?$`, 's'),
  examples: [
    'http://localhost:8000/#crm/model/sale.opportunity/12;views=%5B201%5D',
    'http://localhost:8000/#crm/model/sale.sale/3',
    'https://erp.example.com/#acme_prod/model/account.invoice/77;name="Invoices"',
    'https://erp.example.com/#acme_prod/model/party.address/9',
  ],
}

export const otherPage: Pattern = {
  matches: new RegExp(String.raw`${client}\/(?:model|wizard|report)\/(?!(?:party\.party|${models})\/[1-9]\d{0,15}(?:;|$))[a-z_]+(?:\.[a-z_]+)+(?:\/[^;]*)?(?:;.*)?$`, 's'),
  examples: [
    'http://localhost:8000/#crm/model/party.party;name=%22Parties%22&views=%5B74%2C73%5D',
    'http://localhost:8000/#crm/model/party.party/-1;views=%5B73%5D',
    'http://localhost:8000/#crm/model/sale.opportunity;views=%5B201%5D',
    'http://localhost:8000/#crm/model/product.template/12',
    'https://erp.example.com/#acme_prod/wizard/account.create_chart',
    'https://erp.example.com/#acme_prod/report/party.label;data=%7B%7D',
  ],
}

/** Pages that look alike and are none of Tryton's. */
export const strangers: readonly string[] = [
  'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abcdeIAA/view',
  'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abcdeIAA/view#crm/model/party.party/1',
  'https://acme.my.salesforce.com/001Hs00003abcde',
  'https://example.com/',
  'https://example.com/#crm',
  'https://example.com/docs/#crm/model/party.party/1',
  'https://example.com/#crm/model/party',
  'https://example.com/#readme/model/overview',
  'https://user@example.com/#crm/model/party.party/1',
  'file:///#crm/model/party.party/1',
  'chrome-extension://abc/#crm/model/party.party/1',
  'https://example.com/?next=http://localhost:8000/#/model/party.party/1',
  'not an address',
  '',
]

export function recognise(url: string): PageRef | null {
  const account = accountPage.matches.exec(url)?.groups
  if (account) {
    const org = orgOf(account)
    // A number in another spelling ("1e3", "007") is no id; a party has one address.
    return org === null ? null : { page: 'account', ref: { crm: id, org, id: account.id! } }
  }
  const record = recordPage.matches.exec(url)?.groups
  if (record) {
    const org = orgOf(record)
    return org === null ? null : { page: 'record', crm: id, org, object: record.model!, id: record.id! }
  }
  const other = otherPage.matches.exec(url)?.groups
  if (!other) return null
  const org = orgOf(other)
  return org === null ? null : { page: 'other', crm: id, org }
}

function orgOf(groups: Readonly<Record<string, string | undefined>>): string | null {
  const { origin, database } = groups
  // The URL parser has the last word on what a host is, and spells it one way.
  return URL.canParse(origin!) ? `${new URL(origin!).origin}/${database}` : null
}

/** "http://localhost:8000/crm" → where the page is, and the name of the database. */
export function partsOf(org: string): { readonly origin: string, readonly database: string } {
  const slash = org.lastIndexOf('/')
  return { origin: org.slice(0, slash), database: org.slice(slash + 1) }
}

export function addressOf(org: string, partyId: string): string {
  const { origin, database } = partsOf(org)
  return `${origin}/#${database}/model/party.party/${partyId}`
}
