import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { fromIso, toIso } from '../../lib/model/day'
import { createClock } from '../clock'
import { SalesforceError } from '../errors'
import { createOrg, type Org } from '../org'
import type { Row } from '../schema/field'
import { createSchema } from '../schema/schema'
import type { RecordJson } from './project'
import { run } from './run'

/** The evaluator on a handful of rows that can be counted by hand. Today is a Tuesday, 24 November 2026, in New York. */

const today = '2026-11-24'
let org: Org
let userId = ''

const insert = (object: string, row: Row): string => String(org.insert(object, { CreatedDate: org.clock.at(fromIso(today)! - 10), ...row }).Id)
const query = (soql: string, all = false): { totalSize: number; records: RecordJson[] } => {
  const { totalSize, length, page } = run({ org, userId, soql, all, base: '/services/data/v60.0' })
  return { totalSize, records: [...page(0, length)] }
}
const names = (where: string, all = false): unknown[] => query(`SELECT Name FROM Account ${where}`, all).records.map(r => r.Name)
const refusal = (soql: string): SalesforceError => {
  try {
    query(soql)
  } catch (error) {
    if (error instanceof SalesforceError) return error
    throw error
  }
  throw new Error(`was expected to be refused: ${soql}`)
}
const day = (offset: number): string => toIso(fromIso(today)! + offset)

let alpha = ''

beforeAll(() => {
  org = createOrg({ name: 'test', id: '00DHs0000000001EAA', clock: createClock('America/New_York', today), schema: createSchema({}), multiCurrency: false })
  userId = insert('User', { FirstName: 'Ann', LastName: 'Bee', Email: 'ann@x.example', IsActive: true, Title: 'Rep' })
  alpha = insert(
    'Account',
    { Name: 'Alpha', Type: 'Prospect', NumberOfEmployees: 10, AnnualRevenue: 100, OwnerId: userId, BillingCity: 'Boston', Former_Customer__c: false }
  )
  const beta = insert(
    'Account',
    { Name: 'beta', Type: 'Customer - Direct', NumberOfEmployees: 20, AnnualRevenue: 200.5, OwnerId: userId, ParentId: alpha, Former_Customer__c: true }
  )
  insert('Account', { Name: "Gam'ma 100%", Type: null, NumberOfEmployees: null, OwnerId: userId, Former_Customer__c: false })
  insert('Account', { Name: 'Deleted', OwnerId: userId, IsDeleted: true, Former_Customer__c: false })
  for (const [AccountId, Amount, StageName, CloseDate] of [
    [alpha, 10.1, 'Closed Won', day(-400)], [alpha, 20.2, 'Closed Won', day(-30)], [alpha, null, 'Prospecting', day(20)],
    [beta, 5, 'Closed Lost', day(0)],
  ] as const) {
    insert('Opportunity', { AccountId, Amount, StageName, CloseDate, Name: `Deal ${CloseDate}`, OwnerId: userId })
  }
  for (const ago of [1, 365, 366]) insert(
    'Task',
    { WhatId: alpha, AccountId: alpha, OwnerId: userId, Subject: `Task ${ago}`, Status: 'Completed', ActivityDate: day(-ago), Description: 'x' }
  )
  insert('Task', { WhatId: alpha, AccountId: alpha, OwnerId: userId, Subject: 'Old and open', Status: 'Not Started', ActivityDate: day(-900) })
  insert('Contact', { AccountId: beta, FirstName: 'Cy', LastName: 'Dee', OwnerId: userId })
})

describe('WHERE', () => {
  it.each([
    ["WHERE Name = 'ALPHA'", ['Alpha']], ["WHERE Name != 'alpha'", ['beta', "Gam'ma 100%"]], ["WHERE Name IN ('alpha', 'BETA')", ['Alpha', 'beta']],
    ["WHERE Name NOT IN ('alpha')", ['beta', "Gam'ma 100%"]],
    ["WHERE Name LIKE '%A'", ['Alpha', 'beta']], ["WHERE Name LIKE '_eta'", ['beta']], ["WHERE Name LIKE '%100\\%'", ["Gam'ma 100%"]],
    ["WHERE Name = 'Gam\\'ma 100%'", ["Gam'ma 100%"]],
    ['WHERE Type = null', ["Gam'ma 100%"]], ['WHERE Type != null', ['Alpha', 'beta']], ["WHERE Type != 'Prospect'", ['beta', "Gam'ma 100%"]],
    ["WHERE Type = ''", ["Gam'ma 100%"]],
    ['WHERE NumberOfEmployees > 10', ['beta']], ['WHERE NumberOfEmployees >= 10', ['Alpha', 'beta']], ['WHERE NumberOfEmployees < 20', ['Alpha']],
    ['WHERE AnnualRevenue <= 200.5', ['Alpha', 'beta']],
    ['WHERE Former_Customer__c = TRUE', ['beta']], ["WHERE NOT Name LIKE 'a%'", ['beta', "Gam'ma 100%"]],
    ["WHERE (NOT (Type = null OR Name = 'beta')) AND NumberOfEmployees = 10", ['Alpha']],
    ["WHERE Name = 'alpha' OR (Name = 'beta' AND NumberOfEmployees = 21)", ['Alpha']], ["WHERE Parent.Name = 'alpha'", ['beta']],
    ["WHERE Owner.Email = 'ANN@x.example' AND Parent.Owner.Name = 'Ann Bee'", ['beta']],
    ["WHERE Id IN (SELECT AccountId FROM Opportunity WHERE StageName = 'Closed Won')", ['Alpha']],
    ["WHERE Id NOT IN (SELECT AccountId FROM Opportunity)", ["Gam'ma 100%"]],
    ["WHERE Account.Name = 'alpha'", ['Alpha']], ['WHERE CreatedDate < TODAY AND CreatedDate = LAST_N_DAYS:10', ['Alpha', 'beta', "Gam'ma 100%"]],
  ])('%s', (where, expected) => {
    expect(names(`${where} ORDER BY Name`)).toEqual(expected)
  })

  it('takes 15 characters of an id for 18, and minds their case', () => {
    expect(names(`WHERE Id = '${alpha.slice(0, 15)}'`)).toEqual(['Alpha'])
    expect(names(`WHERE ParentId IN ('${alpha.slice(0, 15)}', '001000000000000AAA')`)).toEqual(['beta'])
    expect(names(`WHERE Id = '${alpha.slice(0, 15).toLowerCase()}'`)).toEqual([])
  })

  it('hides what is in the bin and what is archived from query, and not from queryAll', () => {
    expect(names("WHERE Name = 'deleted'")).toEqual([])
    expect(names("WHERE Name = 'deleted'", true)).toEqual(['Deleted'])
    const subjects = (all: boolean): unknown[] => query('SELECT Subject FROM Task ORDER BY ActivityDate DESC', all).records.map(r => r.Subject)
    expect(subjects(false)).toEqual(['Task 1', 'Task 365', 'Old and open'])
    expect(subjects(true)).toEqual(['Task 1', 'Task 365', 'Task 366', 'Old and open'])
  })
})

describe('date literals', () => {
  const deals = (where: string): unknown[] => query(`SELECT CloseDate FROM Opportunity WHERE ${where} ORDER BY CloseDate`).records.map(r => r.CloseDate)
  it.each([
    ['CloseDate = TODAY', [day(0)]], ['CloseDate < TODAY', [day(-400), day(-30)]], ['CloseDate > TODAY', [day(20)]],
    ['CloseDate = LAST_N_DAYS:30', [day(-30), day(0)]], ['CloseDate = NEXT_N_DAYS:20', [day(20)]],
    ['CloseDate = LAST_MONTH', [day(-30)]], ['CloseDate = THIS_MONTH', [day(0)]], ['CloseDate = NEXT_MONTH', [day(20)]],
    ['CloseDate = LAST_YEAR', [day(-400)]], ['CloseDate = N_DAYS_AGO:30', [day(-30)]],
    ['CloseDate >= 2026-10-25 AND CloseDate <= THIS_WEEK', [day(-30), day(0)]], [`CloseDate = ${day(-400)}`, [day(-400)]],
    ['CloseDate = THIS_FISCAL_QUARTER', [day(-30), day(0), day(20)]],
    ['CALENDAR_YEAR(CloseDate) = 2025', [day(-400)]], ['CloseDate IN (TODAY, LAST_MONTH)', [day(-30), day(0)]],
  ])('%s', (where, expected) => {
    expect(deals(where)).toEqual(expected)
  })
})

describe('SELECT', () => {
  it('nests parents and children as the REST API does', () => {
    const { records } = query("SELECT Id, Parent.Owner.Name, (SELECT FirstName, Name FROM Contacts), (SELECT Id FROM Tasks) FROM Account WHERE Name = 'beta'")
    expect(records[0]).toMatchObject({
      attributes: { type: 'Account' }, Parent: { attributes: { type: 'Account' }, Owner: { attributes: { type: 'User' }, Name: 'Ann Bee' } },
      Contacts: { totalSize: 1, done: true, records: [{ FirstName: 'Cy', Name: 'Cy Dee' }] }, Tasks: null,
    })
  })

  it('names what a task is about, whatever it is', () => {
    expect(query("SELECT What.Name, What.Type, Owner.Email FROM Task WHERE Subject = 'Task 1'").records[0]).toMatchObject({
      What: { Name: 'Alpha', Type: 'Account' }, Owner: { Email: 'ann@x.example' },
    })
  })

  it('orders with nulls first unless told otherwise, and cuts out a window', () => {
    expect(names('ORDER BY NumberOfEmployees')).toEqual(["Gam'ma 100%", 'Alpha', 'beta'])
    expect(names('ORDER BY NumberOfEmployees DESC NULLS LAST')).toEqual(['beta', 'Alpha', "Gam'ma 100%"])
    expect(names('ORDER BY Name LIMIT 1 OFFSET 1')).toEqual(['beta'])
  })

  it('gives all fields with FIELDS, within 200 rows', () => {
    expect(Object.keys(query('SELECT FIELDS(ALL) FROM Account LIMIT 1').records[0]!)).toEqual(expect.arrayContaining(['Name', 'Priority__c', 'BillingAddress']))
    expect(Object.keys(query('SELECT FIELDS(CUSTOM) FROM Account LIMIT 1').records[0]!)).not.toContain('Name')
    expect(refusal('SELECT FIELDS(ALL) FROM Account')).toMatchObject({
      errorCode: 'MALFORMED_QUERY', message: 'The SOQL FIELDS function must have a LIMIT of at most 200',
    })
  })
})

describe('groups', () => {
  it('counts without rows', () => {
    expect(query('SELECT COUNT() FROM Opportunity WHERE Amount != null')).toEqual({ totalSize: 3, records: [] })
  })

  it('adds up to the cent, and knows HAVING', () => {
    const soql = 'SELECT Account.Name who, COUNT(Id), COUNT(Amount) n, SUM(Amount) s, MIN(CloseDate), MAX(Amount) FROM Opportunity GROUP BY Account.Name'
    expect(query(`${soql} ORDER BY COUNT(Id) DESC`).records).toEqual([
      { attributes: { type: 'AggregateResult' }, who: 'Alpha', expr0: 3, n: 2, s: 30.3, expr1: day(-400), expr2: 20.2 },
      { attributes: { type: 'AggregateResult' }, who: 'beta', expr0: 1, n: 1, s: 5, expr1: day(0), expr2: 5 },
    ])
    expect(query(`${soql} HAVING SUM(Amount) > 10`).records.map(r => r.who)).toEqual(['Alpha'])
    expect(query('SELECT CALENDAR_YEAR(CloseDate) y, COUNT(Id) n FROM Opportunity GROUP BY CALENDAR_YEAR(CloseDate) ORDER BY CALENDAR_YEAR(CloseDate)').records).toMatchObject([{ y: 2025, n: 1 }, { y: 2026, n: 3 }])
  })
})

describe('refusals', () => {
  it.each([
    ['SELECT Nope FROM Account', 'INVALID_FIELD', "No such column 'Nope' on entity 'Account'"],
    ['SELECT Nope.Name FROM Account', 'INVALID_FIELD', "Didn't understand relationship 'Nope' in field path"],
    ['SELECT Id FROM Nope', 'INVALID_TYPE', "sObject type 'Nope' is not supported"],
    ['SELECT Id, (SELECT Id FROM Nopes) FROM Account', 'INVALID_TYPE', "Didn't understand relationship 'Nopes' in FROM part"],
    ["SELECT Id FROM Task WHERE Description = 'x'", 'INVALID_FIELD', "field 'Description' can not be filtered in a query call"],
    ['SELECT Id FROM Account WHERE Name = 5', 'INVALID_FIELD', 'must be of type string and should be enclosed in quotes'],
    ["SELECT Id FROM Account WHERE NumberOfEmployees = '5'", 'INVALID_FIELD', 'must be of type int and should not be enclosed in quotes'],
    ['SELECT Id FROM Opportunity WHERE CloseDate = 2026-01-01T00:00:00Z', 'INVALID_FIELD', 'must be of type date'],
    ["SELECT Id FROM Account WHERE Id = 'short'", 'INVALID_QUERY_FILTER_OPERATOR', 'invalid ID field: short'],
    ["SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'", 'MALFORMED_QUERY', "unexpected token: 'OR'"],
    ['SELECT Name, COUNT(Id) FROM Account', 'MALFORMED_QUERY', 'Field must be grouped or aggregated: Name'],
    ['SELECT Name n FROM Account', 'MALFORMED_QUERY', 'only aggregate expressions use field aliasing'],
    ['SELECT FROM Account', 'MALFORMED_QUERY', "unexpected token: 'FROM'"],
    ['SELECT Id FROM Account OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000'],
    ['SELECT Id FROM Account WHERE Type INCLUDES (\'a\')', 'INVALID_FIELD', 'only valid on multipicklist'],
    ['SELECT What.Phone2 FROM Task', 'INVALID_FIELD', "No such column 'Phone2' on entity 'Name'"],
    ['', 'MALFORMED_QUERY', 'A query string has to be specified'],
  ])('%s → %s', (soql, code, message) => {
    const error = refusal(soql)
    expect(error.errorCode).toBe(code)
    expect(error.message).toContain(message)
  })
})

describe('laws', () => {
  const condition = fc.constantFrom(
    "Name LIKE '%a'", 'NumberOfEmployees > 10', 'Type = null', "Name = 'beta'", 'Former_Customer__c = true', 'AnnualRevenue < 150'
  )

  it('a condition and its NOT share out all rows between them', () => {
    fc.assert(fc.property(condition, condition, fc.constantFrom('AND', 'OR'), (a, b, joint) => {
      const yes = names(`WHERE (${a} ${joint} ${b})`)
      const no = names(`WHERE NOT (${a} ${joint} ${b})`)
      expect([...yes, ...no].sort()).toEqual(names('').sort())
    }))
  })

  it('any text comes back from a quoted literal', () => {
    fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter(s => s.trim() !== ''), name => {
      org.transaction(() => {
        insert('Account', { Name: name, OwnerId: userId })
        const literal = name.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')
        expect(names(`WHERE Name = '${literal}'`)).toContain(name)
        return false
      })
    }), { numRuns: 60 })
  })

  it('what a transaction does not keep was never there', () => {
    const count = query('SELECT COUNT() FROM Account').totalSize
    org.transaction(() => {
      insert('Account', { Name: 'Passing', OwnerId: userId })
      org.update('Account', org.get(alpha)!, { Name: 'Changed', OwnerId: 'nobody' })
      return false
    })
    expect(query('SELECT COUNT() FROM Account').totalSize).toBe(count)
    expect(names(`WHERE OwnerId = '${userId}' AND Name = 'Alpha'`)).toEqual(['Alpha'])
  })
})
