/** As `structuredClone`, and quicker for what is plain data, which is nearly all that is stored. */
export function cloned(real: typeof structuredClone, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'function' || typeof value === 'symbol') throw new DOMException('could not be cloned', 'DataCloneError')
    return value
  }
  if (Array.isArray(value)) return value.map(item => cloned(real, item))
  const kind: unknown = Object.getPrototypeOf(value)
  if (kind !== Object.prototype && kind !== null) return real(value)
  const made: Record<string, unknown> = {}
  for (const key of Object.keys(value)) made[key] = cloned(real, (value as Record<string, unknown>)[key])
  return made
}
