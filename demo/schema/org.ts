import { day, decimal, field, flag, long, moment, object, pick, ref, text, whole } from './field'

export const user = object('User', '005', [
  text('Username', 80, { required: true }), text('LastName', 80, { required: true }), text('FirstName', 40),
  text('Name', 121, { readOnly: true, required: true, nameField: true, label: 'Full Name' }),
  field('Email', 'email', { length: 128, required: true }), text('Alias', 8, { required: true }), text('Title', 80), text('Department', 80),
  flag('IsActive', { label: 'Active' }), pick('UserType', ['Standard', 'Guest', 'AutomatedProcess'], { readOnly: true }),
  pick('TimeZoneSidKey', ['America/New_York', 'America/Chicago', 'Europe/Berlin'], { required: true, restricted: true }),
  pick('LocaleSidKey', ['en_US', 'en_CA', 'de_DE'], { required: true, restricted: true }),
  pick('LanguageLocaleKey', ['en_US', 'de'], { required: true, restricted: true }),
  ref('ManagerId', ['User'], 'ManagedUsers'), ref('ProfileId', ['Profile'], null, { required: true }), ref('UserRoleId', ['UserRole']),
  text('City', 40), text('State', 80), text('PostalCode', 20), text('Country', 80),
], { createable: false })

export const profile = object('Profile', '00e', [text('Name', 255, { nameField: true })], { createable: false })
export const userRole = object('UserRole', '00E', [text('Name', 80, { nameField: true })], { createable: false })
export const group = object('Group', '00G', [text('Name', 40, { nameField: true }), text('Type', 40)], { createable: false })

export const organization = object('Organization', '00D', [
  text('Name', 80, { nameField: true }), text('InstanceName', 5), flag('IsSandbox'), text('OrganizationType', 40),
  text('DefaultLocaleSidKey', 40), text('TimeZoneSidKey', 40), text('LanguageLocaleKey', 40), text('Country', 80), whole('FiscalYearStartMonth'),
  text('NamespacePrefix', 15), moment('TrialExpirationDate'),
], { createable: false })

export const territoryType = object(
  'Territory2Type', '0M5', [text('MasterLabel', 255, { nameField: true }), text('DeveloperName', 80), whole('Priority')], { createable: false }
)
export const territoryModel = object(
  'Territory2Model', '0MA', [text('Name', 80, { nameField: true }), text('DeveloperName', 80), pick('State', ['Planning', 'Active', 'Archived'])],
  { createable: false }
)
export const territory = object('Territory2', '0MI', [
  text('Name', 80, { nameField: true, required: true }), text('DeveloperName', 80), ref('Territory2ModelId', ['Territory2Model'], 'Territories'),
  ref('Territory2TypeId', ['Territory2Type']),
  ref('ParentTerritory2Id', ['Territory2'], 'ChildTerritories', { relationshipName: 'ParentTerritory2' }), long('Description', 1000),
], { label: 'Territory', createable: false })
export const accountTerritory = object('ObjectTerritory2Association', '0TA', [
  ref('ObjectId', ['Account', 'Lead', 'Opportunity'], 'ObjectTerritory2Associations', { required: true }),
  ref('Territory2Id', ['Territory2'], 'ObjectTerritory2Associations', { required: true }),
  pick('AssociationCause', ['Territory2AssignmentRule', 'Territory2Manual']),
], { createable: false })
export const userTerritory = object('UserTerritory2Association', '0MX', [
  ref('UserId', ['User'], 'UserTerritory2Associations', { required: true }),
  ref('Territory2Id', ['Territory2'], 'UserTerritory2Associations', { required: true }),
  flag('IsActive'), pick('RoleInTerritory2', ['Owner', 'Sales Rep', 'Sales Assistant']),
], { createable: false })

export const currencyType = object('CurrencyType', '01L', [
  text('IsoCode', 3, { nameField: true }), decimal('ConversionRate', 18, 6), whole('DecimalPlaces'), flag('IsActive'), flag('IsCorporate'),
], { createable: false })
export const datedRate = object('DatedConversionRate', '04w', [
  text('IsoCode', 3), day('StartDate'), day('NextStartDate'), decimal('ConversionRate', 18, 6),
], { createable: false })
