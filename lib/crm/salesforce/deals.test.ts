import { describe, expect, it } from 'vitest'
import { readCampaigns } from './campaigns'
import { familiesOf, fromOpportunity, fromOrder } from './deals'
import { readRates } from './rates'

const won = { Id: '006Hs00000aaaaa', Name: 'Mowers', Amount: 1234.5, StageName: 'Closed Won', IsClosed: true, IsWon: true, CloseDate: '2026-03-01', CreatedDate: '2026-01-01T00:00:00.000+0000' }

describe('a deal', () => {
  it('is won, lost or open as the org’s own flags say', () => {
    expect(fromOpportunity(won, null)).toMatchObject({ id: expect.stringMatching(/^006Hs00000aaaaa/), kind: 'deal', state: 'won', amount: { value: '1234.5', currency: null }, day: '2026-03-01', products: null })
    expect(fromOpportunity({ ...won, IsWon: false }, null)?.state).toBe('lost')
    expect(fromOpportunity({ ...won, IsWon: false, IsClosed: false }, null)?.state).toBe('open')
  })
  it.each([null, undefined, NaN, 'a lot', 1e300])('with the amount %j has none, not 0', Amount => {
    expect(fromOpportunity({ ...won, Amount }, null)?.amount).toBeNull()
  })
  it('has its product lines once each, and none is not the same as not known', () => {
    const families = familiesOf([
      { OpportunityId: '006Hs00000aaaaa', Product2: { Family: 'Seed & Feed' } }, { OpportunityId: '006Hs00000aaaaa', Product2: { Family: 'Irrigation' } },
      { OpportunityId: '006Hs00000aaaaa', Product2: { Family: 'Irrigation' } }, { OpportunityId: '006Hs00000aaaaa', Product2: null }, { OpportunityId: null, Product2: { Family: 'X' } },
    ])
    expect(fromOpportunity(won, families)?.products).toEqual(['Irrigation', 'Seed & Feed'])
    expect(fromOpportunity({ ...won, Id: '006Hs00000bbbbb' }, families)?.products).toEqual([])
  })
  it('keeps the currency of its record', () => {
    expect(fromOpportunity({ ...won, CurrencyIsoCode: 'EUR' }, null)?.amount).toEqual({ value: '1234.5', currency: 'EUR' })
  })
})

describe('an order', () => {
  it.each([['A', 'won'], ['Activated', 'won'], ['D', 'open'], ['Draft', 'open'], ['C', 'lost'], [null, 'lost']])('of status %s is %s', (StatusCode, state) => {
    expect(fromOrder({ Id: '801Hs00000aaaaa', OrderNumber: '100', TotalAmount: 5, StatusCode, EffectiveDate: '2026-03-01' })).toMatchObject({ kind: 'order', state })
  })
})

describe('rates', () => {
  const currencies = [{ IsoCode: 'USD', ConversionRate: 1, IsCorporate: true }, { IsoCode: 'EUR', ConversionRate: 0.9, IsCorporate: false }, { IsoCode: 'GBP', ConversionRate: 0.8, IsCorporate: false }]
  it('say how much one unit of the corporate currency is, from when on', () => {
    const dated = [{ IsoCode: 'EUR', ConversionRate: 0.92, StartDate: '2026-01-01' }, { IsoCode: 'EUR', ConversionRate: 0.88, StartDate: '0000-12-30' }, { IsoCode: 'USD', ConversionRate: 1, StartDate: '2026-01-01' }]
    expect(readRates(currencies, dated)).toEqual([
      { from: 'USD', to: 'GBP', rate: '0.8', day: null }, { from: 'USD', to: 'EUR', rate: '0.92', day: '2026-01-01' }, { from: 'USD', to: 'EUR', rate: '0.88', day: null },
    ])
  })
  it('are none when nobody says what the corporate currency is, or they make no sense', () => {
    expect(readRates([], [])).toEqual([])
    expect(readRates([currencies[0]!, { IsoCode: 'EUR', ConversionRate: 0 }, { IsoCode: 'JPY', ConversionRate: null }], [])).toEqual([])
  })
})

describe('campaigns', () => {
  const campaign = { Name: 'Spring fair', ActualCost: 5000, BudgetedCost: 6000, NumberOfContacts: 40, NumberOfLeads: 10, StartDate: '2026-04-01' }
  const member = (n: number, Campaign: object = campaign) => ({ Id: `00vHs0000${n}aaaaa`, CampaignId: '701Hs00000aaaaa', Campaign })
  it('count the account’s own members once, however they were found', () => {
    expect(readCampaigns([member(1), member(2), member(1)])).toMatchObject([{ name: 'Spring fair', cost: { value: '5000' }, budgeted: false, members: 50, ofAccount: 2, day: '2026-04-01' }])
  })
  it('cost their budget, and say so, when no actual cost is there', () => {
    expect(readCampaigns([member(1, { ...campaign, ActualCost: null })])[0]).toMatchObject({ cost: { value: '6000' }, budgeted: true })
    expect(readCampaigns([member(1, { ...campaign, ActualCost: 0 })])[0]).toMatchObject({ cost: { value: '6000' }, budgeted: true })
    expect(readCampaigns([member(1, { ...campaign, ActualCost: null, BudgetedCost: null })])[0]).toMatchObject({ cost: null, budgeted: false })
  })
  it('never have fewer members than the account has in them', () => {
    expect(readCampaigns([member(1, { Name: 'x' }), member(2, { Name: 'x' })])[0]).toMatchObject({ members: 2, ofAccount: 2 })
  })
})
