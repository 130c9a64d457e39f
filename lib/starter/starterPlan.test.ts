import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import english from '../../public/_locales/en/messages.json'
import { parsePlan } from '../model/planFile'
import type { OwnedAccounts, StarterFacts, StarterSettings } from '../model/starter'
import { assumptionCodes, gapCodes } from './assumption'
import { starterPlan, type StarterInput } from './starterPlan'

const words = { planName: (org: string | null) => `Starter plan${org === null ? '' : `: ${org}`}`, elsewhere: (name: string) => `${name}, elsewhere` }
const nothing: StarterFacts = {
  orgName: null, currency: null, locale: null, country: null, timeZone: null, fiscalYearStart: null, people: [], territories: null, owned: null, ownerField: null,
  customers: null, accounts: null, gaps: [],
}
const anna = { id: '005A', name: 'Anna Lee', email: 'anna@acme.example', address: null }
const bo = { id: '005B', name: 'Bo Chen', email: 'bo@acme.example', address: null }
const cy = { id: '005C', name: 'Cy Diaz', email: null, address: null }
const of = (owner: string, region: string | null, count: number, country: string | null = 'US'): OwnedAccounts => ({ owner, country, region, count })
const make = (facts: Partial<StarterFacts>, more: Partial<StarterInput> = {}) => starterPlan({ facts: { ...nothing, ...facts }, bases: {}, settings: {}, zone: 'Europe/Berlin', words, ...more })
const codes = (list: readonly { code: string }[]): string[] => list.map(({ code }) => code)

describe('territories', () => {
  it('are the CRM’s own where it has them, with the accounts that it assigns, and an account in two of them is in both', () => {
    const { plan, notes } = make({
      people: [anna, bo], accounts: 3, ownerField: 'OwnerId', owned: [of('005A', 'NY', 3)],
      territories: [{ id: '0MIB', name: 'West', people: ['005B'], accounts: ['001B', '001C'] }, { id: '0MIA', name: 'East', people: ['005A'], accounts: ['001A', '001B'] }],
    })
    expect(plan.territories.map(({ name, reps, include, areas }) => ({ name, reps, include: include?.map(({ account }) => account), areas }))).toEqual([
      { name: 'East', reps: ['005A'], include: ['001A', '001B'], areas: undefined }, { name: 'West', reps: ['005B'], include: ['001B', '001C'], areas: undefined },
    ])
    expect(Object.values(notes.basis)).toEqual(['assigned', 'assigned'])
    expect(new Set(plan.territories.map(({ precedence }) => precedence)).size).toBe(1)
    expect(codes(notes.assumptions)).not.toContain('territoryAreas')
  })
  it('are filled up by owners where the CRM’s own hold but a part of its accounts, and never win over them', () => {
    const { plan, notes } = make({
      people: [anna, bo], accounts: 100, ownerField: 'OwnerId', owned: [of('005B', 'TX', 90)],
      territories: [{ id: '0MIA', name: 'East', people: ['005A'], accounts: ['001A'] }],
    })
    const precedenceOf = (basis: string): number[] => plan.territories.filter(({ id }) => notes.basis[id] === basis).map(({ precedence }) => precedence!)
    expect(precedenceOf('areas').length).toBe(1)
    expect(Math.min(...precedenceOf('assigned'))).toBeGreaterThan(Math.max(...precedenceOf('areas'), ...precedenceOf('owner')))
  })
  it('that nobody works are left out, and said', () => {
    const { plan, notes } = make({ accounts: 1, people: [anna], territories: [{ id: '0MIA', name: 'East', people: ['005Z'], accounts: ['001A'] }] })
    expect(plan.territories).toEqual([])
    expect(notes.gaps).toContainEqual({ code: 'territoriesWithoutReps', values: { count: 1 }, setting: 'territories' })
  })
  it('are the areas where one owner has the clear majority; a mixed state is nobody’s area, but each account its owner’s', () => {
    const { plan } = make({
      people: [anna, bo], ownerField: 'OwnerId', accounts: 200,
      owned: [of('005A', 'New York', 40), of('005A', 'NY', 5), of('005B', 'NY', 5), of('005B', 'Texas', 30), of('005A', 'Ohio', 10), of('005B', 'OH', 10)],
    })
    const areas = Object.fromEntries(plan.territories.filter(({ areas }) => areas).map(({ name, areas }) => [name, areas]))
    expect(areas).toEqual({ 'Anna Lee': [{ states: ['US-NY'] }], 'Bo Chen': [{ states: ['US-TX'] }] })
    expect(plan.territories.filter(({ segments }) => segments).map(({ name, segments }) => [name, segments])).toEqual([
      ['Anna Lee, elsewhere', [{ fields: { OwnerId: ['005A'] } }]], ['Bo Chen, elsewhere', [{ fields: { OwnerId: ['005B'] } }]],
    ])
    expect(plan.overlaps).toBe('precedence')
  })
  it('are whole countries where one owner has one, also of addresses that name none', () => {
    const { plan } = make({ people: [anna, bo], country: 'US', accounts: 20, owned: [of('005A', null, 9, null), of('005A', 'TX', 1), of('005B', 'Bayern', 8, 'Germany')] })
    expect(plan.territories.map(({ name, areas }) => [name, areas])).toEqual([['Anna Lee', [{ countries: ['US'] }]], ['Bo Chen', [{ countries: ['DE'] }]]])
  })
  it('leave whoever sells across other people’s areas what is theirs: no owner is called a stranger for it', () => {
    const { plan } = make({
      people: [anna, bo, cy], ownerField: 'OwnerId', accounts: 100,
      owned: [of('005A', 'NY', 40), of('005B', 'TX', 40), of('005C', 'NY', 5), of('005C', 'TX', 5)],
    })
    const precedence = Object.fromEntries(plan.territories.map(({ name, precedence: of }) => [name, of!]))
    expect(precedence['Cy Diaz']).toBeGreaterThan(precedence['Anna Lee']!)
    expect(precedence['Anna Lee, elsewhere']).toBeLessThan(precedence['Bo Chen']!)
  })
  it('do not count who has left: their accounts are in the area of whoever has the rest', () => {
    const { plan } = make({ people: [anna], accounts: 20, owned: [of('005A', 'NY', 6), of('005GONE', 'NY', 6)] })
    expect(plan.territories.map(({ areas }) => areas)).toEqual([[{ countries: ['US'] }]])
  })
  it('are none of one or two accounts', () => {
    expect(make({ people: [anna], accounts: 2, owned: [of('005A', 'NY', 2)] }).plan.territories).toEqual([])
  })
  it('of two people of one name are told apart', () => {
    const twin = { ...anna, id: '005T' }
    const { plan } = make({ people: [anna, twin], accounts: 20, owned: [of('005A', 'NY', 9), of('005T', 'TX', 9)] })
    expect(plan.territories.map(({ name }) => name)).toEqual(['Anna Lee', 'Anna Lee (2)'])
    expect(plan.reps.map(({ email }) => email)).toEqual(['anna@acme.example', undefined])
  })
})

describe('what is assumed', () => {
  it('is the currency of the org’s country, and costs that are usual in it', () => {
    const { plan, notes } = make({ country: 'Germany', people: [anna] })
    expect(plan).toMatchObject({ currency: 'EUR', homeCountry: 'DE', calendar: { firstDayOfWeek: 'mon' }, reps: [{ hourlyCost: '50' }] })
    expect(codes(notes.assumptions)).toEqual(expect.arrayContaining(['currency', 'travelPerKm', 'hourlyCost', 'timeZone']))
  })
  it('is less where the org says more', () => {
    const { plan, notes } = make({ currency: 'USD', timeZone: 'America/Chicago', fiscalYearStart: 2, country: 'US' })
    expect(plan).toMatchObject({ currency: 'USD', timeZone: 'America/Chicago', calendar: { fiscalYearStart: 2, firstDayOfWeek: 'sun' } })
    for (const code of ['currency', 'timeZone', 'fiscalYear']) expect(codes(notes.assumptions)).not.toContain(code)
  })
  it('is no cost at all in a currency in which we know none: it is missing, and said', () => {
    const { plan, notes } = make({ currency: 'UYU', people: [anna] })
    expect(plan.profitability?.travel).toBeUndefined()
    expect(plan.reps[0]).not.toHaveProperty('hourlyCost')
    expect(codes(notes.gaps)).toEqual(expect.arrayContaining(['noTravelCost', 'noHourlyCost']))
  })
  it('is no longer assumed once it is set', () => {
    const settings: StarterSettings = { perKm: 0.5, hourlyCost: 70, grossMargin: 0.4, visitMinutes: 45, meetingMinutes: 30, callMinutes: 8, emailMinutes: 4, highRevenue: 90_000, mediumRevenue: 20_000 }
    const { plan, notes } = make({ currency: 'USD', people: [anna], customers: { count: 20, largest: Array.from({ length: 20 }, (_, i) => 20_000 - i * 100) } }, { settings })
    for (const code of ['travelPerKm', 'hourlyCost', 'grossMargin', 'minutes', 'priorityTiers', 'priorityAlike']) expect(codes(notes.assumptions)).not.toContain(code)
    expect(plan).toMatchObject({
      profitability: { grossMargin: 0.4, travel: { perKm: 0.5 }, minutes: { visit: 45, meeting: 30, call: 8, email: 4 } },
      priorities: { rules: [{ priority: 'High', revenueAtLeast: 90_000 }, { priority: 'Medium', revenueAtLeast: 20_000 }, { priority: 'Low', otherwise: true }] },
    })
  })
  it('is the guide’s rotation plan: two visits, two calls and four emails a month for high priority', () => {
    expect(make({}).plan.rotations![0]).toEqual({ priority: 'High', per: 'month', visit: 2, call: 2, email: 4 })
  })
  it('is High for the top fifth of the customers by revenue, and Medium for the next three tenths', () => {
    const { plan } = make({ customers: { count: 20, largest: Array.from({ length: 20 }, (_, i) => 123_456 - i * 5_000) } })
    expect(plan.priorities!.rules).toEqual([{ priority: 'High', revenueAtLeast: 100_000 }, { priority: 'Medium', revenueAtLeast: 78_000 }, { priority: 'Low', otherwise: true }])
  })
  it.each([[null], [{ count: 9, largest: [9, 8, 7, 6, 5, 4, 3, 2, 1] }], [{ count: 20_000, largest: Array.from({ length: 2000 }, () => 5) }], [{ count: 12, largest: Array.from({ length: 12 }, () => 500) }]])('tells no tiers of %j', customers => {
    const { plan, notes } = make({ customers })
    expect(plan.priorities!.rules).toEqual([{ priority: 'Medium', otherwise: true }])
    expect(codes(notes.assumptions)).toContain('priorityAlike')
  })
  it('has a sentence and a name for each code', () => {
    const messages = english as Record<string, { message: string; placeholders?: Record<string, { content: string }> }>
    for (const [prefix, list] of [['starter', assumptionCodes], ['starterGap', gapCodes]] as const) {
      for (const [code, names] of Object.entries(list)) {
        const entry = messages[`${prefix}_${code}`]
        expect(entry?.message, `${prefix}_${code}`).toBeTruthy()
        expect(messages[`starter_name_${code}`]?.message, `starter_name_${code}`).toBeTruthy()
        const sorted = [...names].sort()
        for (const [name, { content }] of Object.entries(entry!.placeholders ?? {})) expect(sorted[Number(content.slice(1)) - 1]?.toLowerCase(), `${code}: ${name}`).toBe(name)
      }
    }
  })
})

const id = fc.oneof(fc.constantFrom('005A', '005B', '005C', '005D', '005E'), fc.string({ maxLength: 4 }))
const name = fc.oneof(fc.constantFrom('Anna Lee', 'anna lee', '  ', 'Бо'), fc.string({ unit: 'grapheme', maxLength: 12 }))
const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null })
const facts: fc.Arbitrary<StarterFacts> = fc.record({
  orgName: orNull(name), currency: orNull(fc.constantFrom('USD', 'EUR', 'JPY', 'XAU', 'usd', '$')), locale: orNull(fc.constantFrom('en-US', 'de_DE', 'ar-SA', 'zz', 'en')),
  country: orNull(fc.constantFrom('US', 'Germany', 'Atlantis', '')), timeZone: orNull(fc.constantFrom('America/New_York', 'Mars/Base')), fiscalYearStart: orNull(fc.constantFrom(1, 7, 12, 0, 13, 1.5)),
  people: fc.array(fc.record({ id, name, email: orNull(fc.oneof(fc.constantFrom('a@acme.example', 'A@acme.example', 'none', '', 'a@ſ.example', 'Jürgen@acme.example', ' a@acme.example', 'a.@acme.example', 'a+b@x-y.co.uk', 'a@acme'), fc.emailAddress(), fc.string())), address: fc.constant(null) }), { maxLength: 6 }),
  territories: orNull(fc.array(fc.record({ id, name, people: fc.array(id, { maxLength: 3 }), accounts: fc.array(fc.oneof(fc.constantFrom('001A', '001B', '001C'), fc.string({ maxLength: 3 })), { maxLength: 5 }) }), { maxLength: 4 })
    .map(list => list.filter(({ id: own }, i) => own.trim() === own && list.findIndex(other => other.id === own) === i))),
  owned: orNull(fc.array(fc.record({ owner: id, country: orNull(fc.constantFrom('US', 'USA', 'Deutschland', 'GB', 'Nowhere')), region: orNull(fc.constantFrom('NY', 'New York', 'Texas', 'Bayern', 'Kent', 'XYZ')), count: fc.integer({ min: 0, max: 90 }) }), { maxLength: 20 })),
  ownerField: orNull(fc.constant('OwnerId')),
  customers: orNull(fc.record({ count: fc.nat(60), largest: fc.array(fc.double({ min: 0, max: 1e9 }), { maxLength: 60 }) })),
  accounts: orNull(fc.nat(500)), gaps: fc.constant([]),
})
const settings: fc.Arbitrary<StarterSettings> = fc.record({
  perKm: fc.constantFrom(0, 0.5), hourlyCost: fc.constantFrom(0, 61.5), grossMargin: fc.constantFrom(0, 0.4, 1), visitMinutes: fc.constant(45), highRevenue: fc.constant(9), mediumRevenue: fc.constant(3),
}, { requiredKeys: [] })

describe('every starter plan', () => {
  it('holds to the schema and to every check of a plan file', () => {
    fc.assert(fc.property(facts, settings, (of, set) => {
      const { plan } = starterPlan({ facts: of, bases: { '005A': { lat: 40, lon: -74 } }, settings: set, zone: 'Nowhere', words })
      const reading = parsePlan(JSON.stringify(plan))
      expect(reading.ok ? [] : reading.problems).toEqual([])
    }), { numRuns: 400 })
  })
  it('is the same whatever order the CRM answers in', () => {
    fc.assert(fc.property(facts, of => {
      const turned: StarterFacts = {
        ...of, people: [...of.people].reverse(), territories: of.territories && [...of.territories].reverse().map(territory => ({ ...territory, people: [...territory.people].reverse(), accounts: [...territory.accounts].reverse() })),
        owned: of.owned && [...of.owned].reverse(), customers: of.customers && { ...of.customers, largest: [...of.customers.largest].reverse() },
      }
      // Two entries of one id differ in nothing that could be told apart by order.
      fc.pre(new Set(of.people.map(person => person.id)).size === of.people.length)
      expect(starterPlan({ facts: turned, bases: {}, settings: {}, zone: 'UTC', words })).toEqual(starterPlan({ facts: of, bases: {}, settings: {}, zone: 'UTC', words }))
    }), { numRuns: 300 })
  })
  it('gives no area to two owners', () => {
    fc.assert(fc.property(facts, of => {
      const { plan } = starterPlan({ facts: of, bases: {}, settings: {}, zone: 'UTC', words })
      const held = plan.territories.flatMap(({ areas }) => areas ?? []).flatMap(area => ('countries' in area ? area.countries : 'states' in area ? area.states : []))
      expect(new Set(held).size).toBe(held.length)
      const countries = new Set(held.filter(code => code.length === 2))
      expect(held.filter(code => code.length > 2 && countries.has(code.slice(0, 2)))).toEqual([])
    }), { numRuns: 300 })
  })
})
