import { expect, it } from 'vitest'
import type { OutboxRow } from './db'
import { waitingCsv, waitingJson } from './waitingFile'

const row = (note: string): OutboxRow => ({
  mark: 'm1', space: 'crm|https://a|org|anna', crm: 'crm', org: 'https://a', accountName: 'Müller, "Söhne"', loggedAt: Date.UTC(2026, 10, 24, 9), attempts: 1, state: 'refused',
  error: { kind: 'refused', message: 'no', fields: [] }, notBefore: 0,
  touch: { mark: 'm1', accountId: '001', type: 'call', start: Date.UTC(2026, 10, 24, 8), day: '2026-11-24', minutes: 5, note, onlineWord: 'Online', extra: { Reason__c: 'x' } },
})

it('a waiting touch as a line of a table: no note becomes a formula, quotes and commas stay text', () => {
  const text = waitingCsv([row('=HYPERLINK("https://evil","x")')], [['Account', ({ accountName }) => accountName], ['Note', ({ touch }) => touch.note], ['Minutes', ({ touch }) => touch.minutes]])
  expect(text).toBe('\ufeff"Account","Note","Minutes"\r\n"Müller, ""Söhne""","\'=HYPERLINK(""https://evil"",""x"")",5\r\n')
})

it('as data: all that the CRM would be sent and how it stands, and nothing that tells whose session it was', () => {
  const written = waitingJson([row('spoke to Jane')])
  expect(JSON.parse(written)).toEqual({
    turfside: 'waiting touches',
    touches: [{
      mark: 'm1', crm: 'crm', org: 'https://a', accountName: 'Müller, "Söhne"', loggedAt: '2026-11-24T09:00:00.000Z', accountId: '001', type: 'call', start: '2026-11-24T08:00:00.000Z',
      day: '2026-11-24', minutes: 5, note: 'spoke to Jane', onlineWord: 'Online', extra: { Reason__c: 'x' }, state: 'refused', attempts: 1, error: { kind: 'refused', message: 'no', fields: [] },
    }],
  })
  expect(written).not.toContain('anna')
})
