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

/** Two characters at a time, with the bits that say which of them are capitals: ids are made by the million. */
const pairs = Array.from({ length: 62 * 62 }, (_, n) => base62[Math.floor(n / 62)]! + base62[n % 62]!)
const isCapital = (digit: number): number => (digit >= 10 && digit < 36 ? 1 : 0)
const capitals = Uint8Array.from(pairs, (_, n) => isCapital(Math.floor(n / 62)) | (isCapital(n % 62) << 1))
/** By the first nine characters: the check of the first five, and what the next four add to the second. */
const heads = new Map<string, { readonly check: string; readonly bits: number }>()

function headOf(head: string): { readonly check: string; readonly bits: number } {
  let known = heads.get(head)
  if (!known) {
    const checked = to18(`${head}000000`)
    known = { check: checked[15]!, bits: checks.indexOf(checked[16]!) }
    heads.set(head, known)
  }
  return known
}

/** The n-th id of an object: prefix, instance, counter. */
export function makeId(prefix: string, n: number, instance = 'Hs'): string {
  const head = `${prefix}${instance}0000`
  const { check, bits } = headOf(head)
  const low = n % 3844
  const rest = Math.floor(n / 3844)
  const middle = rest % 3844
  const high = Math.floor(rest / 3844)
  const caps = capitals[high]! | (capitals[middle]! << 2) | (capitals[low]! << 4)
  return head + pairs[high]! + pairs[middle]! + pairs[low]! + check + checks[bits | ((caps & 1) << 4)]! + checks[caps >> 1]!
}

/** The number that `makeId` put into an id; null for an id of another prefix or instance. */
export function idNumber(prefix: string, id: string, instance = 'Hs'): number | null {
  const head = `${prefix}${instance}0000`
  if (!id.startsWith(head) || (id.length !== 15 && id.length !== 18)) return null
  let n = 0
  for (let i = head.length; i < 15; i++) {
    const code = id.charCodeAt(i)
    n = n * 62 + (code < 58 ? code - 48 : code < 91 ? code - 55 : code - 61)
  }
  return n
}
