import type { DBCoreTable, DBCoreTransaction, Dexie, IndexableType } from 'dexie'
import { canBeReadAgain, fits } from './fits'

interface Named {
  readonly name?: unknown
  readonly message?: unknown
  readonly inner?: unknown
}
const object = (value: unknown): value is Named => typeof value === 'object' && value !== null

/** How browsers say that they have a row and have lost what was in it: large values lie in files of their own. */
const isLost = (error: unknown): boolean => object(error)
  && (error.name === 'NotReadableError' || (error.name === 'DataError' && /read/i.test(String(error.message))) || isLost(error.inner))

/**
 * Rows that are damaged are as if they were not there: what a browser cannot give back, and what has not the shape on which the code leans. What the CRM
 * can say again is removed, so that it is asked; the outbox is never touched.
 */
export function withoutDamage(db: Dexie): void {
  db.use({ stack: 'dbcore', name: 'damage', create: core => ({ ...core, table: name => whole(core.table(name), keys => remove(db, name, keys)) }) })
}

function whole(table: DBCoreTable, damaged: (keys: IndexableType[]) => void): DBCoreTable {
  const { name, schema: { primaryKey } } = table
  if (name === 'outbox') return table
  const kept = (row: unknown, key: IndexableType): unknown => {
    if (row === undefined || fits(name, row)) return row
    damaged([key])
    return undefined
  }
  const getOne = (trans: DBCoreTransaction, key: IndexableType): Promise<unknown> => table.get({ trans, key }).then(row => kept(row, key), (error: unknown) => {
    if (!isLost(error)) throw error
    damaged([key])
    return undefined
  })
  return {
    ...table,
    get: request => table.get(request).then(row => kept(row, request.key), (error: unknown) => {
      if (!isLost(error)) throw error
      damaged([request.key])
      return undefined
    }),
    getMany: request => table.getMany(request).then(
      rows => rows.map((row, i) => kept(row, request.keys[i])),
      (error: unknown) => {
        if (!isLost(error)) throw error
        return Promise.all(request.keys.map(key => getOne(request.trans, key)))
      },
    ),
    query: request => table.query(request).then(
      answer => {
        if (!request.values || answer.result.every(row => fits(name, row))) return answer
        const [good, bad] = [answer.result.filter(row => fits(name, row)), answer.result.filter(row => !fits(name, row))]
        damaged(bad.flatMap(row => (primaryKey.extractKey && object(row) ? [primaryKey.extractKey(row) as IndexableType] : [])))
        return { ...answer, result: good }
      },
      async (error: unknown) => {
        if (!request.values || !isLost(error)) throw error
        // One of them is lost, and the browser does not say which.
        const { result: keys } = await table.query({ ...request, values: false })
        const rows = await Promise.all(keys.map(key => getOne(request.trans, key)))
        return { result: rows.filter(row => row !== undefined) }
      },
    ),
  }
}

/** Later, and only what is still damaged then: it may have been read anew meanwhile. */
function remove(db: Dexie, name: string, keys: IndexableType[]): void {
  console.warn(`${keys.length} damaged rows of ${name} are as if they were not there`)
  if (!canBeReadAgain(name)) return
  const table = db.table(name)
  setTimeout(() => void db.transaction('rw', table, async () => {
    const rows = await table.bulkGet(keys)
    await table.bulkDelete(keys.filter((_, i) => rows[i] === undefined))
  }).catch((error: unknown) => console.warn('Damaged rows could not be removed', error)))
}
