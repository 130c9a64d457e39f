/**
 * An org's own domain, "My Domain": `acme`, `acme--uat.sandbox`, `acme-dev-ed.develop`. Lightning and the API are two hosts of it.
 * login., help., trailhead.salesforce.com and the like are not of this form; nor are Visualforce, setup and file hosts, which show no record page.
 */
const lightningHost = /^(?<domain>[a-z0-9][a-z0-9-]*(?:\.[a-z]+)?)\.lightning\.force\.com$/
const apiHost = /^(?<domain>[a-z0-9][a-z0-9-]*(?:\.[a-z]+)?)\.my\.salesforce\.com$/

/** The origin that answers the API of the org whose page this is; null: no org's page. */
export function orgOf(url: URL): string | null {
  // Never the host of another port or scheme: the cookie of the session is sent there.
  if (url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return null
  const domain = (lightningHost.exec(url.hostname) ?? apiHost.exec(url.hostname))?.groups?.domain
  return domain === undefined ? null : `https://${domain}.my.salesforce.com`
}

/** The Lightning origin of an org. */
export const lightningOf = (org: string): string => org.replace(/\.my\.salesforce\.com$/, '.lightning.force.com')
