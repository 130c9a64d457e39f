import { describe, expect, it } from 'vitest'
import type { NewTouch } from '../adapter'
import type { TouchType } from '../../model/snapshot'
import type { FieldShape, ObjectShape } from './describe'
import { closedStatus, formOf, recordOf } from './form'
import type { Org } from './org'

const field = (name: string, more: Partial<FieldShape> = {}): FieldShape =>
  ({ name, label: name, type: 'string', createable: true, required: false, filterable: true, length: 0, choices: [], ...more })
const shape = (...fields: FieldShape[]): ObjectShape => Object.fromEntries(fields.map(one => [one.name.toLowerCase(), one]))
const choices = (...values: string[]) => values.map(value => ({ value, label: value }))

const task = [
  field('Subject', { length: 255 }), field('WhatId'), field('OwnerId'), field('Description'), field('ActivityDate', { type: 'date' }), field('CallObject', { length: 255 }),
  field('Status', { choices: choices('Offen', 'Erledigt', 'Done by partner') }), field('TaskSubtype', { choices: choices('Task', 'Email', 'Call') }),
  field('Type', { choices: choices('Call', 'E-Mail') }), field('CallDurationInSeconds', { type: 'int' }), field('CompletedDateTime', { createable: false }),
]
const event = [field('Subject'), field('WhatId'), field('OwnerId'), field('Description'), field('StartDateTime'), field('DurationInMinutes', { type: 'int' }), field('Location', { length: 255 })]

const orgWith = (taskFields = task, eventFields = event): Org => ({
  format: 3, fingerprint: 'f', learnedAt: 0, version: 'v60.0', composite: true, closedStatuses: ['Erledigt', 'Done by partner'], users: [], usersComplete: true,
  multiCurrency: false, corporate: null, rates: [], without: [],
  objects: {
    Account: {}, Opportunity: null, OpportunityLineItem: null, Product2: null, Order: null, CampaignMember: null, Campaign: null, ObjectTerritory2Association: null,
    Task: shape(...taskFields), Event: shape(...eventFields),
  },
})
const touch = (type: TouchType, more: Partial<NewTouch> = {}): NewTouch => ({
  mark: 'm-1', accountId: '001Hs00003abcdeIAA', type, start: Date.UTC(2026, 10, 24, 9, 30), day: '2026-11-24', minutes: 20, note: 'Spoke with Ann', onlineWord: 'Zoom', extra: {}, ...more,
})

describe('the record of a touch', () => {
  it('is a completed task for a call, in the org’s own words', () => {
    expect(recordOf(orgWith(), touch('call'), '005x')).toEqual({
      Subject: 'Call', WhatId: '001Hs00003abcdeIAA', OwnerId: '005x', TaskSubtype: 'Call', Status: 'Erledigt', ActivityDate: '2026-11-24', CallObject: 'turfside:m-1',
      Description: 'Spoke with Ann', CallDurationInSeconds: 1200,
    })
  })
  it('is an event for a visit and a meeting, of which only the meeting has a place', () => {
    const visit = { Subject: 'Visit', WhatId: '001Hs00003abcdeIAA', OwnerId: '005x', StartDateTime: '2026-11-24T09:30:00.000Z', DurationInMinutes: 20, Description: 'Spoke with Ann\n\nturfside:m-1' }
    expect(recordOf(orgWith(), touch('visit'), '005x')).toEqual(visit)
    expect(recordOf(orgWith(), touch('meeting'), '005x')).toEqual({ ...visit, Subject: 'Meeting', Location: 'Zoom' })
  })
  it('tells the type by Type where the org has no subtypes', () => {
    const plain = task.filter(one => one.name !== 'TaskSubtype')
    expect(recordOf(orgWith(plain), touch('call'), '005x')).toMatchObject({ Type: 'Call' })
    expect(recordOf(orgWith(plain.filter(one => one.name !== 'Type').concat(field('Type'))), touch('email'), '005x')).toMatchObject({ Type: 'Email' })
  })
  it('carries its mark in the description where CallObject cannot be written', () => {
    const record = recordOf(orgWith(task.map(one => (one.name === 'CallObject' ? { ...one, createable: false } : one))), touch('email'), '005x')
    expect(record).toMatchObject({ TaskSubtype: 'Email', Description: 'Spoke with Ann\n\nturfside:m-1' })
    expect(record).not.toHaveProperty('CallObject')
  })
  it('sends only what this user may write', () => {
    const shy = task.map(one => ({ ...one, createable: one.name === 'Subject' }))
    expect(recordOf(orgWith(shy), touch('call'), '005x')).toEqual({ Subject: 'Call' })
  })
  it('sends what the form asked for, typed, and never lets it replace what Turfside fills', () => {
    const asked = [...event, field('Reason__c'), field('Score__c', { type: 'double' }), field('Sure__c', { type: 'boolean' }), field('Locked__c', { createable: false })]
    const extra = { Reason__c: ' Demo ', Score__c: '4.5', Sure__c: 'true', Locked__c: 'x', Nowhere__c: 'x', OwnerId: '005y' }
    expect(recordOf(orgWith(task, asked), touch('visit', { extra }), '005x')).toMatchObject({ Reason__c: 'Demo', Score__c: 4.5, Sure__c: true, OwnerId: '005x' })
    expect(Object.keys(recordOf(orgWith(task, asked), touch('visit', { extra }), '005x'))).not.toContain('Locked__c')
  })
})

describe('the closed status', () => {
  it('is Completed where that is one, else the org’s first closed one', () => {
    expect(closedStatus(orgWith())).toBe('Erledigt')
    const org = orgWith(task.map(one => (one.name === 'Status' ? { ...one, choices: choices('Done by partner', 'Completed') } : one)))
    expect(closedStatus({ ...org, closedStatuses: ['Done by partner', 'Completed'] })).toBe('Completed')
    expect(closedStatus({ ...org, closedStatuses: ['Done by partner'] })).toBe('Done by partner')
  })
  it('is guessed from its name only where the org does not say', () => {
    expect(closedStatus({ ...orgWith(), closedStatuses: null })).toBeNull()
    expect(closedStatus({ ...orgWith(task.map(one => (one.name === 'Status' ? { ...one, choices: choices('Open', 'Completed') } : one))), closedStatuses: null })).toBe('Completed')
  })
})

describe('the form', () => {
  it('asks for what the org requires and Turfside does not fill', () => {
    const strict = [
      ...event.map(one => ({ ...one, required: true })), field('Reason__c', { label: 'Reason', required: true, type: 'picklist', choices: choices('Demo', 'Complaint') }),
      field('Score__c', { label: 'Score', required: true, type: 'double' }), field('When__c', { label: 'When', required: true, type: 'date' }), field('Free__c'),
    ]
    const expected = [
      { name: 'Reason__c', label: 'Reason', kind: 'choice', choices: choices('Demo', 'Complaint') }, { name: 'Score__c', label: 'Score', kind: 'number', choices: [] },
      { name: 'When__c', label: 'When', kind: 'date', choices: [] },
    ]
    expect(formOf(orgWith(task, strict), 'meeting')).toEqual(expected)
    // A visit's place is not filled: who must say where, is asked.
    expect(formOf(orgWith(task, strict), 'visit').map(one => one.name)).toEqual(['Location', 'Reason__c', 'Score__c', 'When__c'])
    expect(formOf(orgWith(task, strict), 'call')).toEqual([])
  })
})
