import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPolicy } from './policy'
import { privacyOf } from './privacy'

const nothing = { afterSignOut: null, retentionDays: null, listMode: true, book: true, plan: null, clientIds: {}, problems: [] }

describe('a managed policy', () => {
  it('that says nothing sets nothing', () => {
    for (const said of [undefined, null, {}, [], 'x', 7]) expect(readPolicy(said)).toEqual(nothing)
  })

  it('is taken key by key', () => {
    const said = { afterSignOut: 'forget', retentionDays: 14, listMode: false, book: false, plan: '{"turfside":1}', clientIds: { 'https://acme.my.salesforce.com': ' abc ' } }
    expect(readPolicy(said)).toEqual({ ...said, clientIds: { 'https://acme.my.salesforce.com': 'abc' }, problems: [] })
  })

  it.each([
    [{ afterSignOut: 'Forget' }, 'afterSignOut', 'afterSignOut'],
    [{ afterSignOut: true }, 'afterSignOut', 'afterSignOut'],
    [{ retentionDays: 0 }, 'retentionDays', 'retentionDays'],
    [{ retentionDays: 3651 }, 'retentionDays', 'retentionDays'],
    [{ retentionDays: 1.5 }, 'retentionDays', 'retentionDays'],
    [{ retentionDays: '30' }, 'retentionDays', 'retentionDays'],
    [{ listMode: 'no' }, 'listMode', 'yesOrNo'],
    [{ book: 0 }, 'book', 'yesOrNo'],
    [{ plan: { turfside: 1 } }, 'plan', 'text'],
    [{ plan: '  ' }, 'plan', 'text'],
    [{ clientIds: ['x'] }, 'clientIds', 'clientIds'],
    [{ clientIds: { org: 1 } }, 'clientIds', 'clientIds'],
    [{ retention: 30 }, 'retention', 'unknown'],
  ])('%j is told and does not count', (said, key, code) => {
    expect(readPolicy(said)).toEqual({ ...nothing, problems: [{ key, code }] })
  })

  it('keeps what is right beside what is wrong', () => {
    expect(readPolicy({ afterSignOut: 'forget', retentionDays: -1 })).toMatchObject({ afterSignOut: 'forget', retentionDays: null, problems: [{ key: 'retentionDays' }] })
  })

  it('of any kind is read without an error, and never loosens what is usual by a wrong value', () => {
    fc.assert(fc.property(fc.dictionary(fc.oneof(fc.constantFrom('afterSignOut', 'retentionDays', 'listMode', 'book', 'plan', 'clientIds', '__proto__', 'constructor'), fc.string()), fc.jsonValue()), said => {
      const policy = readPolicy(said)
      const { afterSignOut, retentionDays } = privacyOf(policy)
      expect(['hide', 'keep', 'forget']).toContain(afterSignOut)
      if (said.afterSignOut !== 'keep') expect(afterSignOut).not.toBe('keep')
      expect(retentionDays >= 1 && retentionDays <= 3650).toBe(true)
      if (retentionDays !== said.retentionDays) expect(retentionDays).toBe(90)
    }))
  })
})

describe('what becomes of copies', () => {
  it('is by itself: hidden after sign-out, kept for 90 days', () => {
    expect(privacyOf(null, undefined, {})).toEqual({ afterSignOut: 'hide', retentionDays: 90 })
  })

  it('is as the plan says, and as the policy says where it does', () => {
    const plan = { afterSignOut: 'keep', retentionDays: 30 } as const
    expect(privacyOf(readPolicy({}), plan)).toEqual(plan)
    expect(privacyOf(readPolicy({ retentionDays: 7 }), plan)).toEqual({ afterSignOut: 'keep', retentionDays: 7 })
    expect(privacyOf(readPolicy({ afterSignOut: 'forget' }), plan)).toEqual({ afterSignOut: 'forget', retentionDays: 30 })
  })
})
