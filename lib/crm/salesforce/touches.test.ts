import { describe, expect, it } from 'vitest'
import { fromEvent, fromTask, marked, markOf, taskType } from './touches'

const task = {
  Id: '00THs00000aaaaa', OwnerId: '005Hs00000bbbbb', Subject: ' Call ', Status: 'Completed', IsClosed: true, TaskSubtype: 'Call', Type: null,
  ActivityDate: '2026-11-20', CompletedDateTime: '2026-11-21T09:00:00.000+0000', CreatedDate: '2026-11-19T08:00:00.000+0000', CallDurationInSeconds: 300, CallObject: null,
}
const event = {
  Id: '00UHs00000ccccc', OwnerId: '005Hs00000bbbbb', Subject: 'Visit', Location: ' 10 Downing Street ', StartDateTime: '2026-11-20T23:30:00.000+0000',
  ActivityDate: '2026-11-20', IsAllDayEvent: false, DurationInMinutes: 45, CreatedDate: '2026-11-19T08:00:00.000+0000', Description: null,
}

describe('a task', () => {
  it.each([
    ['Call', null, 'call'], ['Call', 'Visit', 'call'], ['Email', null, 'email'], ['ListEmail', 'Call', 'email'],
    ['Task', 'Visit', 'visit'], ['Task', 'MEETING', 'meeting'], ['Task', ' call ', 'call'], ['Task', 'email', 'email'], [null, 'Visit', 'visit'], ['LinkedIn', 'Call', 'call'],
    ['Task', 'Other', null], ['Task', null, null], ['Task', 'Calls', null], ['Task', 'constructor', null], [null, null, null], ['Cadence', '', null],
  ])('of subtype %s and type %s is %s', (TaskSubtype, Type, touch) => {
    expect(taskType({ TaskSubtype, Type })).toBe(touch)
  })
  it('is a touch on its own day, completed and timed as the org says', () => {
    expect(fromTask(task, null)).toEqual({
      id: '00THs00000aaaaaMAA', type: 'call', userId: '005Hs00000bbbbbIAA', completed: true, day: '2026-11-20', start: null,
      completedAt: Date.UTC(2026, 10, 21, 9), createdAt: Date.UTC(2026, 10, 19, 8), seconds: 300, where: null, subject: 'Call', mark: null,
    })
  })
  it('without a date counts on the day of its completion', () => {
    expect(fromTask({ ...task, ActivityDate: null }, null)).toMatchObject({ day: null, completedAt: Date.UTC(2026, 10, 21, 9) })
  })
  it('is completed by the org’s own closed statuses where it has no flag', () => {
    const unflagged = { ...task, IsClosed: undefined }
    expect(fromTask({ ...unflagged, Status: 'Done by partner' }, ['Completed', 'Done by partner'])?.completed).toBe(true)
    expect(fromTask({ ...unflagged, Status: 'Deferred' }, ['Completed'])?.completed).toBe(false)
    expect(fromTask({ ...task, IsClosed: false }, ['Completed'])?.completed).toBe(false)
  })
  it('that is deleted, or the template of a series, is none', () => {
    expect(fromTask({ ...task, IsDeleted: true }, null)).toBeNull()
    expect(fromTask({ ...task, IsRecurrence: true }, null)).toBeNull()
  })
  it('with absurd values loses those alone', () => {
    expect(fromTask({ ...task, ActivityDate: '2026-02-31', CallDurationInSeconds: -5, CreatedDate: 'x', Subject: '' }, null)).toMatchObject({ day: null, seconds: null, createdAt: null, subject: null })
  })
  it('tells our mark from other call objects', () => {
    expect(fromTask({ ...task, CallObject: 'turfside:abc' }, null)?.mark).toBe('abc')
    expect(fromTask({ ...task, CallObject: 'CTI-123' }, null)?.mark).toBeNull()
    expect(fromTask({ ...task, Description: 'Note\n\nturfside:abc' }, null)?.mark).toBe('abc')
  })
})

describe('an event', () => {
  it('is an appointment at its start, where it takes place', () => {
    expect(fromEvent(event)).toEqual({
      id: '00UHs00000cccccMAA', type: 'appointment', userId: '005Hs00000bbbbbIAA', completed: true, day: null, start: Date.UTC(2026, 10, 20, 23, 30),
      completedAt: null, createdAt: Date.UTC(2026, 10, 19, 8), seconds: 2700, where: '10 Downing Street', subject: 'Visit', mark: null,
    })
  })
  it('of a whole day is of its date in every zone', () => {
    const whole = { ...event, IsAllDayEvent: true, StartDateTime: '2026-11-20T00:00:00.000+0000', DurationInMinutes: 1440 }
    expect(fromEvent(whole)).toMatchObject({ day: '2026-11-20', start: null, seconds: 86_400 })
    expect(fromEvent({ ...whole, ActivityDate: null })).toMatchObject({ day: '2026-11-20', start: null })
  })
  it('that is deleted or the parent of a series is none', () => {
    for (const flag of ['IsDeleted', 'IsRecurrence']) expect(fromEvent({ ...event, [flag]: true })).toBeNull()
  })
})

describe('the mark', () => {
  it.each(['', 'A note', 'Two\nlines\n', 'ends with turfside:other', '  ', 'שלום 🌱\r\n'])('is found again under the note %j', note => {
    expect(markOf(marked(note, 'abc-1'))).toBe('abc-1')
    // Salesforce trims and may change line ends.
    expect(markOf(` ${marked(note, 'abc-1').replace(/\n/g, '\r\n')}\r\n`)).toBe('abc-1')
  })
  it('is not made up', () => {
    for (const none of ['', null, 'turfside:', 'turfside:abc\nanother line', 'see turfside:abc', 7]) expect(markOf(none)).toBeNull()
  })
})
