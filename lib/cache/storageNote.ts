import type { StorageNote } from '../model/storageTrouble'
import type { KeyedArea } from './outboxMirror'

/** What happened to the stored data and is over: told on every page until it has been read. */
export const storageNoteKey = 'storage|note'

/** Leaves a note; what was given up adds up until it has been read. */
export async function leaveNote(area: KeyedArea | null, note: StorageNote): Promise<void> {
  if (!area) return
  const before = (await area.get(storageNoteKey))[storageNoteKey] as StorageNote | undefined
  const sum = note.kind === 'madeRoom' && before?.kind === 'madeRoom'
    ? { ...note, accounts: note.accounts + before.accounts, lists: note.lists + before.lists, books: note.books + before.books }
    : note
  await area.set({ [storageNoteKey]: sum })
}

export const readNote = async (area: KeyedArea | null): Promise<StorageNote | null> => ((await area?.get(storageNoteKey))?.[storageNoteKey] as StorageNote | undefined) ?? null

export const dismissNote = async (area: KeyedArea | null): Promise<void> => area?.remove(storageNoteKey)
