import { describe, expect, it } from 'vitest'
import { fullPlan } from '../../tests/planDocuments'
import { parsePlan, planSizeLimit, planVersion } from './planFile'
import { planSchema } from './plan'
import { checks, sentences, type Node } from './planShape'
import { problemCodes } from './planProblem'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** The problems of a plan file as "path: code". */
const problemsOf = (text: string): string[] => {
  const reading = parsePlan(text)
  return reading.ok ? [] : reading.problems.map(({ path, message }) => `${path}: ${message.code}`)
}

const copy = (): Record<string, Json> => structuredClone(fullPlan) as unknown as Record<string, Json>

/** The full plan with one place changed; `undefined` takes the key out. */
function changed(path: string, value: Json | undefined): string {
  const document = copy()
  const steps = path.split('.')
  let at: Record<string, Json> = document
  for (const step of steps.slice(0, -1)) at = at[step] as Record<string, Json>
  if (value === undefined) delete at[steps.at(-1)!]
  else at[steps.at(-1)!] = value
  return JSON.stringify(document)
}

describe('a plan file', () => {
  it('is taken with every key there is', () => {
    expect(problemsOf(JSON.stringify(fullPlan))).toEqual([])
  })

  it('is taken with a byte order mark in front', () => {
    expect(parsePlan(`\ufeff${JSON.stringify(fullPlan)}`).ok).toBe(true)
  })

  it.each([
    ['', ': fileEmpty'],
    [' \n ', ': fileEmpty'],
    ['[]', ': notPlan'],
    ['null', ': notPlan'],
    ['"plan"', ': notPlan'],
    ['12', ': notPlan'],
    ['{}', ': noVersion'],
    ['{"name":"x"}', ': noVersion'],
    ['{"turfside":2,"whatever":true}', 'turfside: newerVersion'],
    ['{"turfside":0}', 'turfside: olderVersion'],
    ['{"turfside":-1}', 'turfside: olderVersion'],
    ['{"turfside":"1"}', 'turfside: badVersion'],
    ['{"turfside":1.5}', 'turfside: badVersion'],
    ['{"turfside":null}', 'turfside: badVersion'],
  ])('that is %j is refused as a whole', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem])
  })

  it.each([
    ['{"turfside": 1,}', '1', '16'],
    ['{\n  "turfside": 1,\n  "name": Acme\n}', '3', '11'],
    ['{\r\n  "turfside": 1\r\n  "name": "Acme"\r\n}', '3', '3'],
    ['{"turfside": 1', '1', '15'],
    ['{"turfside": 01}', '1', '15'],
    ['{"turfside": 1} x', '1', '17'],
    ['<!DOCTYPE html>', '1', '1'],
    ['{"a": "tab\there"}', '1', '11'],
    ['{"a": "bad \\x escape"}', '1', '12'],
    ["{'turfside': 1}", '1', '2'],
    ['{"a": NaN}', '1', '7'],
    ['// plan\n{}', '1', '1'],
  ])('that is no JSON is told where: %j', (text, line, column) => {
    expect(parsePlan(text)).toEqual({ ok: false, more: 0, problems: [{ path: '', message: { code: 'notJson', values: { line, column } } }] })
  })

  it('is told a key that stands in it twice, where JSON would take the last in silence', () => {
    const text = JSON.stringify(fullPlan).replace('"currency":"USD"', '"currency":"EUR","currency":"USD"').replace('"lapseDays":365', '"lapseDays":365,"lapseD\\u0061ys":1')
    expect(problemsOf(text)).toEqual(['currency: keyTwice', 'kare.lapseDays: keyTwice'])
  })

  it('of 50 MB is refused before it is looked into', () => {
    const reading = parsePlan(' '.repeat(50_000_000))
    expect(reading).toMatchObject({ problems: [{ message: { code: 'fileTooLarge', values: { megabytes: '50', limit: String(planSizeLimit / 1e6) } } }] })
  })

  it('nested ten thousand deep does no harm', () => {
    expect(problemsOf(`{"turfside":1,"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`)).toContain('x: unknownKey')
    expect(problemsOf('['.repeat(100_000))).toEqual([': notJson'])
  })

  it('of version 1 is what this Turfside writes', () => {
    expect(planVersion).toBe(1)
  })
})

describe('a plan is told of every problem at its deepest path', () => {
  it.each<[string, Json | undefined, string[]]>([
    ['kolor', 'red', ['kolor: unknownKey']],
    ['toString', 1, ['toString: unknownKey']],
    ['territories.0.areas.0', { sttes: ['US-NY'] }, ['territories[0].areas[0].sttes: unknownKeyNear']],
    ['territories.0.areas.0', { colour: 'red' }, ['territories[0].areas[0].colour: unknownKey']],
    ['territories.0.areas.0', {}, ['territories[0].areas[0]: areaShape']],
    ['territories.0.areas.0', 'US-NY', ['territories[0].areas[0]: areaShape']],
    ['territories.0.areas.0', { country: 'US', postalCode: ['10019'] }, ['territories[0].areas[0].postalCode: unknownKeyNear']],
    ['territories.0.areas.0', { country: 'US', postalCodes: ['10019', 10020] }, ['territories[0].areas[0].postalCodes[1]: expectedText']],
    ['territories.0.areas.0', { postalCodes: ['10019'] }, ['territories[0].areas[0]: missingKey']],
    ['territories.0.areas.0', { states: ['New York'] }, ['territories[0].areas[0].states[0]: notState']],
    ['territories.0.areas.0', { counties: ['36061'] }, ['territories[0].areas[0].counties[0]: notCounty']],
    ['territories.0.areas.0', { states: [] }, ['territories[0].areas[0].states: empty']],
    ['territories.0.areas.0', { polygon: { type: 'Circle', coordinates: [] } }, ['territories[0].areas[0].polygon.type: expectedOneOf']],
    ['territories.0.areas.0', { polygon: { coordinates: [] } }, ['territories[0].areas[0].polygon: missingKey']],
    ['territories.0.areas.0', { polygon: { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 99]]] } },
      ['territories[0].areas[0].polygon.coordinates[0]: ringOpen', 'territories[0].areas[0].polygon.coordinates[0][3]: notPosition']],
    ['territories.0.areas.0', { polygon: { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1]]] } }, ['territories[0].areas[0].polygon.coordinates[0]: shortRing']],
    ['territories.0.areas.0', { polygon: { type: 'MultiPolygon', coordinates: [[[[0, 0], [1, 0], [1, 1], [0, 1]]]] } }, ['territories[0].areas[0].polygon.coordinates[0][0]: ringOpen']],
    ['territories.0.segments.0', {}, ['territories[0].segments[0]: emptySegment']],
    ['territories.0.segments.0', { fields: { Size__c: 'big' } }, ['territories[0].segments[0].fields.Size__c: fieldRuleShape']],
    ['territories.0.segments.0', { fields: { Size__c: { atleast: 3 } } }, ['territories[0].segments[0].fields.Size__c.atleast: unknownKeyNear']],
    ['territories.0.segments.0', { fields: { Size__c: [null] } }, ['territories[0].segments[0].fields.Size__c[0]: notAllowed']],
    ['territories.0.segments.0', { employees: {} }, ['territories[0].segments[0].employees: emptyRange']],
    ['territories.0.reps', ['nobody@acme.example'], ['territories[0].reps[0]: unknownRep']],
    ['territories.0.reps', [], ['territories[0].reps: empty']],
    ['territories.0.from', '2026-02-30', ['territories[0].from: notDay']],
    ['reps.0', { name: 'Jo' }, ['reps[0]: noIdOrEmail', 'territories[0].reps[0]: unknownRep']],
    ['reps.1', 'Kim', ['reps[1]: expectedObject', 'territories[1].reps[0]: unknownRep']],
    ['reps.0.email', 'jo', ['reps[0].email: notEmail', 'territories[0].reps[0]: unknownRep']],
    ['reps.0.base', { lat: 91, lon: 0 }, ['reps[0].base.lat: aboveMost']],
    ['reps.0.base', { lat: 1, long: 0 }, ['reps[0].base.long: unknownKeyNear']],
    ['reps.0.base', null, ['reps[0].base: expectedObject']],
    ['reps.0.hourlyCost', -1, ['reps[0].hourlyCost: negative']],
    ['reps.0.hourlyCost', '60,5', ['reps[0].hourlyCost: notDecimal']],
    ['reps.0.hourlyCost', true, ['reps[0].hourlyCost: notAmount']],
    ['reps.0.leave.0', { from: '2026-12-31', to: '2026-12-24' }, ['reps[0].leave[0]: leaveBackwards']],
    ['reps.0.leave.0', { from: '2026-12-24', to: '2026-12-32' }, ['reps[0].leave[0].to: notDay']],
    ['calendar.holidays.0', { day: '26 Nov' }, ['calendar.holidays[0].day: notDay']],
    ['calendar.holidays.0', '2026-11-26', ['calendar.holidays[0]: expectedObject']],
    ['calendar.workingDays', ['monday'], ['calendar.workingDays[0]: expectedOneOf']],
    ['calendar.fiscalYearStart', 13, ['calendar.fiscalYearStart: aboveMost']],
    ['name', '  ', ['name: empty']],
    ['name', undefined, [': missingKey']],
    ['nmae', 'x', ['nmae: unknownKey']],
    ['currency', 'usd', ['currency: notCurrency']],
    ['timeZone', 'New York', ['timeZone: notTimeZone']],
    ['homeCountry', 'USA', ['homeCountry: notCountry']],
    ['overlaps', 'both', ['overlaps: expectedOneOf']],
    ['privacy.afterSignOut', 'wipe', ['privacy.afterSignOut: expectedOneOf']],
    ['privacy.retentionDays', 0, ['privacy.retentionDays: belowLeast']],
    ['privacy.retentionDays', 3651, ['privacy.retentionDays: aboveMost']],
    ['privacy.retentionDays', 0.5, ['privacy.retentionDays: notWhole']],
    ['privacy.retain', 3, ['privacy.retain: unknownKey']],
    ['profitability.travel', { perKM: 1 }, ['profitability.travel.perKM: unknownKeyNear']],
    ['profitability.travel', 12, ['profitability.travel: travelShape']],
    ['profitability.travel', { perKm: 1, detour: 0.5 }, ['profitability.travel.detour: detourBelowOne']],
    ['profitability.period', 'week', ['profitability.period: expectedOneOf']],
    ['profitability.period', { days: 0 }, ['profitability.period.days: belowLeast']],
    ['profitability.grossMargin', 40, ['profitability.grossMargin: notShare']],
    ['profitability.marketing', { from: 'flat', yearly: 'yes', amount: 1 }, ['profitability.marketing.yearly: expectedBoolean']],
    ['profitability.marketing', { from: 'table', yearly: true, amounts: { ' a ': 1, a: 2 } }, ['profitability.marketing.amounts.a: keyTwice']],
    ['kare.lapseDays', 1.5, ['kare.lapseDays: notWhole']],
    ['kare.pins.0.bucket', 'grow', ['kare.pins[0].bucket: expectedOneOf']],
    ['priorities.rules.0', { priority: 'high' }, ['priorities.rules[0]: missingKey']],
    ['priorities.rules.0', { priority: 'high', otherwise: false }, ['priorities.rules[0].otherwise: expectedOneOf']],
    ['priorities.rules.0', 'high', ['priorities.rules[0]: priorityRuleShape']],
    ['rotations.0.visit', '2', ['rotations[0].visit: expectedNumber']],
    ['rotations.0.call', 1001, ['rotations[0].call: aboveMost']],
    ['rotations', {}, ['rotations: expectedList']],
    ['rates.0', { from: 'EUR', to: 'EUR', rate: 1 }, ['rates[0]: rateToItself']],
  ])('%s = %j', (path, value, problems) => {
    expect(problemsOf(changed(path, value))).toEqual(problems)
  })

  it('is told the key that was meant', () => {
    expect(parsePlan(changed('territories.0.areas.0', { sttes: ['US-NY'] }))).toMatchObject({ problems: [{ message: { values: { key: 'sttes', near: 'states' } } }] })
  })

  it('is told a number that JSON can write and a computer cannot hold', () => {
    expect(problemsOf(JSON.stringify(fullPlan).replace('"atLeast":50', '"atLeast":1e999'))).toEqual(['territories[0].segments[0].employees.atLeast: notFinite'])
  })

  it('hears of all problems at once, by path', () => {
    const document = copy()
    const [first, second] = document.territories as Record<string, Json>[]
    first!.zone = 'east'
    first!.colour = 'red'
    second!.id = first!.id!
    document.currency = 'dollars'
    expect(problemsOf(JSON.stringify(document))).toEqual(['currency: notCurrency', 'territories[0].colour: unknownKey', 'territories[0].zone: unknownKey', 'territories[1].id: sameId'])
  })

  it('hears of fifty problems and how many there are beyond them', () => {
    const document = copy()
    document.reps = Array.from({ length: 70 }, () => 1)
    document.territories = []
    const reading = parsePlan(JSON.stringify(document))
    expect(reading).toMatchObject({ ok: false, more: 20 })
    expect(!reading.ok && reading.problems.map(({ path }) => path)).toEqual(Array.from({ length: 50 }, (_, i) => `reps[${i}]`))
  })
})

describe('names that must be one of a kind', () => {
  const more = (path: string, value: Json): string => {
    const document = copy()
    const steps = path.split('.')
    let at: Json = document
    for (const step of steps) at = (at as Record<string, Json>)[step]!
    ;(at as Json[]).push(value)
    return JSON.stringify(document)
  }

  it.each<[string, Json, string[]]>([
    ['territories', { id: 'east', name: 'Elsewhere', reps: ['005A'] }, ['territories[2].id: sameId']],
    ['territories', { id: 'x', name: 'EAST ', reps: ['005A'] }, ['territories[2].name: sameName']],
    ['reps', { id: '005A', name: 'Second' }, ['reps[2].id: sameId']],
    ['reps', { email: 'Jo@Acme.example', name: 'Second' }, ['reps[2].email: sameEmail']],
    ['managers', { email: 'JO@acme.example', name: 'Second' }, ['managers[1].email: sameEmail']],
    ['managers', { id: '005B', name: 'Second' }, ['managers[1].id: sameId']],
    ['rotations', { priority: 'HIGH', per: 'week' }, ['rotations[2].priority: samePriority']],
    ['territories.0.reps', 'jo@ACME.example', ['territories[0].reps[1]: repTwice']],
    ['territories.0.include', { account: '001IN' }, ['territories[0].include[1].account: accountTwice']],
    ['territories.0.exclude', { account: '001OUT' }, ['territories[0].exclude[1].account: accountTwice']],
    ['territories.0.exclude', { account: '001IN' }, ['territories[0].exclude[1].account: inAndOut']],
    ['kare.pins', { account: '001PIN', bucket: 'keep', reason: 'again', until: '2027-01-01' }, ['kare.pins[1].account: pinnedTwice']],
    ['priorities.pins', { account: '001PIN', priority: 'low' }, ['priorities.pins[1].account: pinnedTwice']],
    ['rates', { from: 'EUR', to: 'USD', rate: 2 }, ['rates[1]: rateTwice']],
  ])('%s + %j', (path, value, problems) => {
    expect(problemsOf(more(path, value))).toEqual(problems)
  })

  it('keeps two ids apart that differ in case, as some CRMs have them', () => {
    expect(problemsOf(more('reps', { id: '005a', name: 'Another' }))).toEqual([])
  })

  it('names the path of the first', () => {
    expect(parsePlan(more('managers', { email: 'JO@acme.example', name: 'Second' }))).toMatchObject({ problems: [{ message: { values: { value: 'JO@acme.example', first: 'reps[0].email' } } }] })
  })
})

describe('every check of the schema has a sentence', () => {
  it('so that none is answered with "not allowed"', () => {
    const seen = new Set<object>()
    const unsaid: string[] = []
    const visit = (node: Node | undefined): void => {
      if (!node || seen.has(node)) return
      seen.add(node)
      for (const part of node.pipe ?? []) {
        const ofSchema = (part as { kind?: string }).kind === 'schema'
        if (!ofSchema && part.type !== 'trim' && !(typeof part.message === 'string' ? sentences[part.message] : checks[part.type])) unsaid.push(`${part.type} ${String(part.message)}`)
      }
      if (node.type === 'union' && node.message !== undefined && !sentences[String(node.message)]) unsaid.push(String(node.message))
      for (const entry of Object.values(node.entries ?? {})) visit(entry)
      for (const option of node.options ?? []) if (typeof option === 'object') visit(option as Node)
      visit(node.item)
      visit(node.wrapped)
      visit(node.value)
    }
    visit(planSchema as unknown as Node)
    expect(seen.size).toBeGreaterThan(100)
    expect(unsaid).toEqual([])
  })

  it('and every sentence is of a known code', () => {
    for (const code of [...Object.values(sentences), ...Object.values(checks)]) expect(problemCodes).toHaveProperty(code)
  })
})
