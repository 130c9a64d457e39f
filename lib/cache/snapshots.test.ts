import { describe, expect, it } from 'vitest'
import type { OutboxRow, RecordRow } from './db'
import { snapshotOf } from './snapshots'

const row: RecordRow = {
  space: 'crm|https://crm.example|user', id: 'dorne', readAt: 0,
  snapshot: {
    account: {
      ids: ['dorne'], name: 'Dorne', ownerId: null, type: null, industry: null, employees: null, phone: null, website: null, currency: null, createdAt: null,
      address: { street: null, city: null, region: null, postalCode: null, country: null }, coordinates: null,
      priority: null, segment: null, marketing: null, visitMinutes: null, former: null, fields: {},
    },
    area: { country: null, region: null, county: null, postalCode: null }, place: null, placeNote: null,
    users: [], deals: [], touches: [], touchesSince: null, campaigns: null, rates: [], hidden: [], readAt: 0,
  },
}

const logged = (state: OutboxRow['state'], accountId = 'dorne'): OutboxRow => ({
  mark: `${state} ${accountId}`, space: row.space, crm: 'crm', org: 'https://crm.example', accountName: 'Dorne', loggedAt: 1000, attempts: 1, state, error: null, notBefore: 0,
  touch: { mark: `${state} ${accountId}`, accountId, type: 'call', day: '2026-11-24', start: 1000, minutes: 5, note: '', onlineWord: 'online', extra: {} },
})

describe('the snapshot that is assessed', () => {
  it('counts the touches on their way to the CRM, by the user who logged them', () => {
    const { touches } = snapshotOf(row, [logged('waiting'), logged('sending')], [])
    expect(touches.map(({ mark, userId, seconds }) => ({ mark, userId, seconds }))).toEqual([
      { mark: 'waiting dorne', userId: 'user', seconds: 300 }, { mark: 'sending dorne', userId: 'user', seconds: 300 },
    ])
  })

  it('counts neither a touch that the CRM refused, nor one taken back, nor another account’s', () => {
    expect(snapshotOf(row, [logged('refused'), logged('taken back'), logged('waiting', 'other')], []).touches).toEqual([])
  })
})
