import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { touchTypes } from '../../model/snapshot'
import { messageOf, touchOf } from './note'
import { toDatetime } from './values'

const written = Date.UTC(2026, 10, 24, 15, 30)
const note = (message: string) => touchOf({ id: 7, message, create_uid: 3, create_date: toDatetime(written) })

describe('which notes are touches', () => {
  it.each([
    ['Call', 'call'], ['VISIT', 'visit'], ['email\nSent the offer', 'email'], ['E-mail, 5 min', 'email'], ['Meeting: ', 'meeting'], ['Visit 45 min 2026-11-20', 'visit'],
  ])('%j is a %s', (message, type) => {
    expect(note(message)?.type).toBe(type)
  })
  it.each(['', 'Call them back in spring', 'Visitors must register', 'Emails bounce', 'Recall', 'Visit?\nWhen', 'They said: Call', '\nturfside:x', 'Call, soon'])('%j is none', message => {
    expect(note(message)).toBeNull()
  })
  it('takes the day and the minutes that the first line names, and who wrote it', () => {
    expect(note('Visit, 45 min, 2026-11-20\nWants a quote')).toMatchObject({ day: '2026-11-20', seconds: 2700, start: null, userId: '3', subject: 'Wants a quote', mark: null, completed: true })
  })
  it('falls on the day it was written when it names none, and no day is made of 2026-02-30', () => {
    expect(note('Call')).toMatchObject({ day: null, createdAt: written, seconds: null })
    expect(note('Call, 2026-02-30')).toMatchObject({ day: null })
  })
  it('keeps calls of two days apart although both were noted in the same minute', () => {
    const apart = note('Call, 2026-11-23')!.completedAt! - note('Call, 2026-11-20')!.completedAt!
    expect(apart).toBe(3 * 86_400_000)
  })
  it('gives back every touch that Turfside writes, whatever its text', () => {
    fc.assert(fc.property(
      fc.constantFrom(...touchTypes), fc.string({ unit: 'grapheme' }), fc.uuid(), fc.integer({ min: 0, max: 1_440 }), fc.integer({ min: 946_684_800, max: 4_102_444_799 }),
      (type, text, mark, minutes, seconds) => {
        const start = seconds * 1000
        const touch = note(messageOf({ mark, accountId: '1', type, start, day: '2026-11-24', minutes, note: text, onlineWord: 'online', extra: {} }))
        expect(touch).toMatchObject({ type, mark, start, day: '2026-11-24', seconds: minutes * 60 })
      },
    ))
  })
})
