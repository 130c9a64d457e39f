/** Errors by which IndexedDB says that this browser cannot keep or give data: full, blocked, broken. Dexie keeps their names, or wraps them. */
const names = new Set([
  'QuotaExceededError', 'UnknownError', 'InvalidStateError', 'SecurityError', 'VersionError', 'AbortError', 'OpenFailedError', 'DatabaseClosedError', 'MissingAPIError', 'TimeoutError',
  'NotReadableError', 'NewerDataError', 'OutdatedPageError', 'HeldUpError',
])

/** The name of the storage's error at the bottom of this one; null: it is none. */
export function storageError(error: unknown): string | null {
  let found: string | null = null
  // Dexie's errors wrap the browser's, an aborted transaction names what aborted it, and one for many rows has an error for each.
  for (let at: unknown = error, depth = 0; at !== null && typeof at === 'object' && depth < 5; depth++) {
    const { name, inner, failures } = at as { name?: unknown; inner?: unknown; failures?: readonly unknown[] }
    at = inner ?? failures?.[0]
    if (typeof name === 'string' && names.has(name)) found = name
  }
  return found
}
