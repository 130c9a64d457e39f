import browser from 'webextension-polyfill'
import { readNote, storageNoteKey } from '../cache/storageNote'
import type { StorageNote } from '../model/storageTrouble'

/** Tells what became of the stored data and was not read yet, now and from now on; null: nothing, or it has been read on some page. */
export function followNote(tell: (note: StorageNote | null) => void): void {
  void readNote(browser.storage.local).then(tell)
  browser.storage.onChanged.addListener((changes, area) => {
    if (area === 'local' && storageNoteKey in changes) tell((changes[storageNoteKey]!.newValue as StorageNote | undefined) ?? null)
  })
}
