import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvCell, csvText } from './csv'

/** As spreadsheets read: a cell that begins with a quote ends with one, and what follows up to the separator is taken as it stands. */
function readCsv(text: string, separator: string): string[][] {
  const rows: string[][] = [[]]
  let at = text.startsWith('\ufeff') ? 1 : 0
  while (at < text.length) {
    let cell = ''
    if (text[at] === '"') {
      at++
      for (;;) {
        if (at >= text.length) break
        if (text[at] === '"' && text[at + 1] === '"') { cell += '"'; at += 2 } else if (text[at] === '"') { at++; break } else cell += text[at++]
      }
    }
    while (at < text.length && text[at] !== separator && text[at] !== '\r' && text[at] !== '\n') cell += text[at++]
    rows.at(-1)!.push(cell)
    if (text[at] === separator) at++
    else {
      at += text.startsWith('\r\n', at) ? 2 : 1
      if (at < text.length) rows.push([])
    }
  }
  return rows
}

const isFormula = (cell: string): boolean => /^[=+\-@＝＋－＠]/.test(cell.replace(/^[\s\p{C}]+/u, ''))

const piece = fc.constantFrom('=', '+', '-', '@', '＝', '"', '""', "'", ';', ',', '\t', '\r', '\n', '\r\n', ' ', '\u200b', '\u202e', '\ufeff', '\0', '|', 'cmd', 'HYPERLINK("http://x.example","a")', 'Å', '1')
const hostile = fc.array(piece, { maxLength: 12 }).map(parts => parts.join(''))

it.each([
  ['=1+1', `"'=1+1"`],
  [' \u200b=1', `"' \u200b=1"`],
  ['+49 30 1234', `"'+49 30 1234"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['＝1', `"'＝1"`],
  ['\t-2', `"\t'-2"`],
  ['Dorne; =cmd', `"Dorne; '=cmd"`],
  ['Said "no"', '"Said ""no"""'],
  ['a-b = c', '"a-b = c"'],
  ['', '""'],
  [-12.5, '-12.5'],
  [Number.NaN, ''],
  [null, ''],
])('the cell of %j is %s', (value, cell) => expect(csvCell(value)).toBe(cell))

it('no text is a formula, whichever character a spreadsheet separates by', () => {
  fc.assert(fc.property(fc.array(fc.array(hostile, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }), rows => {
    for (const separator of [',', ';', '\t', '|']) expect(readCsv(csvText(rows), separator).flat().filter(isFormula)).toEqual([])
  }), { numRuns: 3000 })
})

it('a text comes back whole, but for the apostrophes that guard it and bytes of zero', () => {
  fc.assert(fc.property(fc.array(fc.oneof(hostile, fc.string({ unit: 'grapheme' })), { minLength: 1, maxLength: 4 }), cells => {
    const bare = (text: string) => text.replaceAll("'", '').replaceAll('\0', '')
    expect(readCsv(csvText([cells]), ',').map(row => row.map(bare))).toEqual([cells.map(bare)])
  }), { numRuns: 2000 })
})
