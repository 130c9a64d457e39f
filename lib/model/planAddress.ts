/** What is wrong with an address to load a plan from, before anything is asked there. */
export type AddressProblem = 'noAddress' | 'notHttps' | 'withPassword' | 'privateHost'

/** Why no text came from an address. `redirects`: it leads to another, which was not followed. */
export type FetchProblem =
  | { readonly code: AddressProblem | 'redirects' | 'tooLarge' | 'notJson' | 'late' | 'unreachable' | 'notPermitted' }
  | { readonly code: 'status'; readonly status: number }

/** What a server calls the version of a file. */
export interface Stamps {
  readonly etag: string | null
  readonly modified: string | null
}

/**
 * The address as it is asked, or why it is not. Only https, without a name or a password in it, and of no machine that can only be near: loopback, link-local (where clouds
 * keep their credentials), private and reserved numbers, and names that mean such a one.
 */
export function planAddress(typed: string): { readonly address: string } | { readonly problem: AddressProblem } {
  const text = typed.trim()
  if (text === '' || text.length > 2_000) return { problem: 'noAddress' }
  const whole = /^[a-z][a-z\d+.-]*:(?!\d+(?:\/|$))/i.test(text) ? text : `https://${text}`
  if (!URL.canParse(whole)) return { problem: 'noAddress' }
  const url = new URL(whole)
  if (url.protocol !== 'https:') return { problem: 'notHttps' }
  if (url.username !== '' || url.password !== '') return { problem: 'withPassword' }
  if (isPrivate(url.hostname)) return { problem: 'privateHost' }
  // Of a page that is opened, not of a file that is loaded.
  url.hash = ''
  return { address: url.href }
}

/** The URL parser has made every spelling of a number (decimal, octal, short) the usual one by now. */
function isPrivate(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '')
  if (name.startsWith('[')) return !isPublicV6(name.slice(1, -1))
  const numbers = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(name)?.slice(1).map(Number)
  if (numbers) return !isPublicV4(numbers)
  return /(?:^|\.)(?:localhost|localdomain|local|internal|home\.arpa|in-addr\.arpa|ip6\.arpa|invalid|test|onion)$/.test(name) || !name.includes('.')
}

function isPublicV4([a = 0, b = 0, c = 0]: readonly number[]): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false
  if (a === 100 && b >= 64 && b < 128) return false
  if (a === 169 && b === 254) return false
  if (a === 172 && b >= 16 && b < 32) return false
  if (a === 192 && (b === 168 || (b === 0 && (c === 0 || c === 2)) || (b === 88 && c === 99))) return false
  if (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) return false
  return !(a === 203 && b === 0 && c === 113)
}

/** Only what is routed everywhere, less what carries an address of the other kind inside (6to4, Teredo) and what is for books (2001:db8::). */
function isPublicV6(address: string): boolean {
  const first = Number.parseInt(/^[\da-f]+/.exec(address)?.[0] ?? '0', 16)
  if (first < 0x2000 || first > 0x3fff || first === 0x2002) return false
  const second = Number.parseInt(/^[\da-f]+:([\da-f]*)/.exec(address)?.[1] || '0', 16)
  return !(first === 0x2001 && (second === 0xdb8 || second < 0x200))
}
