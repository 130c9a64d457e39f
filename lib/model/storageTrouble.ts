/**
 * How this browser's storage ails:
 * - `full`: no room, though all that can be read again was given up;
 * - `blocked`: the browser lets the extension keep nothing (a setting, a policy, a private window);
 * - `newer`: a newer version of the extension has written what lies there;
 * - `outdated`: a newer version has taken over while this page was open;
 * - `held`: an older page has the data open and does not let go of it;
 * - `broken`: any other error, by its name.
 */
export interface StorageTrouble {
  readonly kind: 'full' | 'blocked' | 'newer' | 'outdated' | 'held' | 'broken'
  /** The error's name, as the browser or `opening.ts` gives it. */
  readonly name: string
}

const kinds: Readonly<Record<string, StorageTrouble['kind']>> = {
  QuotaExceededError: 'full',
  SecurityError: 'blocked', InvalidStateError: 'blocked', MissingAPIError: 'blocked',
  NewerDataError: 'newer', VersionError: 'newer',
  OutdatedPageError: 'outdated',
  HeldUpError: 'held',
}

export const storageTrouble = (name: string): StorageTrouble => ({ kind: kinds[name] ?? 'broken', name })

/** What happened to the stored data, and is over. */
export type StorageNote =
  /** The browser had cleared it all: what nobody can say again is back. */
  | { readonly kind: 'wiped'; readonly at: number }
  /** There was no room, and so many of these were given up for it. */
  | ({ readonly kind: 'madeRoom'; readonly at: number } & GivenUp)

export interface GivenUp {
  readonly accounts: number
  readonly lists: number
  /** Whole books, of one user of one org each. */
  readonly books: number
}
