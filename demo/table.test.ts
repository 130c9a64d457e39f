import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { createClock } from './clock'
import { fill } from './data/fill'
import { makeId } from './ids'
import { createOrg, type Org } from './org'
import type { Row } from './schema/field'
import { createSchema } from './schema/schema'
import { compareAlong, type Along } from './sorted'
import { run } from './soql/run'

/** An org whose rows are mostly generated: it must be told from one whose rows are stored by nothing but its size. */

const make = (seed = 1, accounts = 260, activities = 2600): Org => {
  const org = createOrg({ name: 'test', id: makeId('00D', 1), clock: createClock('America/New_York', '2026-11-24'), schema: createSchema({}), multiCurrency: false })
  fill(org, { seed, accounts, activities })
  return org
}
const user = (org: Org): string => String(org.rows('User')[1]!.Id)
const query = (org: Org, soql: string, all = true): Record<string, unknown>[] => {
  const answer = run({ org, userId: user(org), soql, all, base: '' })
  return [...answer.page(0, answer.length)]
}
const ids = (rows: Iterable<Row>): string[] => [...rows].map(row => String(row.Id))
const iso = (moment: unknown): string => new Date(Number(moment)).toISOString()

let org: Org
beforeEach(() => { org = make() })

describe('an org of size', () => {
  it('has as many accounts and activities as asked for', () => {
    expect([org.table('Account').length, org.table('Task').length + org.table('Event').length]).toEqual([260, 2600])
    expect(org.rows('Account')).toHaveLength(260)
    expect(new Set(ids(org.table('Task').all())).size).toBe(org.table('Task').length)
  })

  it('is the same for the same seed, and another for another', () => {
    const names = (of: Org): string => JSON.stringify(query(of, 'SELECT Id, Name, OwnerId, BillingCity, SystemModstamp FROM Account ORDER BY Id'))
    expect(names(make())).toBe(names(org))
    expect(names(make(2))).not.toBe(names(org))
  })

  it('refers only to records that are there, and dates nothing after now', () => {
    for (const object of ['Account', 'Opportunity', 'Task', 'Event']) {
      for (const row of org.table(object).all()) {
        expect(Number(row.SystemModstamp)).toBeLessThanOrEqual(org.clock.now())
        for (const field of ['OwnerId', 'AccountId', 'WhatId', 'ParentId']) if (typeof row[field] === 'string') expect(org.get(row[field])?.Id).toBe(row[field])
      }
    }
  })

  it('finds a record by its id, and what belongs to it', () => {
    for (const account of org.rows('Account')) {
      expect(org.get(String(account.Id))?.Name).toBe(account.Name)
      for (const [object, field] of [['Opportunity', 'AccountId'], ['Task', 'AccountId'], ['Task', 'WhatId'], ['Event', 'AccountId']] as const) {
        const scanned = [...org.table(object).all()].filter(row => row[field] === account.Id)
        expect(ids(org.by(object, field, String(account.Id))).toSorted()).toEqual(ids(scanned).toSorted())
      }
    }
  })

  it('keeps a change of a generated record, and moves its stamp', () => {
    const last = org.rows('Account').at(-1)!
    const before = Number(last.SystemModstamp)
    org.update('Account', last, { Name: 'Renamed' })
    expect([last.Name, org.get(String(last.Id))?.Name]).toEqual(['Renamed', 'Renamed'])
    expect(Number(last.SystemModstamp)).toBeGreaterThan(before)
    expect(query(org, `SELECT Name FROM Account WHERE SystemModstamp >= ${iso(org.clock.now() - 60_000)}`)).toMatchObject([{ Name: 'Renamed' }])
    expect(org.table('Account').length).toBe(260)
  })

  it('takes a change back with its transaction', () => {
    const [first] = [...org.table('Task').all()].slice(-1)
    const before = { Subject: first!.Subject, SystemModstamp: first!.SystemModstamp }
    org.transaction(() => {
      org.update('Task', first!, { Subject: 'Not for long' })
      org.insert('Task', { Subject: 'Nor this' })
      return false
    })
    expect(org.get(String(first!.Id))).toMatchObject(before)
    expect(query(org, "SELECT Id FROM Task WHERE Subject IN ('Not for long', 'Nor this')")).toEqual([])
  })

  it('puts what hangs on an account into the bin with it', () => {
    const account = org.rows('Account').toReversed().find(row => org.by('Task', 'AccountId', String(row.Id)).length > 2)!
    org.remove('Account', account)
    expect(org.get(String(account.Id))?.IsDeleted).toBe(true)
    expect(org.by('Task', 'AccountId', String(account.Id)).every(row => row.IsDeleted)).toBe(true)
    expect(query(org, `SELECT Id FROM Task WHERE AccountId = '${String(account.Id)}'`, false)).toEqual([])
  })
})

type Change = { kind: 'update' | 'remove' | 'restore' | 'purge' | 'insert'; at: number; ago: number }
const change = fc.record<Change>({
  kind: fc.constantFrom('update', 'update', 'update', 'remove', 'restore', 'purge', 'insert'), at: fc.nat(), ago: fc.integer({ min: 0, max: 400 * 86_400 }),
})

function apply(of: Org, { kind, at, ago }: Change): void {
  const SystemModstamp = of.clock.now() - ago * 1000
  if (kind === 'insert') {
    of.insert('Task', { Subject: 'New', Status: 'Completed', ActivityDate: '2026-11-20', SystemModstamp, CreatedDate: SystemModstamp })
    return
  }
  const rows = of.rows('Task')
  const row = rows[at % rows.length]!
  if (kind === 'update') of.update('Task', row, { Subject: 'Changed', SystemModstamp })
  if (kind === 'remove') of.remove('Task', row)
  if (kind === 'restore') of.restore('Task', row)
  if (kind === 'purge' && row.IsDeleted === true) of.purge('Task', row)
}

describe('a query', () => {
  /** How many rows it looks at. */
  const looksAt = (soql: string): number => {
    const table = org.table('Task')
    let met = 0
    const { walk, all } = table
    table.walk = function* (...how) {
      for (const row of walk(...how)) {
        met++
        yield row
      }
    }
    table.all = function* () {
      for (const row of all()) {
        met++
        yield row
      }
    }
    query(org, soql)
    Object.assign(table, { walk, all })
    return met
  }

  it('of a page by id or by stamp looks at the rows of that page and no more', () => {
    const middle = [...org.table('Task').walk('Id', {}, false)][1400]!
    expect(looksAt(`SELECT Id FROM Task WHERE Id > '${String(middle.Id)}' ORDER BY Id LIMIT 200`)).toBeLessThanOrEqual(201)
    expect(looksAt(`SELECT Id FROM Task WHERE SystemModstamp >= ${iso(middle.SystemModstamp)} ORDER BY SystemModstamp, Id LIMIT 200`)).toBeLessThanOrEqual(201)
    expect(looksAt(`SELECT Id FROM Task WHERE Id > '${String(middle.Id)}' AND Id <= '${String([...org.table('Task').walk('Id', {}, false)][1500]!.Id)}'`)).toBeLessThanOrEqual(101)
  })

  it('of what changed lately looks at that alone, in whatever order it comes', () => {
    for (const row of org.rows('Task').slice(0, 30)) org.update('Task', row, { Subject: 'Changed' })
    const soql = `FROM Task WHERE SystemModstamp >= ${iso(org.clock.now() - 60_000)}`
    for (const order of ['', ' ORDER BY Id', ' ORDER BY Id LIMIT 2000', ' ORDER BY ActivityDate']) expect(looksAt(`SELECT Id ${soql}${order}`)).toBe(30)
    expect(looksAt(`SELECT COUNT() ${soql}`)).toBe(30)
  })

  it('without bounds looks at all', () => {
    expect(looksAt("SELECT COUNT(Id) FROM Task WHERE Subject = 'Call'")).toBe(org.table('Task').length)
  })
})

describe('whatever has changed', () => {
  it.each(['Id', 'SystemModstamp'] as const satisfies Along[])('a walk along %s meets every row in its order, within the bounds', along => {
    fc.assert(fc.property(fc.array(change, { maxLength: 30 }), fc.nat(), fc.nat(), fc.boolean(), (changes, one, other, descending) => {
      const own = make(1, 90, 900)
      // The indexes exist before the changes, and must follow them.
      own.table('Task').span(along, {})
      for (const each of changes) apply(own, each)
      const all = own.rows('Task').toSorted((a, b) => compareAlong(along, a, b))
      const key = (row: Row): string | number => (along === 'Id' ? String(row.Id) : Number(row.SystemModstamp))
      const [low, high] = [all[one % all.length]!, all[other % all.length]!].toSorted((a, b) => compareAlong(along, a, b)).map(key) as [string, string]
      const expected = all.filter(row => key(row) >= low && key(row) <= high)
      expect(ids(own.table('Task').walk(along, { low, high }, descending))).toEqual(ids(descending ? expected.toReversed() : expected))
    }), { numRuns: 12 })
  })

  it('keyset pages of a query meet each record once, by id and by stamp', () => {
    fc.assert(fc.property(fc.array(change, { maxLength: 20 }), fc.nat({ max: 700 }), fc.integer({ min: 50, max: 400 }), (changes, daysAgo, limit) => {
      const own = make(1, 90, 1900)
      for (const each of changes) apply(own, each)
      const since = iso(own.clock.now() - daysAgo * 86_400_000)
      const expected = [...own.table('Task').all()].filter(row => Number(row.SystemModstamp) >= Date.parse(since))
      const pages = (next: (last: Record<string, unknown> | null) => string): string[] => {
        const seen: string[] = []
        for (let last: Record<string, unknown> | null = null; ;) {
          const page = query(own, `SELECT Id, SystemModstamp FROM Task ${next(last)} LIMIT ${limit}`)
          seen.push(...page.map(({ Id }) => String(Id)))
          if (page.length < limit) return seen
          last = page.at(-1)!
        }
      }
      const byId = pages(last => `WHERE SystemModstamp >= ${since}${last ? ` AND Id > '${String(last.Id)}'` : ''} ORDER BY Id`)
      expect(byId).toEqual(ids(expected).toSorted())
      const stamp = (last: Record<string, unknown>): string => String(last.SystemModstamp).replace('+0000', 'Z')
      const byStamp = pages(last => `WHERE ${last ? `SystemModstamp > ${stamp(last)} OR (SystemModstamp = ${stamp(last)} AND Id > '${String(last.Id)}')` : `SystemModstamp >= ${since}`} ORDER BY SystemModstamp, Id`)
      expect(byStamp).toEqual(ids(expected.toSorted((a, b) => compareAlong('SystemModstamp', a, b))))
    }), { numRuns: 8 })
  })
})
