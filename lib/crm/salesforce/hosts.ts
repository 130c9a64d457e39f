/**
 * An org's own domain, "My Domain": `acme`, `acme--uat.sandbox`, `acme-dev-ed.develop`. Lightning and the API are two hosts of it.
 * login., help., trailhead.salesforce.com and the like are not of this form; nor are Visualforce, setup and file hosts, which show no record page.
 */
const domain = String.raw`(?<domain>[a-z0-9][a-z0-9-]*(?:\.[a-z]+)?)`

/** Where the pages of an org are, and its API. The first line is everyone's; the others' hosts are granted by those who have them. */
const clouds = [
  { pages: ['lightning.force.com'], api: 'my.salesforce.com', sites: 'my.site.com' },
  // US government, and its successor on Hyperforce.
  { pages: ['lightning.force.mil', 'lightning.crmforce.mil'], api: 'my.salesforce.mil', sites: null },
  // China.
  { pages: ['lightning.sfcrmapps.cn'], api: 'my.sfcrmproducts.cn', sites: null },
] as const

const hostsOf = (suffix: string): RegExp => new RegExp(`^${domain}\\.${suffix.replaceAll('.', '\\.')}$`)
const known = clouds.flatMap(({ pages, api, sites }) => [
  ...[...pages, api].map(suffix => ({ host: hostsOf(suffix), api, site: false })),
  // An Experience Cloud site: the org's records on pages of another making.
  ...(sites === null ? [] : [{ host: hostsOf(sites), api, site: true }]),
])

/** Microsoft Defender for Cloud Apps puts itself between browser and CRM, under the CRM's host with a tail of its own. */
const proxy = /\.(?:mcas\.ms|mcas-gov\.(?:us|ms)|[a-z]{2}\d?\.cas\.ms)$/

export interface OrgHost {
  /** The origin that answers the API. */
  readonly org: string
  /** A page of an Experience Cloud site. */
  readonly site: boolean
  /** The page comes through a proxy that keeps the session to itself: its address without that; else null. */
  readonly direct: string | null
}

/** The org whose page this is; null: no org's page. */
export function orgOf(url: URL): OrgHost | null {
  // Never the host of another port or scheme: the cookie of the session is sent there.
  if (url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return null
  const hostname = url.hostname.replace(proxy, '')
  const direct = hostname === url.hostname ? null : `https://${hostname}${url.pathname}${url.search}${url.hash}`
  for (const { host, api, site } of known) {
    const own = host.exec(hostname)?.groups?.domain
    if (own !== undefined) return { org: `https://${own}.${api}`, site, direct }
  }
  return null
}

/** The origin of an org's pages. Where there are several such hosts the API's own goes on to the right one. */
export function lightningOf(org: string): string {
  const cloud = clouds.find(({ api }) => org.endsWith(`.${api}`))
  return cloud && cloud.pages.length === 1 ? org.slice(0, -cloud.api.length) + cloud.pages[0] : org
}
