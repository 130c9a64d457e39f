/** Cells of a CSV file that a spreadsheet opens: text stays text, whatever is in it. */

/** What a spreadsheet takes for the beginning of a formula, also in full width, also behind blanks and characters that nobody sees. */
const formula = /^[\s\p{C}]*[=+\-@＝＋－＠]/u

/** Where a spreadsheet whose separator is another begins a cell inside of ours, and what then stands at its beginning. */
const inner = /([;,|\t\r\n][\s\p{C}"']*)(?=[=+\-@＝＋－＠])/gu

/**
 * One cell. Text is always quoted; an apostrophe goes before what would be a formula, at the text's beginning and behind anything inside it at which a
 * spreadsheet may begin a cell. A number is written as it is, and is no text; null is an empty cell.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  // Some readers end a cell at a zero byte.
  const text = value.replaceAll('\0', '').replace(inner, "$1'")
  return `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}

/** A whole file: a line a row, with the mark by which spreadsheets know UTF-8. */
export const csvText = (rows: readonly (readonly (string | number | null)[])[]): string => `\ufeff${rows.map(row => row.map(csvCell).join(',')).join('\r\n')}\r\n`
