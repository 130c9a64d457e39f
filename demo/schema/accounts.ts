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
  phone('Phone'), field('Email', 'email', { length: 80 }), text('City', 40), text('State', 80), text('PostalCode', 20), text('Country', 80),
  ref('OwnerId', ['Group', 'User'], null, { required: true, defaultValue: '@user', relationshipName: 'Owner' }),
  flag('IsConverted', { readOnly: true }),
])
