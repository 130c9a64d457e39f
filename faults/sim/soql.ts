/** As much of SOQL as Turfside's adapter speaks of the objects that are there. What it does not understand it refuses, so that no query is answered by chance. */

export type Row = Readonly<Record<string, unknown>>

const shape = /^SELECT (.+) FROM (\w+)(?: WHERE (.+?))?(?: ORDER BY (\w+)( DESC)?)?(?: LIMIT (\d+))?$/
const condition = /^(\w+) (=|>=|<=|>|<|!=) (?:'((?:[^'\\]|\\.)*)'|(null|true|false|[\d-]+(?:T[\d:.+Z-]+)?))$/

export function select(soql: string, rowsOf: (object: string) => Iterable<Row> | null, all: boolean): Row[] | 'malformed' | 'noObject' {
  const parts = shape.exec(soql)
  if (!parts) return 'malformed'
  const [, fields = '', object = '', where, by, descending, limit] = parts
  const source = rowsOf(object)
  if (source === null) return 'noObject'
  const tests: ((row: Row) => boolean)[] = []
  if (object !== 'EventRelation') {
    for (const one of where?.split(' AND ') ?? []) {
      const test = testOf(one)
      if (test === null) return 'malformed'
      tests.push(test)
    }
  }
  const found: Row[] = []
  for (const row of source) if ((all || row.IsDeleted !== true) && tests.every(test => test(row))) found.push(row)
  if (by !== undefined) {
    const sign = descending ? -1 : 1
    found.sort((a, b) => (text(a[by]) < text(b[by]) ? -sign : text(a[by]) > text(b[by]) ? sign : 0))
  }
  const names = fields.split(', ')
  return found.slice(0, limit === undefined ? 2_000 : Number(limit)).map(row => project(row, names))
}

function testOf(one: string): ((row: Row) => boolean) | null {
  const parts = condition.exec(one)
  if (!parts) return null
  const [, name = '', sign, quoted, bare] = parts
  const wanted = quoted !== undefined ? quoted.replace(/\\(.)/g, '$1') : bare === 'null' ? null : bare === 'true' ? true : bare === 'false' ? false : bare!
  switch (sign) {
    case '=':
      return row => (row[name] ?? null) === wanted
    case '!=':
      return row => (row[name] ?? null) !== wanted
    default:
      return row => row[name] != null && compare(text(row[name]), sign!, text(wanted))
  }
}

function compare(a: string, sign: string, b: string): boolean {
  switch (sign) {
    case '>=':
      return a >= b
    case '<=':
      return a <= b
    case '>':
      return a > b
    default:
      return a < b
  }
}

const text = (value: unknown): string => (value == null ? '' : String(value))

function project(row: Row, names: readonly string[]): Row {
  const made: Record<string, unknown> = {}
  for (const name of names) {
    const [head, tail] = name.split('.') as [string, string?]
    made[head] = tail === undefined ? (row[head] ?? null) : (row[head] ?? null)
  }
  return made
}
