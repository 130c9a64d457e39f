import { describe, expect, it } from 'vitest'
import { fromIso, isDay, toIso } from '../lib/model/day'
import { createClock } from './clock'
import { fill } from './data/fill'
import { monthStart, overduePriority } from './data/calendar'
import { examplePlan } from './example'
import { createOrg, type Org } from './org'
import type { Row } from './schema/field'
import { createSchema } from './schema/schema'
import { showcaseId, showcaseOf, type ShowcaseName } from './showcase'

/** The accounts laid down by hand show what their names say, whatever the day, as far as that can be told from the rows alone. */

const make = (today: string, accounts = 40, seed = 1): Org => {
  const org = createOrg({
    name: 'test', id: '00DHs0000000001EAA', clock: createClock('America/New_York', today), schema: createSchema({}), multiCurrency: false,
  })
  fill(org, { seed, accounts })
  return org
}
const plan = examplePlan()
const days = ['2026-11-24', '2026-12-31', '2027-01-01', '2027-01-04', '2028-02-29', '2026-10-05', '2026-08-01']

describe.each(days)('on %s', today => {
  const org = make(today)
  const day = fromIso(today)!
  const account = (name: ShowcaseName): Row => org.get(showcaseId(name))!
  const of = (object: string, name: ShowcaseName): readonly Row[] => org.by(object, 'AccountId', showcaseId(name)).filter(r => r.IsDeleted !== true)
  const won = (name: ShowcaseName): readonly Row[] => of('Opportunity', name).filter(o => o.StageName === 'Closed Won')
  const revenue = (name: ShowcaseName, from: number, to: number): number =>
    won(name).filter(o => fromIso(String(o.CloseDate))! > day - from && fromIso(String(o.CloseDate))! <= day - to).reduce((sum, o) => sum + Number(o.Amount ?? 0), 0)
  const activityDays = (name: ShowcaseName): number[] => [
    ...of('Task', name).map(t => fromIso(String(t.ActivityDate))!), ...of('Event', name).map(e => org.clock.dayOf(Number(e.StartDateTime))),
  ]
  const email = (id: unknown): unknown => org.get(String(id))?.Email
  const territory = (id: string): readonly string[] => plan.territories.find(t => t.id === id)!.reps

  it('every name has its account', () => {
    for (const { id, name } of Object.values(showcaseOf(org))) expect([id.length, name.length > 0]).toEqual([18, true])
  })

  it('overlap lies in one territory by state and in another by industry', () => {
    expect(account('overlap')).toMatchObject({ BillingState: 'FL', Industry: 'Hospitality' })
  })

  it('unassigned lies in a state that no territory names', () => {
    expect(JSON.stringify(plan.territories)).not.toContain(`US-${String(account('unassigned').BillingState)}`)
    expect(['Hospitality', 'Recreation']).not.toContain(account('unassigned').Industry)
  })

  it('ownerMismatch has an owner who is no rep of its territory', () => {
    expect(account('ownerMismatch').BillingState).toBe('MA')
    expect(territory('new-england')).not.toContain(email(account('ownerMismatch').OwnerId))
  })

  it('keep buys steadily and has nothing open', () => {
    expect(revenue('keep', 365, 0) / revenue('keep', 730, 365)).toBeLessThan(1.15)
    expect(of('Opportunity', 'keep').every(o => o.StageName === 'Closed Won')).toBe(true)
  })

  it('attain never bought, recapture bought long ago, expand buys half as much again', () => {
    expect(won('attain')).toEqual([])
    expect(won('recapture').length).toBeGreaterThan(2)
    expect(revenue('recapture', 365, 0)).toBe(0)
    expect(revenue('expand', 365, 0)).toBeGreaterThan(1.5 * revenue('expand', 730, 365))
  })

  it('overdue had no touch in the current quarter, and a rotation that asks for one by now', () => {
    const priority = account('overdue').Priority__c
    expect((plan.rotations ?? []).map(r => r.priority)).toContain(priority)
    expect(Math.max(...activityDays('overdue'))).toBeLessThan(monthStart(day) - 61)
    expect(priority).toBe(overduePriority(day) ?? 'High')
  })

  it('prorated was created this month', () => {
    const created = org.clock.dayOf(Number(account('prorated').CreatedDate))
    expect(created).toBeGreaterThanOrEqual(monthStart(day))
    expect(created).toBeLessThanOrEqual(day)
  })

  it('noAddress has neither address nor coordinates, and a territory by name', () => {
    expect(Object.entries(account('noAddress')).filter(([k, v]) => k.startsWith('Billing') && v !== null)).toEqual([])
    expect(plan.territories.flatMap(t => t.include ?? []).map(i => i.account)).toContain(showcaseId('noAddress'))
  })

  it('neverLogged has no activity at all', () => {
    expect(activityDays('neverLogged')).toEqual([])
  })

  it('names are as odd as promised', () => {
    expect(account('markup').Name).toContain('<script>')
    expect(account('rightToLeft').Name).toMatch(/[\u0590-\u06ff]/)
    expect(String(account('longName').Name)).toHaveLength(255)
    expect(account('emoji').Name).toMatch(/\p{Extended_Pictographic}/u)
    expect(account('odd').Name).toMatch(/^ /)
  })

  it('nullAmounts has won deals and not one amount over 0', () => {
    expect(won('nullAmounts').length).toBeGreaterThan(3)
    expect(won('nullAmounts').filter(o => Number(o.Amount) > 0)).toEqual([])
  })

  it('pinned is pinned in the plan, former marked in the CRM', () => {
    expect(plan.kare?.pins?.map(p => p.account)).toContain(showcaseId('pinned'))
    expect(account('former').Former_Customer__c).toBe(true)
  })

  it('archived was only ever touched more than 365 days ago', () => {
    expect(Math.max(...activityDays('archived'))).toBeLessThan(day - 365)
  })

  it('holding has accounts below it, and below those', () => {
    expect(account('subsidiary').ParentId).toBe(showcaseId('holding'))
    expect(org.by('Account', 'ParentId', showcaseId('holding')).length).toBeGreaterThan(3)
    expect(org.by('Account', 'ParentId', showcaseId('subsidiary')).length).toBeGreaterThan(0)
  })

  it('nothing is logged before it happened', () => {
    const now = org.clock.now()
    const early = org.rows('Task').filter(t => Number(t.CreatedDate) > now || Number(t.CompletedDateTime ?? 0) > now)
    expect(early).toEqual([])
  })
})

describe('the org as a whole', () => {
  it('is the same for the same seed and day, and another for another', () => {
    const rows = (org: Org): string => JSON.stringify(['Account', 'Opportunity', 'Task', 'Event', 'CampaignMember'].map(o => org.rows(o).map(r => ({
      ...r, CreatedDate: 0, LastModifiedDate: 0, SystemModstamp: 0, CompletedDateTime: 0, LastViewedDate: 0,
    }))))
    const first = rows(make('2026-11-24', 120))
    expect(rows(make('2026-11-24', 120)) === first).toBe(true)
    expect(rows(make('2026-11-24', 120, 2)) === first).toBe(false)
  })

  it('can be overdue on all but a few days of the year', () => {
    const all = Array.from({ length: 365 }, (_, i) => fromIso('2026-11-24')! + i)
    const never = all.filter(d => overduePriority(d) === null).map(toIso)
    expect(never.length).toBeLessThan(15)
    expect(never).not.toContain('2026-11-24')
  })

  it('has believable numbers', () => {
    const org = make('2026-11-24', 600)
    const accounts = org.rows('Account')
    expect(accounts).toHaveLength(600)
    expect(new Set(accounts.map(a => a.BillingState)).size).toBeGreaterThan(20)
    expect(new Set(accounts.map(a => String(a.BillingCountry ?? '').trim())).size).toBeGreaterThan(3)
    expect(org.rows('User').filter(u => u.Title === 'Territory Representative' && u.IsActive === true)).toHaveLength(12)
    expect(org.rows('User').filter(u => u.Title === 'Regional Sales Manager')).toHaveLength(2)
    const leavers = new Set(org.rows('User').filter(u => u.IsActive === false).map(u => u.Id))
    expect(org.rows('Task').some(t => leavers.has(t.OwnerId!))).toBe(true)
    expect(accounts.filter(a => (a.BillingPostalCode ?? null) === null).length).toBeGreaterThan(5)
    for (const row of org.rows('Opportunity')) expect(isDay(String(row.CloseDate))).toBe(true)
  })
})
