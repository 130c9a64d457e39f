/** The lines of a CSV text one by one, each a list of its cells, as RFC 4180 has it: quotes are doubled, and cells in quotes may hold separators and line breaks. */
export function* csvLines(written: string, separator = ','): Generator<string[], undefined> {
  let cells: string[] = []
  let at = written.startsWith('\uFEFF') ? 1 : 0
  while (at < written.length) {
    let cell = ''
    if (written[at] === '"') {
      let from = at + 1
      for (;;) {
        const quote = written.indexOf('"', from)
        const end = quote === -1 ? written.length : quote
        cell += written.slice(from, end)
        at = end + 1
        if (written[at] !== '"') break
        cell += '"'
        from = at + 1
      }
    } else {
      const end = endOf(written, at, separator)
      cell = written.slice(at, end)
      at = end
    }
    cells.push(cell)
    if (written[at] === separator) {
      at++
      // A line that ends in a separator has an empty cell after it.
      if (at < written.length && !isBreak(written[at]!)) continue
      cells.push('')
    }
    if (written[at] === '\r') at++
    if (written[at] === '\n') at++
    yield cells
    cells = []
  }
  return undefined
}

const isBreak = (character: string): boolean => character === '\n' || character === '\r'

function endOf(written: string, from: number, separator: string): number {
  let at = from
  while (at < written.length && written[at] !== separator && !isBreak(written[at]!)) at++
  return at
}
