import { fold } from '../geo/fold'

/**
 * Finds names by what a person types: plain text, never a pattern or a query. Folded: case, accents and punctuation do not count. First the names that begin with it, then
 * those in which a word does, those that hold it anywhere, and those in which each typed word begins one; the shorter name first.
 *
 * @param rows kept as they are; each name is folded once
 * @returns a search for at most so many of them
 */
export function nameSearch<T extends { readonly name: string }>(rows: readonly T[]): (text: string, most: number) => T[] {
  const names = rows.map(row => ({ row, folded: fold(row.name), raw: row.name.toLowerCase() }))
  return (text, most) => {
    const wanted = fold(text)
    // Signs that folding drops (emoji) are looked for as they stand.
    const raw = wanted === '' ? text.trim().toLowerCase() : ''
    if (wanted === '' && raw === '') return []
    const words = wanted.split(' ')
    const found: { row: T; rank: number; folded: string }[] = []
    for (const name of names) {
      const rank = wanted === '' ? (name.raw.includes(raw) ? 0 : null) : rankOf(name.folded, wanted, words)
      if (rank !== null) found.push({ row: name.row, rank, folded: name.folded })
    }
    found.sort((a, b) => a.rank - b.rank || a.folded.length - b.folded.length || (a.folded < b.folded ? -1 : a.folded > b.folded ? 1 : 0))
    return found.slice(0, most).map(({ row }) => row)
  }
}

/** 0 the best; null: no match. */
function rankOf(name: string, wanted: string, words: readonly string[]): number | null {
  if (name === wanted) return 0
  if (name.startsWith(wanted)) return 1
  if (name.includes(` ${wanted}`)) return 2
  if (name.includes(wanted)) return 3
  return words.length > 1 && words.every(word => name.startsWith(word) || name.includes(` ${word}`)) ? 4 : null
}
