/** One kind of page: a pattern of its place, and real addresses that it must match; those of every other kind it must not. */
export interface Page {
  readonly path: RegExp
  readonly addresses: readonly string[]
}

const page = (path: RegExp, addresses: readonly string[]): Page => ({ path, addresses })

const account = '(?<id>001[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)'
// Reports are lists. A custom object's key begins with a small letter, a standard one's mostly with a digit.
const record = '(?<id>(?!001|00O)[0-9a-z][A-Za-z0-9]{14}(?:[A-Za-z0-9]{3})?)'
const inLightning = String.raw`^\/lightning\/r\/`
const onSite = String.raw`^site:(?:\/[\w-]+)?`

/**
 * The part of an address that says which page it is: its path; behind it what the old single-page app kept after the `#`; on a site "site:" in front.
 *
 * In a console app the path is the tab that is looked at, and `?ws=` only names the workspace around it, which may be another account's. A
 * workspace that is opened by its address alone is at the app's home: only there `ws` is the page.
 */
export function placeOf(url: URL, site = false): string {
  if (site) return `site:${url.pathname}`
  if (url.pathname === '/one/one.app') return url.pathname + url.hash
  const workspaces = url.pathname === '/lightning/page/home' ? url.searchParams.getAll('ws') : []
  const [workspace = ''] = workspaces
  if (workspaces.length === 1 && workspace.startsWith('/lightning/r/')) return workspace.replace(/[?#].*$/s, '')
  return /\/e$/.test(url.pathname) && url.searchParams.has('clone') ? `${url.pathname}?clone` : url.pathname
}

export const lightningAccount = page(new RegExp(`${inLightning}(?:(?:Account|sObject)\\/)?${account}\\/view\\/?$`), [
  'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abcdeIAA/view',
  'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abcde/view',
  'https://acme.lightning.force.com/lightning/r/001Hs00003abcdeIAA/view',
  'https://acme.lightning.force.com/lightning/r/sObject/001Hs00003abcdeIAA/view',
  'https://acme--uat.sandbox.lightning.force.com/lightning/r/001Hs00003abcde/view',
  'https://acme-dev-ed.develop.lightning.force.com/lightning/r/Account/001Hs00003abcdeIAA/view?ws=%2Flightning%2Fr%2FContact%2F003Hs00004fghijIAA%2Fview',
  'https://acme-dev-ed.trailblaze.lightning.force.com/lightning/r/Account/001Hs00003abcdeIAA/view?queryScope=userFolders',
  'https://acme.my.salesforce.com/lightning/r/Account/001Hs00003abcdeIAA/view',
  // A console's workspace, opened by its address.
  'https://acme.lightning.force.com/lightning/page/home?ws=%2Flightning%2Fr%2FAccount%2F001Hs00003abcdeIAA%2Fview',
  'https://acme.lightning.force.com/lightning/page/home?ws=/lightning/r/001Hs00003abcde/view',
])

export const classicAccount = page(new RegExp(String.raw`^\/${account}$`), [
  'https://acme.my.salesforce.com/001Hs00003abcde',
  'https://acme.my.salesforce.com/001Hs00003abcdeIAA',
  'https://acme.my.salesforce.com/001Hs00003abcde?srPos=0&srKp=001',
  'https://acme--uat.sandbox.my.salesforce.com/001Hs00003abcde#001Hs00003abcde_RelatedContactList',
  'https://power-fun-1234-dev-ed.scratch.my.salesforce.com/001Hs00003abcdeIAA?nooverride=1',
])

/** The record pages of Lightning's first years, still in old mails and bookmarks. */
export const oneAppAccount = page(new RegExp(String.raw`^\/one\/one\.app#\/sObject\/${account}\/view(?:\?.*)?$`, 's'), [
  'https://acme.lightning.force.com/one/one.app#/sObject/001Hs00003abcdeIAA/view',
  'https://acme.lightning.force.com/one/one.app?source=alohaHeader#/sObject/001Hs00003abcde/view?t=1511515151',
])

export const accountEdit = page(new RegExp(String.raw`^\/(?:lightning\/r\/(?:Account\/)?${account}\/edit|${account.replace('<id>', '<classic>')}\/e)$`), [
  'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abcdeIAA/edit',
  'https://acme.lightning.force.com/lightning/r/001Hs00003abcdeIAA/edit?count=1',
  'https://acme.my.salesforce.com/001Hs00003abcde/e?retURL=%2F001Hs00003abcde',
])

export const accountRelated = page(new RegExp(`${inLightning}(?:Account\\/)?${account}\\/related\\/\\w+\\/view\\/?$`), [
  'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abcdeIAA/related/Contacts/view',
  'https://acme.lightning.force.com/lightning/r/001Hs00003abcdeIAA/related/OpenActivities/view?ws=%2Flightning%2Fr%2FAccount%2F001Hs00003abcdeIAA%2Fview',
  'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abcdeIAA/related/Site_Visits__r/view',
])

export const siteAccount = page(new RegExp(`${onSite}(?:\\/s)?\\/(?:account|detail)\\/${account}(?:\\/[^/]*)?\\/?$`), [
  'https://acme.my.site.com/portal/s/account/001Hs00003abcdeIAA',
  'https://acme.my.site.com/portal/s/account/001Hs00003abcdeIAA/dorne-harbor-resort',
  'https://acme.my.site.com/s/detail/001Hs00003abcde',
  'https://acme--uat.sandbox.my.site.com/partners/account/001Hs00003abcdeIAA/dorne',
])

/** A copy in the making: no account yet. */
export const accountClone = page(/^\/(?:lightning\/r\/(?:Account\/)?001\w+\/clone|001\w+\/e\?clone)$/, [
  'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abcdeIAA/clone',
  'https://acme.my.salesforce.com/001Hs00003abcde/e?clone=1&retURL=%2F001Hs00003abcde',
])

export const accountList = page(/^\/(?:lightning\/o\/Account\/\w+|001(?:\/o)?)$/, [
  'https://acme.lightning.force.com/lightning/o/Account/list?filterName=00BHs000001klmnMAA',
  'https://acme.lightning.force.com/lightning/o/Account/home',
  'https://acme.lightning.force.com/lightning/o/Account/new',
  'https://acme.my.salesforce.com/001/o',
  'https://acme.my.salesforce.com/001?fcf=00BHs000001klmn',
])

export const lightningRecord = page(new RegExp(`${inLightning}(?:(?!Account\\/)(?<object>[A-Za-z]\\w*)\\/)?${record}\\/(?:view|edit|related\\/\\w+\\/view)\\/?$`), [
  'https://acme.lightning.force.com/lightning/r/Contact/003Hs00004fghijIAA/view',
  // A subtab of an account's workspace shows the contact.
  'https://acme.lightning.force.com/lightning/r/Contact/003Hs00004fghijIAA/view?ws=%2Flightning%2Fr%2FAccount%2F001Hs00003abcdeIAA%2Fview',
  'https://acme.lightning.force.com/lightning/r/Contact/003Hs00004fghijIAA/related/Opportunities/view',
  'https://acme.lightning.force.com/lightning/r/Opportunity/006Hs00001opqrsIAA/view',
  'https://acme.lightning.force.com/lightning/r/006Hs00001opqrsIAA/view',
  'https://acme.lightning.force.com/lightning/r/Opportunity/006Hs00001opqrs/edit',
  'https://acme.lightning.force.com/lightning/r/Case/500Hs00002tuvwxIAA/view',
  'https://acme.lightning.force.com/lightning/r/Task/00THs00005abcdeMAA/view',
  'https://acme.lightning.force.com/lightning/r/Lead/00QHs00006abcdeMAA/view',
  'https://acme.lightning.force.com/lightning/r/Site_Visit__c/a0BHs00007abcdeMAA/view',
  'https://acme.lightning.force.com/lightning/page/home?ws=%2Flightning%2Fr%2FCase%2F500Hs00002tuvwxIAA%2Fview',
])

export const classicRecord = page(new RegExp(String.raw`^\/(?=\w*\d)${record}(?:\/e)?$`), [
  'https://acme.my.salesforce.com/003Hs00004fghij',
  'https://acme.my.salesforce.com/006Hs00001opqrsIAA?srPos=0',
  'https://acme.my.salesforce.com/00QHs00006abcde/e?retURL=%2F00QHs00006abcde',
  'https://acme.my.salesforce.com/a0BHs00007abcde',
])

export const oneAppRecord = page(new RegExp(String.raw`^\/one\/one\.app#\/sObject\/${record}\/view(?:\?.*)?$`, 's'), [
  'https://acme.lightning.force.com/one/one.app#/sObject/006Hs00001opqrsIAA/view',
])

export const siteRecord = page(new RegExp(`${onSite}(?:\\/s)?\\/[a-z][\\w-]*\\/(?=\\w*\\d)${record}(?:\\/[^/]*)?\\/?$`), [
  'https://acme.my.site.com/portal/s/contact/003Hs00004fghijIAA/jane-roe',
  'https://acme.my.site.com/portal/s/detail/500Hs00002tuvwxIAA',
  'https://acme.my.site.com/s/case/500Hs00002tuvwxIAA/broken-mower',
  'https://acme.my.site.com/partners/opportunity/006Hs00001opqrsIAA',
])

export const elsewhere = page(/^(?:\/(?:|lightning\/(?:page|n|setup|o\/(?!Account\/)).*|home\/.*|one\/one\.app(?:#(?!\/sObject\/).*)?|secur\/.*|apex\/.*|setup\/.*|services\/.*)|site:.*\/(?:|s\/|login|recordlist\/.*))$/, [
  'https://acme.lightning.force.com/lightning/page/home',
  'https://acme.lightning.force.com/lightning/page/home?ws=%2Flightning%2Fo%2FAccount%2Flist',
  'https://acme.lightning.force.com/lightning/page/home?ws=%2Flightning%2Fr%2FAccount%2F001Hs00003abcdeIAA%2Fview&ws=%2Flightning%2Fr%2FAccount%2F001Hs00003zzzzzIAA%2Fview',
  'https://acme.lightning.force.com/lightning/n/Territory_Planning?ws=%2Flightning%2Fr%2FAccount%2F001Hs00003abcdeIAA%2Fview',
  'https://acme.lightning.force.com/lightning/o/Opportunity/pipelineInspection',
  'https://acme.lightning.force.com/lightning/setup/SetupOneHome/home',
  'https://acme.lightning.force.com/one/one.app#eyJjb21wb25lbnREZWYiOiJmb3JjZVNlYXJjaCJ9',
  'https://acme.my.salesforce.com/home/home.jsp',
  'https://acme.my.salesforce.com/?ec=302&startURL=%2F001Hs00003abcde',
  'https://acme.my.salesforce.com/secur/frontdoor.jsp?retURL=%2F001Hs00003abcde',
  'https://acme.my.salesforce.com/apex/AccountPlan?id=001Hs00003abcde',
  'https://acme.my.site.com/portal/s/',
  'https://acme.my.site.com/portal/s/recordlist/Account/Default?id=001Hs00003abcdeIAA',
])

/** Those that show an account, and those that show another record. */
export const accountPages = [lightningAccount, classicAccount, oneAppAccount, accountEdit, accountRelated, siteAccount] as const
export const recordPages = [lightningRecord, classicRecord, oneAppRecord, siteRecord] as const
/** All kinds of page, for the test that none of them matches another's address. */
export const pages = {
  lightningAccount, classicAccount, oneAppAccount, accountEdit, accountRelated, siteAccount, accountClone, accountList,
  lightningRecord, classicRecord, oneAppRecord, siteRecord, elsewhere,
} as const

/** The id of the account that a place shows, as it stands there; null: no account page. */
export function accountIn(place: string): string | null {
  for (const { path } of accountPages) {
    const groups = path.exec(place)?.groups
    const id = groups?.id ?? groups?.classic
    if (id !== undefined) return id
  }
  return null
}

/** The other record that a place shows, with the object where the address names one. */
export function recordIn(place: string): { readonly id: string; readonly object: string | null } | null {
  for (const { path } of recordPages) {
    const groups = path.exec(place)?.groups
    if (groups?.id !== undefined) return { id: groups.id, object: groups.object === undefined || groups.object === 'sObject' ? null : groups.object }
  }
  return null
}
