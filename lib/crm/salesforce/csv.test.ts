import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvLines } from './csv'

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

it('reads back whatever was written in quotes', () => {
  const table = fc.integer({ min: 1, max: 5 }).chain(width => fc.array(fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'é', ' ', '') }), { minLength: width, maxLength: width }), { maxLength: 8 }))
  fc.assert(fc.property(table, fc.constantFrom('\n', '\r\n'), (lines, ending) => {
    expect([...csvLines(lines.map(cells => cells.map(quoted).join(',') + ending).join(''))]).toEqual(lines)
  }))
})

it.each([
  ['', []], ['a', [['a']]], ['a,b\n1,2\n', [['a', 'b'], ['1', '2']]], ['a,\n,b\r\n', [['a', ''], ['', 'b']]], ['"a', [['a']]], ['\uFEFF"Id"\n', [['Id']]], ['a\n\nb', [['a'], [''], ['b']]],
])('reads %j', (written, lines) => {
  expect([...csvLines(written)]).toEqual(lines)
})
