import { day, decimal, field, flag, long, money, object, pick, ref, text, whole } from './field'

/** Name, probability, closed, won. */
export const stages = [
  ['Prospecting', 10, false, false], ['Qualification', 10, false, false], ['Needs Analysis', 20, false, false], ['Value Proposition', 50, false, false],
  ['Proposal/Price Quote', 75, false, false], ['Negotiation/Review', 90, false, false], ['Closed Won', 100, true, true], ['Closed Lost', 0, true, false],
] as const

export const productFamilies = ['Ground Care', 'Irrigation', 'Seed & Feed', 'Service Plans', 'Spare Parts']

export const opportunity = object('Opportunity', '006', [
  ref('AccountId', ['Account'], 'Opportunities'),
  text('Name', 120, { required: true, nameField: true, label: 'Opportunity Name' }),
  long('Description', 32000),
  pick('StageName', stages.map(s => s[0]), { required: true, label: 'Stage' }),
  money('Amount'),
  field('Probability', 'percent', { precision: 3 }),
  money('ExpectedRevenue', { readOnly: true, calculated: false }),
  day('CloseDate', { required: true }),
  pick('Type', ['Existing Customer - Upgrade', 'Existing Customer - Replacement', 'New Customer']),
  text('NextStep', 255), pick('LeadSource', ['Web', 'Phone Inquiry', 'Partner Referral', 'Trade Show', 'Other']),
  flag('IsClosed', { readOnly: true }), flag('IsWon', { readOnly: true }),
  pick('ForecastCategoryName', ['Omitted', 'Pipeline', 'Best Case', 'Commit', 'Closed']),
  ref('CampaignId', ['Campaign'], 'Opportunities'),
  flag('HasOpportunityLineItem', { readOnly: true }),
  ref('Pricebook2Id', ['Pricebook2']),
  ref('OwnerId', ['User'], null, { required: true, defaultValue: '@user', relationshipName: 'Owner' }),
  day('LastActivityDate', { readOnly: true }),
], { plural: 'Opportunities' })

export const opportunityStage = object('OpportunityStage', '01J', [
  text('MasterLabel', 255, { nameField: true }), text('ApiName'), flag('IsActive'), whole('SortOrder'), flag('IsClosed'), flag('IsWon'),
  field('DefaultProbability', 'percent', { precision: 3 }), text('ForecastCategoryName'),
], { createable: false })

export const product = object('Product2', '01t', [
  text('Name', 255, { required: true, nameField: true, label: 'Product Name' }), text('ProductCode'), long('Description', 4000),
  pick('Family', productFamilies, { label: 'Product Family' }), flag('IsActive'),
], { label: 'Product' })

export const pricebook = object('Pricebook2', '01s', [
  text('Name', 255, { required: true, nameField: true }), flag('IsActive'), flag('IsStandard', { readOnly: true }),
], { label: 'Price Book' })

export const pricebookEntry = object('PricebookEntry', '01u', [
  text('Name', 255, { readOnly: true, nameField: true }), ref('Pricebook2Id', ['Pricebook2'], 'PricebookEntries', { required: true }),
  ref('Product2Id', ['Product2'], 'PricebookEntries', { required: true }), money('UnitPrice', { required: true }), flag('IsActive'),
], { label: 'Price Book Entry', plural: 'Price Book Entries' })

export const lineItem = object('OpportunityLineItem', '00k', [
  ref('OpportunityId', ['Opportunity'], 'OpportunityLineItems', { required: true }), whole('SortOrder', { readOnly: true }),
  ref('PricebookEntryId', ['PricebookEntry'], 'OpportunityLineItems'), ref('Product2Id', ['Product2'], 'OpportunityLineItems'),
  text('Name', 376, { readOnly: true, nameField: true }), decimal('Quantity', 12, 2, { required: true }),
  money('TotalPrice'), money('UnitPrice'), day('ServiceDate'), text('Description'),
], { label: 'Opportunity Product' })

export const campaign = object('Campaign', '701', [
  text('Name', 80, { required: true, nameField: true, label: 'Campaign Name' }), ref('ParentId', ['Campaign'], 'ChildCampaigns'),
  pick('Type', ['Conference', 'Webinar', 'Trade Show', 'Direct Mail', 'Email', 'Advertisement', 'Other']),
  pick('Status', ['Planned', 'In Progress', 'Completed', 'Aborted']), day('StartDate'), day('EndDate'),
  money('BudgetedCost', { scale: 0 }), money('ActualCost', { scale: 0 }), money('ExpectedRevenue', { scale: 0 }), flag('IsActive'),
  whole('NumberOfContacts', { readOnly: true, required: true }), whole('NumberOfLeads', { readOnly: true, required: true }),
  ref('OwnerId', ['User'], null, { required: true, defaultValue: '@user', relationshipName: 'Owner' }),
])

export const campaignMember = object('CampaignMember', '00v', [
  ref('CampaignId', ['Campaign'], 'CampaignMembers', { required: true }), ref('ContactId', ['Contact'], 'CampaignMembers'),
  ref('LeadId', ['Lead'], 'CampaignMembers'), ref('AccountId', ['Account'], null, { readOnly: true }),
  pick('Status', ['Sent', 'Responded', 'Attended', 'No Show'], { defaultValue: 'Sent' }), flag('HasResponded', { readOnly: true }),
  day('FirstRespondedDate', { readOnly: true }),
])
