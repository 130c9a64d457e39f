import type { ListRef } from '../adapter'
import { canonicalId } from './ids'

/** What a page that lists records lists; `ListRef` without the org. */
export type ListPage = Pick<ListRef, 'kind' | 'object' | 'id'>

/** One kind of list page: how it is known. */
export type ListKind = (url: URL) => ListPage | null

/** Objects whose rows are accounts or have one in `AccountId`, by the key prefix that every org shares. */
export const objectsWithAccounts: Readonly<Record<string, string>> = {
  '001': 'Account', '003': 'Contact', '006': 'Opportunity', '500': 'Case', '800': 'Contract', '801': 'Order', '02i': 'Asset', '00T': 'Task', '00U': 'Event',
}
const known = new Set(Object.values(objectsWithAccounts))

const view = (object: string, id: string): ListPage => ({ kind: 'view', object, id })
const report = (id: string): ListPage => ({ kind: 'report', object: null, id })
const search = (id: string): ListPage => ({ kind: 'search', object: null, id })

/** The records of an object that the user looked at last: what a list shows that no view was chosen for. */
export const recent = '__Recent'

/** By the view's id or its name; without either, Lightning shows what was looked at last. */
const lightningView: ListKind = ({ pathname, searchParams }) => {
  const object = /^\/lightning\/o\/(\w+)\/list\/?$/.exec(pathname)?.[1]
  const filter = searchParams.get('filterName') ?? recent
  return object !== undefined && known.has(object) && /^\w{1,120}$/.test(filter) ? view(object, viewId(filter) ?? filter) : null
}

const classicView: ListKind = ({ pathname, searchParams }) => {
  const object = objectsWithAccounts[/^\/(\w{3})$/.exec(pathname)?.[1] ?? '']
  const id = viewId(searchParams.get('fcf') ?? '')
  return object === undefined || id === null ? null : view(object, id)
}

const reportPage: ListKind = ({ pathname }) => {
  const id = /^(?:\/lightning\/r(?:\/Report)?\/(00O\w{12}(?:\w{3})?)\/view\/?|\/(00O\w{12}(?:\w{3})?))$/.exec(pathname)
  const whole = canonicalId(id?.[1] ?? id?.[2] ?? '')
  return whole === null ? null : report(whole)
}

/** Lightning keeps what was searched for behind the hash, as JSON in base 64. */
const lightningSearch: ListKind = ({ pathname, hash, searchParams }) => {
  if (pathname === '/lightning/search') return said(searchParams.get('term') ?? searchParams.get('searchTerm') ?? '')
  return pathname === '/one/one.app' ? said(termIn(hash.slice(1))) : null
}

const classicSearch: ListKind = ({ pathname, searchParams }) => (pathname === '/_ui/search/ui/UnifiedSearchResults' ? said(searchParams.get('str') ?? '') : null)

/** Real addresses with what each lists; those of every other kind a kind must not match. Apart, so that the extension does not carry them. */
export const listAddresses: Readonly<Record<string, readonly (readonly [address: string, lists: ListPage])[]>> = {
  lightningView: [
      ['https://acme.lightning.force.com/lightning/o/Account/list?filterName=00BHs00000klmnoMAA', view('Account', '00BHs00000klmnoMAA')],
      ['https://acme.lightning.force.com/lightning/o/Account/list?filterName=AllAccounts', view('Account', 'AllAccounts')],
      ['https://acme--uat.sandbox.lightning.force.com/lightning/o/Account/list?filterName=__Recent', view('Account', '__Recent')],
      ['https://acme.lightning.force.com/lightning/o/Account/list', view('Account', '__Recent')],
      ['https://acme.lightning.force.com/lightning/o/Opportunity/list?filterName=ClosingThisMonth&slv=split', view('Opportunity', 'ClosingThisMonth')],
      ['https://acme.lightning.force.com/lightning/o/Contact/list?filterName=sales__Partners', view('Contact', 'sales__Partners')],
  ],
  classicView: [
      ['https://acme.my.salesforce.com/001?fcf=00BHs00000klmno', view('Account', '00BHs00000klmnoMAA')],
      ['https://acme.my.salesforce.com/006?fcf=00BHs00000klmno&rolodexIndex=-1&page=1', view('Opportunity', '00BHs00000klmnoMAA')],
  ],
  reportPage: [
      ['https://acme.lightning.force.com/lightning/r/Report/00OHs00000pqrstMAA/view?queryScope=userFolders', report('00OHs00000pqrstMAA')],
      ['https://acme.lightning.force.com/lightning/r/00OHs00000pqrst/view', report('00OHs00000pqrstMAA')],
      ['https://acme.my.salesforce.com/00OHs00000pqrst', report('00OHs00000pqrstMAA')],
  ],
  lightningSearch: [
      ['https://acme.lightning.force.com/one/one.app#eyJjb21wb25lbnREZWYiOiJmb3JjZVNlYXJjaDpzZWFyY2hQYWdlRGVza3RvcCIsImF0dHJpYnV0ZXMiOnsidGVybSI6ImFjbWUifX0=', search('acme')],
      ['https://acme.lightning.force.com/one/one.app#eyJjb21wb25lbnREZWYiOiJmb3JjZVNlYXJjaDpzZWFyY2hQYWdlRGVza3RvcCIsImF0dHJpYnV0ZXMiOnsidGVybSI6IlPDtmhuZSDmoKoifX0%3D', search('Söhne 株')],
      ['https://acme.lightning.force.com/lightning/search?term=union%20square', search('union square')],
  ],
  classicSearch: [
      ['https://acme.my.salesforce.com/_ui/search/ui/UnifiedSearchResults?searchType=2&sen=001&sen=003&str=acme+lawn', search('acme lawn')],
  ],
}

export const listKinds: Readonly<Record<string, ListKind>> = { lightningView, classicView, reportPage, lightningSearch, classicSearch }

/** What the page at an address of an org lists; null: it is no list of which we know that it has accounts. */
export function listIn(url: URL): ListPage | null {
  for (const read of Object.values(listKinds)) {
    const page = read(url)
    if (page) return page
  }
  return null
}

const viewId = (id: string): string | null => (/^00B\w{12}(?:\w{3})?$/.test(id) ? canonicalId(id) : null)

const longestTerm = 200

function said(term: string | null): ListPage | null {
  const trimmed = term?.trim().slice(0, longestTerm) ?? ''
  return trimmed === '' ? null : search(trimmed)
}

function termIn(hash: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(decodeURIComponent(hash)), letter => letter.charCodeAt(0))
    const page = JSON.parse(new TextDecoder().decode(bytes)) as { componentDef?: unknown; attributes?: { term?: unknown; values?: { term?: unknown } } } | null
    if (typeof page?.componentDef !== 'string' || !page.componentDef.startsWith('forceSearch:')) return null
    const term = page.attributes?.term ?? page.attributes?.values?.term
    return typeof term === 'string' ? term : null
  } catch {
    // Another of Lightning's pages keeps something else there.
    return null
  }
}
