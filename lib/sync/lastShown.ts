import browser from 'webextension-polyfill'
import type { RecordRef } from '../crm/adapter'

/** The account that was shown last, kept until the browser closes and only in its memory: distances in lists are counted from it. */

const key = 'lastShown'

export const rememberShown = (ref: RecordRef): Promise<void> => browser.storage.session.set({ [key]: ref })

export const lastShown = async (): Promise<RecordRef | null> => ((await browser.storage.session.get(key))[key] as RecordRef | undefined) ?? null

export const forgetShown = (): Promise<void> => browser.storage.session.remove(key)
