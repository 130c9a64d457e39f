import { changeBook, forgetBook, newBook, type BookRow } from '../cache/bookStore'
import { ok, type Result } from '../crm/adapter'
import type { BookOrder } from '../messages'
import type { BookParts } from './bookSync'
import { currentSpace } from './space'

/**
 * Does what the user wants of the book of whoever is signed in at the org; a sync under way sees it before its next request. It begins none.
 */
export async function orderBook(parts: BookParts, crm: string, org: string, order: BookOrder): Promise<Result<null>> {
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
