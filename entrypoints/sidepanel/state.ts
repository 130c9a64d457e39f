import { computed, signal } from '@preact/signals'
import type { LogForm, Toast } from '../../components/panel/view'
import type { BelongingRow, OutboxRow, PeerRow, PlanRow, RecordRow, StarterRow, TroubleRow } from '../../lib/cache/db'
import { inForceOf } from '../../lib/cache/planStore'
import type { RecordRef } from '../../lib/crm/adapter'
import type { MappedField } from '../../lib/model/snapshot'
import { storageTrouble, type StorageNote, type StorageTrouble } from '../../lib/model/storageTrouble'
import { storageError } from '../../lib/cache/storageError'

/** What the cache holds for the account that the panel shows; each account's own, never carried over to the next. */
export interface Cached {
  readonly ref: RecordRef
  /** Null: it is not known (yet) whose session this is, so nothing cached may be shown. */
  readonly space: string | null
  readonly record: RecordRow | null
  readonly trouble: TroubleRow | null
  readonly outbox: readonly OutboxRow[]
  readonly waitingInAll: number
  /** `PanelView.clockOff`. */
  readonly clockOff: number | null
  /** The status of what is a lead; null: it is none, or has no status. */
  readonly leadStatus?: string | null
  /** The options' field mapping of this org. */
  readonly mapped: Readonly<Partial<Record<MappedField, string>>>
  /** The starter plan of this space; null: none was asked for yet. */
  readonly starter: StarterRow | null
}

/** What the cache holds of the record that the page shows, while that is no account. */
export interface Whose {
  readonly row: BelongingRow | null
  readonly trouble: TroubleRow | null
}

export const whose = signal<Whose | null>(null)
export const cached = signal<Cached | null>(null)
/** What was read and could not be kept: shown where the cache has nothing. */
export const unkept = signal<Cached | null>(null)
export const known = computed(() => (cached.value?.record || !unkept.value ? cached.value : unkept.value))
export const imported = signal<PlanRow | null | 'loading'>('loading')
/** The starter plan of the space that a page without a single account shows. */
export const pageStarter = signal<StarterRow | null>(null)
/** The plan in force: the imported one, else the starter plan of the space that is shown. */
export const plan = computed(() => (imported.value === 'loading' ? 'loading' : imported.value ?? inForceOf(cached.value?.starter ?? pageStarter.value)))
export const peers = signal<readonly PeerRow[]>([])
export const toast = signal<Toast | null>(null)
export const form = signal<LogForm | null>(null)

/** How the storage ails as this page sees it, and as the background told it last. */
export const ownStorage = signal<StorageTrouble | null>(null)
export const backgroundStorage = signal<StorageTrouble | null>(null)
export const storage = computed(() => ownStorage.value ?? backgroundStorage.value)
/** What became of the stored data and was not read yet. */
export const storageNote = signal<StorageNote | null>(null)
/** Counts how often the database was opened anew: what was shown of it may be gone, and is read again. */
export const reopened = signal(0)

export function reportStorage(error: unknown): void {
  const name = storageError(error)
  // Anything else is a bug, and is reported as one.
  if (name === null) throw error
  ownStorage.value = storageTrouble(name)
}
