/** "crm|org" at the beginning of a space ("crm|org|id of the org|user") or of a memo's key ("crm|org|name"). An address holds no bar. */
export const orgOf = (key: string): string => key.split('|').slice(0, 2).join('|')

/** The space of what happened before it was known whose it is, "crm|org||". */
export const isNobody = (space: string): boolean => space.endsWith('||')
