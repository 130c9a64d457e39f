import { recognise } from '../../lib/crm/sites'

/**
 * The match pattern of the host that a person typed, with or without a scheme or a path. A port is kept where the browser takes one in
 * a pattern; Firefox does not.
 */
export function originPattern(address: string, portless: boolean): { readonly host: string; readonly pattern: string } | { readonly problem: 'noAddress' | 'notWeb' } {
  const typed = address.trim()
  if (typed === '') return { problem: 'noAddress' }
  const hasScheme = /^[a-z][a-z0-9+.-]*:(?!\d+(?:\/|$))/i.test(typed)
  // "localhost:8000" is a host with a port, not a scheme.
  const whole = hasScheme ? typed : `https://${typed}`
  if (!URL.canParse(whole)) return { problem: 'noAddress' }
  const url = new URL(whole)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: 'notWeb' }
  // What a pattern cannot say (a wildcard, a blank) is no host.
  if (!/^(?:[\p{L}\p{N}_-]+\.)*[\p{L}\p{N}_-]+$/u.test(url.hostname) && !/^\[[\da-f:.]+\]$/i.test(url.hostname)) return { problem: 'noAddress' }
  return { host: url.host, pattern: `${url.protocol}//${portless ? url.hostname : url.host}/*` }
}

/** A CRM that we know by its address may answer its API at another host than its pages': that one is asked for with it. */
export function apiPattern(host: string): string[] {
  const page = recognise(`https://${host}/`)
  const org = page === null ? null : page.page === 'account' ? page.ref.org : page.org
  const api = org === null ? null : new URL(org)
  return api === null || api.host === host ? [] : [`${api.origin}/*`]
}
