/** What the simulated org describes: the fields that Turfside asks for, of the objects that it writes and of the account. */

const field = (name: string, type = 'string', more: Readonly<Record<string, unknown>> = {}): unknown =>
  ({ name, label: name, type, createable: true, nillable: true, defaultedOnCreate: false, filterable: true, length: type === 'string' ? 255 : 0, ...more })
const computed = { createable: false }
const choices = (...values: readonly string[]): Readonly<Record<string, unknown>> =>
  ({ picklistValues: values.map((value, i) => ({ value, label: value, active: true, defaultValue: i === 0 })) })

const activity = [
  field('Id', 'id', computed), field('AccountId', 'reference', computed), field('WhatId', 'reference'), field('WhoId', 'reference'), field('OwnerId', 'reference'), field('Subject'),
  field('ActivityDate', 'date'), field('CreatedDate', 'datetime', computed), field('IsDeleted', 'boolean', computed), field('IsRecurrence', 'boolean', computed),
  field('Description', 'textarea', { filterable: false, length: 32_000 }),
]

const objects: Readonly<Record<string, readonly unknown[]>> = {
  Account: [
    field('Id', 'id', computed), field('Name'), field('OwnerId', 'reference'), field('Type', 'picklist', choices('Customer')), field('CreatedDate', 'datetime', computed),
    field('IsDeleted', 'boolean', computed), field('MasterRecordId', 'reference', computed),
  ],
  Task: [
    ...activity, field('Status', 'picklist', choices('Not Started', 'Completed')), field('IsClosed', 'boolean', computed), field('TaskSubtype', 'picklist', choices('Task', 'Call', 'Email')),
    field('Type', 'picklist', choices('Call', 'Email')), field('CompletedDateTime', 'datetime', computed), field('CallDurationInSeconds', 'int'), field('CallObject'),
  ],
  Event: [...activity, field('StartDateTime', 'datetime'), field('DurationInMinutes', 'int'), field('Location'), field('IsAllDayEvent', 'boolean')],
}

/** The answers, ready to be sent. */
export const describes: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(objects).map(([name, fields]) => [name, JSON.stringify({ name, fields })]))
