import type { KeyedArea } from './outboxMirror'

interface Extension {
  readonly storage?: { readonly local?: KeyedArea }
}

/** The extension's `storage.local`, which browsers do not clear to make room; null outside a browser. */
export function localArea(): KeyedArea | null {
  const at = globalThis as { readonly browser?: Extension; readonly chrome?: Extension }
  return at.browser?.storage?.local ?? at.chrome?.storage?.local ?? null
}
