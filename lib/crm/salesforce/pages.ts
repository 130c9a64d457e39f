/** One kind of page: a pattern of its path, and real addresses that it must match; those of every other kind it must not. */
export interface Page {
  readonly path: RegExp
  readonly addresses: readonly string[]
}

const page = (path: RegExp, addresses: readonly string[]): Page => ({ path, addresses })

// The path alone decides. In a console app `?ws=` names the workspace tab around the shown record, which may be another account's.
export const lightningAccount = page(/^\/lightning\/r\/(?:Account\/)?(?<id>001[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)\/view\/?$/, [
  'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abcdeIAA/view',
  'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abcde/view',
  'https://acme.lightning.force.com/lightning/r/001Hs00003abcdeIAA/view',
  'https://acme--uat.sandbox.lightning.force.com/lightning/r/001Hs00003abcde/view',
  'https://acme-dev-ed.develop.lightning.force.com/lightning/r/Account/001Hs00003abcdeIAA/view?ws=%2Flightning%2Fr%2FContact%2F003Hs00004fghijIAA%2Fview',
  'https://acme-dev-ed.trailblaze.lightning.force.com/lightning/r/Account/001Hs00003abcdeIAA/view?queryScope=userFolders',
  'https://acme.my.salesforce.com/lightning/r/Account/001Hs00003abcdeIAA/view',
])

export const classicAccount = page(/^\/(?<id>001[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)$/, [
  'https://acme.my.salesforce.com/001Hs00003abcde',
  'https://acme.my.salesforce.com/001Hs00003abcdeIAA',
  'https://acme.my.salesforce.com/001Hs00003abcde?srPos=0&srKp=001',
  'https://acme--uat.sandbox.my.salesforce.com/001Hs00003abcde#001Hs00003abcde_RelatedContactList',
  'https://power-fun-1234-dev-ed.scratch.my.salesforce.com/001Hs00003abcdeIAA?nooverride=1',
])

export const accountEdit = page(/^\/(?:lightning\/r\/(?:Account\/)?001\w+\/(?:edit|clone)|001\w+\/e)$/, [
  'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abcdeIAA/edit',
  'https://acme.lightning.force.com/lightning/r/001Hs00003abcdeIAA/edit?count=1',
  'https://acme.my.salesforce.com/001Hs00003abcde/e?retURL=%2F001Hs00003abcde',
])

export const accountList = page(/^\/(?:lightning\/o\/Account\/\w+|001(?:\/o)?)$/, [
  'https://acme.lightning.force.com/lightning/o/Account/list?filterName=00BHs000001klmnMAA',
  'https://acme.lightning.force.com/lightning/o/Account/home',
  'https://acme.lightning.force.com/lightning/o/Account/new',
  'https://acme.my.salesforce.com/001/o',
  'https://acme.my.salesforce.com/001?fcf=00BHs000001klmn',
])

export const accountRelated = page(/^\/lightning\/r\/(?:Account\/)?001\w+\/related\/\w+\/view$/, [
  'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abcdeIAA/related/Contacts/view',
  'https://acme.lightning.force.com/lightning/r/001Hs00003abcdeIAA/related/OpenActivities/view?ws=%2Flightning%2Fr%2FAccount%2F001Hs00003abcdeIAA%2Fview',
])

export const otherRecord = page(/^\/(?:lightning\/r\/(?!Account\/)[A-Za-z]\w*\/\w+\/view|lightning\/r\/(?!001)\w{15,18}\/view|(?!001)[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?)$/, [
  'https://acme.lightning.force.com/lightning/r/Contact/003Hs00004fghijIAA/view',
  'https://acme.lightning.force.com/lightning/r/Contact/003Hs00004fghijIAA/view?ws=%2Flightning%2Fr%2FAccount%2F001Hs00003abcdeIAA%2Fview',
  'https://acme.lightning.force.com/lightning/r/Opportunity/006Hs00001opqrsIAA/view',
  'https://acme.lightning.force.com/lightning/r/006Hs00001opqrsIAA/view',
  'https://acme.my.salesforce.com/003Hs00004fghij',
])

export const elsewhere = page(/^\/(?:|lightning\/(?:page|n|setup|o\/(?!Account\/)).*|home\/.*|one\/one\.app|secur\/.*|apex\/.*|setup\/.*|services\/.*)$/, [
  'https://acme.lightning.force.com/lightning/page/home',
  'https://acme.lightning.force.com/lightning/n/Territory_Planning',
  'https://acme.lightning.force.com/lightning/o/Opportunity/pipelineInspection',
  'https://acme.lightning.force.com/lightning/setup/SetupOneHome/home',
  'https://acme.lightning.force.com/one/one.app#eyJjb21wb25lbnREZWYiOiJmb3JjZVNlYXJjaCJ9',
  'https://acme.my.salesforce.com/home/home.jsp',
  'https://acme.my.salesforce.com/?ec=302&startURL=%2F001Hs00003abcde',
  'https://acme.my.salesforce.com/secur/frontdoor.jsp?retURL=%2F001Hs00003abcde',
  'https://acme.my.salesforce.com/apex/AccountPlan?id=001Hs00003abcde',
])

/** Those that show an account. */
export const accountPages = [lightningAccount, classicAccount] as const
/** All kinds of page, for the test that none of them matches another's address. */
export const pages = { lightningAccount, classicAccount, accountEdit, accountList, accountRelated, otherRecord, elsewhere } as const

/** The id in an account page's path, as it stands there; null: no account page. */
export function accountIn(path: string): string | null {
  for (const { path: pattern } of accountPages) {
    const id = pattern.exec(path)?.groups?.id
    if (id !== undefined) return id
  }
  return null
}
