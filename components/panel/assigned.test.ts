import { describe, expect, it } from 'vitest'
import { compared, type AssignedTo } from './assigned'

const ann = { id: '005A', name: 'Ann Lee' }
const bo = { id: '005B', name: 'Bo Chen' }
const to = (name: string, people: AssignedTo['people'] = null): AssignedTo => ({ name, people, byHand: false })

describe('what the CRM assigns beside what the plan claims', () => {
  it('is the same when the names are, whatever their case and blanks', () => {
    expect(compared([to('New  england ')], [{ name: 'New England', reps: [ann] }])).toEqual({ kind: 'same', crmOnly: [], planOnly: [] })
  })
  it('is another name for the same when nobody else works it', () => {
    expect(compared([to('NY', [ann])], [{ name: 'New York Metro', reps: [ann, bo] }]).kind).toBe('renamed')
    expect(compared([to('NY', [ann, bo])], [{ name: 'New York Metro', reps: [ann] }]).kind).toBe('other')
    expect(compared([to('NY', [])], [{ name: 'New York Metro', reps: [ann] }]).kind).toBe('other')
    expect(compared([to('NY')], [{ name: 'New York Metro', reps: [ann] }]).kind).toBe('other')
  })
  it('names what is in one only', () => {
    expect(compared([to('West 2', [bo]), to('East', [ann])], [{ name: 'East', reps: [ann] }, { name: 'Golf', reps: [bo] }])).toEqual({ kind: 'renamed', crmOnly: ['West 2'], planOnly: ['Golf'] })
    expect(compared([to('West 2', [bo])], [{ name: 'East', reps: [ann] }])).toEqual({ kind: 'other', crmOnly: ['West 2'], planOnly: ['East'] })
    expect(compared([to('West 2', [bo])], [])).toEqual({ kind: 'other', crmOnly: ['West 2'], planOnly: [] })
  })
  it('may be nothing at all', () => {
    expect(compared([], [{ name: 'East', reps: [ann] }])).toEqual({ kind: 'none', crmOnly: [], planOnly: ['East'] })
  })
})
