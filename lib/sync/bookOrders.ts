import { changeBook, forgetBook, newBook, type BookRow } from '../cache/bookStore'
import type { Result } from '../crm/adapter'
import { ok } from '../crm/adapter'
import { syncBooks, type BookParts } from './bookSync'
import { currentSpace } from './space'

/** What a user can want of the book of an org. */
export type BookOrder = 'on' | 'off' | 'pause' | 'resume' | 'cancel' | 'now' | 'forget'

/**
 * Does what the user wants of the book of whoever is signed in at the org; a sync under way sees it before its next request. Answers once it is kept; reading goes on behind.
 */
export async function orderBook(parts: BookParts, crm: string, org: string, order: BookOrder, signal: AbortSignal): Promise<Result<null>> {
  const { db } = parts
  const session = await currentSpace(db, crm, org, parts.connect(crm, org), parts.now())
  if (!session.ok) return session
  const { space, key } = session.value
  if (order === 'forget') await forgetBook(db, space, true)
  else {
    if (order === 'on') await db.transaction('rw', db.books, async () => {
      if (!(await db.books.get(space))) await db.books.add(newBook(space, key, 'user'))
    })
    await changeBook(db, space, row => changed(row, order))
  }
  void syncBooks(parts, signal).catch((error: unknown) => console.warn('The book could not be brought up to date', error))
  return ok(null)
}

function changed(row: BookRow, order: Exclude<BookOrder, 'forget'>): BookRow {
  switch (order) {
    case 'on': return { ...row, on: 'user', halted: null, waiting: null, nextAt: 0 }
    case 'off': return { ...row, on: 'off', halted: null, waiting: null }
    case 'pause': return { ...row, halted: 'paused' }
    case 'resume': return { ...row, halted: null }
    case 'cancel': return row.sync ? { ...row, halted: 'cancelled', waiting: null } : row
    // A limit is not the user's to lift: it is looked at again before the first request.
    case 'now': return { ...row, halted: null, waiting: null, nextAt: 0, anyway: true }
  }
}
