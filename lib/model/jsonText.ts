/**
 * JSON read with its place in the text. `JSON.parse` says where it stumbled in as many ways as there are browsers, and takes the last of
 * two equal keys without a word: in a document that people write by hand both matter.
 */
export type JsonReading =
  | { readonly ok: true; readonly value: unknown; readonly doubles: readonly Path[] }
  /** Line and column from 1, columns in UTF-16 units. */
  | { readonly ok: false; readonly line: number; readonly column: number }

export type Path = readonly (string | number)[]

export function readJson(text: string): JsonReading {
  const scan = scanned(text)
  if ('stop' in scan) return { ok: false, ...placeOf(text, scan.stop) }
  return { ok: true, value: JSON.parse(text), doubles: scan.doubles }
}

function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split(/\r\n|\r|\n/)
  return { line: before.length, column: before.at(-1)!.length + 1 }
}

interface Level {
  /** The keys seen; null in a list. */
  readonly keys: Set<string> | null
  at: string | number
}

const blank = /[ \t\r\n]*/y
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const word = /true|false|null/y

/** Where the text stops being JSON, else the paths of keys that stand there twice. Keeps its own stack, so depth is no matter. */
function scanned(text: string): { stop: number } | { doubles: Path[] } {
  const levels: Level[] = []
  const doubles: Path[] = []
  let at = 0

  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    if (!pattern.test(text)) return false
    at = pattern.lastIndex
    return true
  }

  /** Reads a key and its colon in the object at the top; false: there is none. */
  function key(): boolean {
    skip(blank)
    const end = endOfString(text, at)
    if (end.stop !== undefined) {
      at = end.stop
      return false
    }
    const name = JSON.parse(text.slice(at, end.after)) as string
    const top = levels.at(-1)!
    top.at = name
    if (top.keys!.has(name)) doubles.push(levels.map(level => level.at))
    top.keys!.add(name)
    at = end.after
    skip(blank)
    if (text[at] !== ':') return false
    at++
    return true
  }

  /** Reads up to and with the next simple value; true: a value is complete, false: a level was opened, null: stuck. */
  function value(): boolean | null {
    skip(blank)
    const open = text[at]
    if (open === '{' || open === '[') {
      at++
      skip(blank)
      if (text[at] === (open === '{' ? '}' : ']')) {
        at++
        return true
      }
      levels.push(open === '{' ? { keys: new Set(), at: '' } : { keys: null, at: 0 })
      return open === '{' ? (key() ? false : null) : false
    }
    if (open === '"') {
      const end = endOfString(text, at)
      at = end.stop ?? end.after
      return end.stop === undefined ? true : null
    }
    return skip(number) || skip(word) ? true : null
  }

  for (;;) {
    const complete = value()
    if (complete === null) return { stop: at }
    if (!complete) continue
    // Close what ends here, then go on to the next member.
    for (;;) {
      skip(blank)
      const top = levels.at(-1)
      if (!top) return at === text.length ? { doubles } : { stop: at }
      if (text[at] === ',') {
        at++
        if (top.keys ? !key() : false) return { stop: at }
        if (!top.keys) top.at = (top.at as number) + 1
        break
      }
      if (text[at] !== (top.keys ? '}' : ']')) return { stop: at }
      at++
      levels.pop()
    }
  }
}

const escapes = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/** Where the string that begins here ends; `stop`: where it breaks off. */
function endOfString(text: string, start: number): { after: number; stop?: undefined } | { stop: number; after: number } {
  if (text[start] !== '"') return { stop: start, after: start }
  let at = start + 1
  for (;;) {
    const code = text.charCodeAt(at)
    if (code === 0x22) return { after: at + 1 }
    // NaN, past the end, is not over 0x1f either.
    if (!(code > 0x1f)) return { stop: at, after: at }
    if (code !== 0x5c) {
      at++
      continue
    }
    escapes.lastIndex = at
    if (!escapes.test(text)) return { stop: at, after: at }
    at = escapes.lastIndex
  }
}
