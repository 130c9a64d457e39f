/** The version of the tables in `db.ts`; a browser counts ten of its own for each, of which Dexie may use some. */
export const dataVersion = 5

/** The highest of the browser's versions that is still this one. */
export const newestNative = dataVersion * 10 + 9
