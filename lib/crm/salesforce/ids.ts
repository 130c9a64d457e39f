const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/** The three characters that make a case-sensitive 15-character id safe where case is lost: a bit for each capital. */
export function suffixOf(id15: string): string {
  let suffix = ''
  for (let block = 0; block < 15; block += 5) {
    let bits = 0
    for (let i = 0; i < 5; i++) {
      const code = id15.charCodeAt(block + i)
      if (code >= 65 && code <= 90) bits |= 1 << i
    }
    suffix += alphabet.charAt(bits)
  }
  return suffix
}

/** The 18-character spelling by which ids are compared; null when it is no id, also when the suffix is not the id's own. */
export function canonicalId(id: string): string | null {
  if (!/^(?:[A-Za-z0-9]{15}|[A-Za-z0-9]{18})$/.test(id)) return null
  const short = id.slice(0, 15)
  const full = short + suffixOf(short)
  return id.length === 15 || id === full ? full : null
}

/** An id to ask the CRM about. One of 18 characters with another's suffix is taken as it stands: to know it or not is the CRM's. */
export const askableId = (id: string): string | null => canonicalId(id) ?? (/^[A-Za-z0-9]{18}$/.test(id) ? id : null)

/** Every spelling of a record's id, the canonical first; of one that is not in Salesforce's form there is only itself. */
export const idSpellings = (id: string): readonly string[] => (id.length === 18 ? [id, id.slice(0, 15)] : [id])

/** An id as the API gave it, canonical where it is one; null for anything else. */
export function idOf(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null
  return canonicalId(value) ?? value
}

/** The kinds of record that Turfside touches, by the key prefix every org shares. */
export const prefixes = { account: '001', user: '005', task: '00T', event: '00U', lead: '00Q' } as const
