/** Salesforce's record ids: 15 case-sensitive characters, or those and three more that make them safe to compare in any case. */

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const checks = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'
const shape = /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/

export const isId = (text: string): boolean => shape.test(text)

/** The 18-character spelling. */
export function to18(id: string): string {
  if (id.length !== 15) return id
  let suffix = ''
  for (let block = 0; block < 3; block++) {
    let bits = 0
    for (let i = 0; i < 5; i++) {
      const code = id.charCodeAt(block * 5 + i)
      if (code >= 65 && code <= 90) bits |= 1 << i
    }
    suffix += checks[bits]
  }
  return id + suffix
}

/** The n-th id of an object: prefix, instance, counter. */
export function makeId(prefix: string, n: number, instance = 'Hs'): string {
  let tail = ''
  for (let rest = n; tail.length < 6; rest = Math.floor(rest / 62)) tail = base62[rest % 62]! + tail
  return to18(`${prefix}${instance}0000${tail}`)
}

/** The number that `makeId` put into an id; null for an id of another prefix or instance. */
export function idNumber(prefix: string, id: string, instance = 'Hs'): number | null {
  const head = `${prefix}${instance}0000`
  if (!id.startsWith(head) || (id.length !== 15 && id.length !== 18)) return null
  let n = 0
  for (let i = head.length; i < 15; i++) n = n * 62 + base62.indexOf(id[i]!)
  return n
}
