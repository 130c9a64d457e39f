/** "crm|org" taken apart. */
export function partsOf(key: string): { crm: string; org: string } {
  const bar = key.indexOf('|')
  return { crm: key.slice(0, bar), org: key.slice(bar + 1) }
}
