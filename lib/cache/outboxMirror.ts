/** A store of named values, as `browser.storage.local` is one. */
export interface KeyedArea {
  /** Null: all of them. */
  get(keys: null | string | string[]): Promise<Record<string, unknown>>
  set(items: Record<string, unknown>): Promise<void>
  remove(keys: string | string[]): Promise<void>
}
