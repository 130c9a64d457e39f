import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planDocuments } from '../../tests/planDocuments'
import { parsePlan } from './planFile'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

describe('for any plan', () => {
  it('an unknown key anywhere is refused with its path', () => {
    const unknown = fc.oneof(fc.stringMatching(/^zz[a-z0-9]{0,12}$/), fc.constantFrom('toString', 'constructor', '__proto__', 'hasOwnProperty', 'x y', '', 'a.b', 'ä'))
    fc.assert(fc.property(planDocuments, unknown, fc.nat(), (document, key, at) => {
      const places = objectsIn(document as Json, '')
      const place = places[at % places.length]!
      const text = withKey(document as Json, place.object, key)
      const path = /^[\p{L}_]\w*$/u.test(key) ? `${place.path}${place.path && '.'}${key}` : `${place.path}[${JSON.stringify(key)}]`
      const reading = parsePlan(text)
      expect(!reading.ok && reading.problems.map(problem => problem.path)).toContain(path)
    }), { numRuns: 200 })
  })

  it('text of any kind is answered, never thrown at', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.json().map(json => `{"turfside":1,"reps":${json},"territories":${json},"kare":${json},"rates":${json}}`)), text => {
      expect(parsePlan(text).ok).toBe(false)
    }), { numRuns: 500 })
  })

  it('a slip in the JSON is found exactly where JSON.parse would refuse the text', () => {
    fc.assert(fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', '\\', 'x', '0', '-', '{', '\n'), (json, cut, slip) => {
      const text = json.slice(0, cut % (json.length + 1)) + slip
      let accepted = true
      try {
        JSON.parse(text)
      } catch {
        accepted = false
      }
      const reading = parsePlan(text)
      const codes = reading.ok ? [] : reading.problems.map(({ message }) => message.code)
      expect(codes.includes('notJson') || codes.includes('fileEmpty')).toBe(!accepted)
    }), { numRuns: 2000 })
  })
})

/** Every object of the document whose keys are the schema's, with its path. */
function objectsIn(value: Json, path: string): { object: object; path: string }[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => objectsIn(item, `${path}[${i}]`))
  if (typeof value !== 'object' || value === null) return []
  // In these any text is a key.
  const free = /\.(fields|amounts)$/.test(path) && path !== 'fields'
  return [...(free ? [] : [{ object: value, path }]), ...Object.entries(value).flatMap(([key, member]) => objectsIn(member, free ? `${path}["-"]` : path ? `${path}.${key}` : key).filter(() => !free))]
}

/** The document as text, with a key more in one of its objects. As text, for an object cannot be given a `__proto__` by name. */
function withKey(document: Json, object: object, key: string): string {
  const write = (value: Json): string => {
    if (Array.isArray(value)) return `[${value.map(write).join(',')}]`
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)
    const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${write(member)}`)
    if (value === object) members.push(`${JSON.stringify(key)}:1`)
    return `{${members.join(',')}}`
  }
  return write(document)
}
