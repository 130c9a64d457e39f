import { day, field, flag, long, moment, object, pick, ref, text, whole } from './field'

/** Label, closed. The org renamed nothing, but has one closed status of its own: code that looks for "Completed" alone is wrong here. */
export const taskStatuses = [
  ['Not Started', false], ['In Progress', false], ['Completed', true], ['Waiting on someone else', false], ['Deferred', false], ['Done by partner', true],
] as const
export const touchWords = ['Call', 'Email', 'Visit', 'Meeting', 'Other']
const what = ['Account', 'Opportunity', 'Case', 'Site_Visit__c', 'Campaign', 'Product2']
const who = ['Contact', 'Lead']

export const task = object('Task', '00T', [
  ref('WhoId', who, 'Tasks', { label: 'Name ID' }), ref('WhatId', what, 'Tasks', { label: 'Related To ID' }),
  whole('WhoCount', { readOnly: true }), whole('WhatCount', { readOnly: true }),
  field('Subject', 'combobox', { length: 255, values: ['Call', 'Send Letter', 'Send Quote', 'Other'] }),
  day('ActivityDate', { label: 'Due Date Only' }),
  pick('Status', taskStatuses.map(s => s[0]), { required: true, defaultValue: 'Not Started' }),
  pick('Priority', ['High', 'Normal', 'Low'], { required: true, defaultValue: 'Normal' }),
  flag('IsHighPriority', { readOnly: true }),
  ref('OwnerId', ['Group', 'User'], null, { required: true, defaultValue: '@user', relationshipName: 'Owner' }),
  long('Description', 32000, { label: 'Comments' }),
  pick('Type', touchWords),
  ref('AccountId', ['Account'], 'Tasks', { readOnly: true }),
  flag('IsClosed', { readOnly: true }), flag('IsArchived', { readOnly: true }),
  whole('CallDurationInSeconds', { label: 'Call Duration' }),
  pick('CallType', ['Internal', 'Inbound', 'Outbound'], { restricted: true }), text('CallDisposition', 255, { label: 'Call Result' }),
  text('CallObject', 255, { label: 'Call Object Identifier' }),
  moment('ReminderDateTime'), flag('IsReminderSet'),
  pick('TaskSubtype', ['Task', 'Email', 'ListEmail', 'Cadence', 'Call', 'LinkedIn'], { restricted: true, updateable: false, defaultValue: 'Task' }),
  moment('CompletedDateTime', { readOnly: true }),
  flag('IsRecurrence', { readOnly: true }), ref('RecurrenceActivityId', ['Task'], null, { readOnly: true }),
])

export const taskStatus = object('TaskStatus', '01p', [
  text('MasterLabel', 255, { nameField: true }), text('ApiName'), whole('SortOrder'), flag('IsDefault'), flag('IsClosed'),
], { createable: false, label: 'Task Status Value' })

export const event = object('Event', '00U', [
  ref('WhoId', who, 'Events', { label: 'Name ID' }), ref('WhatId', what, 'Events', { label: 'Related To ID' }),
  whole('WhoCount', { readOnly: true }), whole('WhatCount', { readOnly: true }),
  field('Subject', 'combobox', { length: 255, values: ['Call', 'Email', 'Meeting', 'Send Letter/Quote', 'Other'] }),
  text('Location'), flag('IsAllDayEvent', { label: 'All-Day Event' }),
  moment('ActivityDateTime', { label: 'Due Date Time' }), day('ActivityDate', { label: 'Due Date Only' }),
  whole('DurationInMinutes', { label: 'Duration' }), moment('StartDateTime'), moment('EndDateTime'), day('EndDate', { readOnly: true }),
  long('Description', 32000, { label: 'Description' }),
  ref('AccountId', ['Account'], 'Events', { readOnly: true }),
  ref('OwnerId', ['User'], null, { required: true, defaultValue: '@user', label: 'Assigned To ID', relationshipName: 'Owner' }),
  pick('Type', touchWords), flag('IsPrivate'), pick('ShowAs', ['Busy', 'OutOfOffice', 'Free'], { restricted: true, defaultValue: 'Busy' }),
  flag('IsGroupEvent', { readOnly: true }), flag('IsArchived', { readOnly: true }), flag('IsRecurrence', { readOnly: true }),
  flag('IsChild', { readOnly: true }),
  pick('GroupEventType', ['0', '1', '2', '3'], { readOnly: true, restricted: true, defaultValue: '0' }),
  flag('IsRecurrence2', { readOnly: true }), flag('IsRecurrence2Exception', { readOnly: true }), flag('IsRecurrence2Exclusion', { readOnly: true }),
  ref('RecurrenceActivityId', ['Event'], null, { readOnly: true }),
  pick('EventSubtype', ['Event'], { restricted: true, updateable: false, defaultValue: 'Event' }),
  moment('ReminderDateTime'), flag('IsReminderSet'),
  pick('Visit_Reason__c', ['Scheduled visit', 'Complaint', 'Demonstration', 'Renewal']),
])

/** Who is invited to an event, and in orgs with shared activities also which further contacts it is with. */
export const eventRelation = object('EventRelation', '0RE', [
  ref('EventId', ['Event'], 'EventRelations', { required: true }), ref('RelationId', ['Account', 'Contact', 'Lead', 'Opportunity', 'User'], 'EventRelations', { required: true }),
  ref('AccountId', ['Account'], null, { readOnly: true }),
  flag('IsWhat', { readOnly: true }), flag('IsParent'), flag('IsInvitee'),
  pick('Status', ['New', 'Accepted', 'Declined', 'Uninvited', 'Maybe'], { restricted: true }), moment('RespondedDate'), text('Response'),
])
