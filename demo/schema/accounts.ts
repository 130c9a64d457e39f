import { day, decimal, field, flag, long, money, moment, object, pick, ref, text, whole, type FieldDef } from './field'

export const industries = [
  'Agriculture', 'Apparel', 'Banking', 'Biotechnology', 'Chemicals', 'Communications', 'Construction', 'Consulting', 'Education', 'Electronics',
  'Energy', 'Engineering', 'Entertainment', 'Environmental', 'Finance', 'Food & Beverage', 'Government', 'Healthcare', 'Hospitality', 'Insurance',
  'Machinery', 'Manufacturing', 'Media', 'Not For Profit', 'Recreation', 'Retail', 'Shipping', 'Technology', 'Telecommunications',
  'Transportation', 'Utilities', 'Other',
]
export const accountTypes = [
  'Prospect', 'Customer - Direct', 'Customer - Channel', 'Channel Partner / Reseller', 'Installation Partner', 'Technology Partner', 'Other',
]
export const segments = ['Enterprise', 'Mid-Market', 'Small Business', 'Public Sector']
export const priorities = ['Critical', 'High', 'Medium', 'Low', 'Watch']

const address = (prefix: string): FieldDef[] => [
  long(`${prefix}Street`, 255),
  text(`${prefix}City`, 40),
  text(`${prefix}State`, 80, { label: `${prefix} State/Province` }),
  text(`${prefix}PostalCode`, 20, { label: `${prefix} Zip/Postal Code` }),
  text(`${prefix}Country`, 80),
  decimal(`${prefix}Latitude`, 18, 15),
  decimal(`${prefix}Longitude`, 18, 15),
  field(`${prefix}Address`, 'address', { readOnly: true, calculated: false, filterable: true }),
]

const phone = (name: string): FieldDef => field(name, 'phone', { length: 40 })

export const account = object('Account', '001', [
  text('Name', 255, { required: true, nameField: true, label: 'Account Name' }),
  pick('Type', accountTypes, { label: 'Account Type' }),
  ref('ParentId', ['Account'], 'ChildAccounts', { label: 'Parent Account ID' }),
  ...address('Billing'), ...address('Shipping'),
  phone('Phone'), phone('Fax'), text('AccountNumber', 40),
  field('Website', 'url', { length: 255 }),
  pick('Industry', industries), money('AnnualRevenue', { scale: 0 }), whole('NumberOfEmployees', { label: 'Employees', precision: 8 }),
  long('Description', 32000, { label: 'Account Description' }),
  pick('Rating', ['Hot', 'Warm', 'Cold'], { label: 'Account Rating' }), text('Site', 80, { label: 'Account Site' }),
  ref('OwnerId', ['User'], null, { required: true, defaultValue: '@user', relationshipName: 'Owner' }),
  day('LastActivityDate', { readOnly: true }),
  moment('LastViewedDate', { readOnly: true }), moment('LastReferencedDate', { readOnly: true }),
  pick('AccountSource', ['Web', 'Phone Inquiry', 'Partner Referral', 'Trade Show', 'Other']),
  pick('Priority__c', priorities, { restricted: true }),
  pick('Segment__c', segments, { restricted: true }),
  money('Marketing_Spend__c'),
  decimal('Visit_Minutes__c', 4, 0),
  flag('Former_Customer__c'),
  text('ERP_Number__c', 20, { externalId: true, label: 'ERP Number' }),
  ref('MasterRecordId', ['Account'], null, { readOnly: true, label: 'Master Record ID' }),
])

/** What Account has besides where the org has person accounts: each such account is a contact too. */
export const personFields: readonly FieldDef[] = [
  flag('IsPersonAccount', { readOnly: true }), ref('PersonContactId', ['Contact'], null, { readOnly: true }),
  text('FirstName', 40), text('LastName', 80), field('PersonEmail', 'email', { length: 80 }), phone('PersonMobilePhone'), phone('PersonHomePhone'),
]
export const personOfContact: readonly FieldDef[] = [flag('IsPersonAccount', { readOnly: true })]

export const contact = object('Contact', '003', [
  ref('AccountId', ['Account'], 'Contacts'),
  text('LastName', 80, { required: true }), text('FirstName', 40),
  pick('Salutation', ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.', 'Mx.']),
  text('Name', 121, { readOnly: true, required: true, nameField: true, label: 'Full Name', calculated: false }),
  phone('Phone'), phone('MobilePhone'), field('Email', 'email', { length: 80 }), text('Title', 128), text('Department', 80),
  ...address('Mailing'),
  ref('OwnerId', ['User'], null, { required: true, defaultValue: '@user', relationshipName: 'Owner' }),
  flag('HasOptedOutOfEmail', { label: 'Email Opt Out' }), flag('DoNotCall'),
  day('LastActivityDate', { readOnly: true }),
  long('Description', 32000, { label: 'Contact Description' }),
])

export const lead = object('Lead', '00Q', [
  text('LastName', 80, { required: true }), text('FirstName', 40),
  text('Name', 121, { readOnly: true, required: true, nameField: true, label: 'Full Name' }),
  text('Company', 255, { required: true }), text('Title', 128),
  pick(
    'Status', ['Open - Not Contacted', 'Working - Contacted', 'Closed - Converted', 'Closed - Not Converted'],
    { required: true, defaultValue: 'Open - Not Contacted' }
  ),
  pick('LeadSource', ['Web', 'Phone Inquiry', 'Partner Referral', 'Trade Show', 'Other']), pick('Industry', industries),
  phone('Phone'), field('Email', 'email', { length: 80 }), field('Website', 'url', { length: 255 }), whole('NumberOfEmployees', { label: 'Employees', precision: 8 }),
  long('Street', 255), text('City', 40), text('State', 80), text('PostalCode', 20), text('Country', 80), decimal('Latitude', 18, 15), decimal('Longitude', 18, 15),
  pick('Priority__c', priorities, { restricted: true }), pick('Segment__c', segments, { restricted: true }),
  ref('OwnerId', ['Group', 'User'], null, { required: true, defaultValue: '@user', relationshipName: 'Owner' }),
  flag('IsConverted', { readOnly: true }), day('ConvertedDate', { readOnly: true }), ref('ConvertedAccountId', ['Account'], null, { readOnly: true }),
  ref('ConvertedContactId', ['Contact'], null, { readOnly: true }), ref('ConvertedOpportunityId', ['Opportunity'], null, { readOnly: true }),
])

export const supportCase = object('Case', '500', [
  text('CaseNumber', 30, { readOnly: true, required: true, nameField: true }), ref('ContactId', ['Contact'], 'Cases'), ref('AccountId', ['Account'], 'Cases'),
  text('Subject', 255), long('Description', 32000),
  pick('Status', ['New', 'Working', 'Escalated', 'Closed'], { defaultValue: 'New' }), pick('Priority', ['High', 'Medium', 'Low'], { defaultValue: 'Medium' }),
  pick('Origin', ['Phone', 'Email', 'Web']), pick('Reason', ['Installation', 'Equipment Complexity', 'Performance', 'Breakdown', 'Other']),
  flag('IsClosed', { readOnly: true }), moment('ClosedDate', { readOnly: true }),
  ref('OwnerId', ['Group', 'User'], null, { required: true, defaultValue: '@user', relationshipName: 'Owner' }),
])

/** An object of the org's own: what the crew saw on the grounds, with the account under a name of its own. */
export const siteVisit = object('Site_Visit__c', 'a0B', [
  text('Name', 80, { readOnly: true, required: true, nameField: true, label: 'Site Visit Number' }),
  ref('Account__c', ['Account'], 'Site_Visits__r', { label: 'Account', relationshipName: 'Account__r' }),
  ref('Contractor__c', ['Account'], 'Contracted_Visits__r', { label: 'Contractor', relationshipName: 'Contractor__r' }),
  day('Visited_On__c'), long('Findings__c', 32000),
  ref('OwnerId', ['User'], null, { required: true, defaultValue: '@user', relationshipName: 'Owner' }),
], { label: 'Site Visit' })
