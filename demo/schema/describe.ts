import type { Org } from '../org'
import type { FieldDef, ObjectDef } from './field'

const soapTypes: Partial<Record<FieldDef['type'], string>> = {
  id: 'tns:ID', reference: 'tns:ID', boolean: 'xsd:boolean', int: 'xsd:int', double: 'xsd:double', currency: 'xsd:double', percent: 'xsd:double',
  date: 'xsd:date', datetime: 'xsd:dateTime', address: 'urn:address',
}
const bytesPer = 3

function describeField(org: Org, object: ObjectDef, f: FieldDef): Record<string, unknown> {
  const text = ['string', 'textarea', 'picklist', 'combobox', 'phone', 'url', 'email', 'id', 'reference'].includes(f.type)
  const required = org.required.has(`${object.name}.${f.name}`)
  const sortable = f.filterable && f.type !== 'address'
  return {
    aggregatable: sortable && f.type !== 'boolean', aiPredictionField: false, autoNumber: false,
    byteLength: text ? f.length * (f.type === 'id' || f.type === 'reference' ? 1 : bytesPer) : 0,
    calculated: f.calculated, calculatedFormula: null, cascadeDelete: false, caseSensitive: false, compoundFieldName: compoundName(object, f),
    controllerName: null,
    createable: object.createable && f.createable, custom: f.custom, defaultValue: f.type === 'boolean' ? f.defaultValue ?? false : null,
    defaultValueFormula: null,
    defaultedOnCreate: f.defaultValue !== null || f.type === 'boolean' || (!f.createable && !f.nillable), dependentPicklist: false, deprecatedAndHidden: false,
    digits: f.type === 'int' ? f.precision : 0, displayLocationInDecimal: false, encrypted: false, externalId: f.externalId, extraTypeInfo: null,
    filterable: f.filterable, filteredLookupInfo: null, formulaTreatNullNumberAsZero: false,
    groupable: sortable && !['currency', 'double', 'percent', 'datetime'].includes(f.type), highScaleNumber: false, htmlFormatted: false,
    idLookup: f.type === 'id' || f.externalId, inlineHelpText: null, label: f.label, length: text ? f.length : 0, mask: null, maskType: null,
    name: f.name, nameField: f.nameField, namePointing: f.referenceTo.length > 1, nillable: f.nillable && !required, permissionable: f.nillable && !f.nameField,
    picklistValues: f.values.map(value => ({ active: true, defaultValue: value === f.defaultValue, label: value, validFor: null, value })),
    polymorphicForeignKey: f.referenceTo.length > 1, precision: ['currency', 'double', 'percent'].includes(f.type) ? f.precision : 0, queryByDistance: false,
    referenceTargetField: null, referenceTo: f.referenceTo, relationshipName: f.relationshipName, relationshipOrder: null, restrictedDelete: false,
    restrictedPicklist: f.restricted, scale: f.scale, searchPrefilterable: false, soapType: soapTypes[f.type] ?? 'xsd:string', sortable, type: f.type,
    unique: f.externalId, updateable: object.createable && f.updateable, writeRequiresMasterRead: false,
  }
}

function compoundName(object: ObjectDef, f: FieldDef): string | null {
  const prefix = /^(Billing|Shipping|Mailing)(Street|City|State|PostalCode|Country|Latitude|Longitude)$/.exec(f.name)?.[1]
  if (prefix) return `${prefix}Address`
  return (f.name === 'FirstName' || f.name === 'LastName') && object.fields.some(x => x.name === 'Name') ? 'Name' : null
}

/** What both the list of objects and an object's own describe say of it. */
export function describeBasics(object: ObjectDef, base: string): Record<string, unknown> {
  const url = `${base}/sobjects/${object.name}`
  return {
    activateable: false, associateEntityType: null, associateParentEntity: null, createable: object.createable, custom: object.name.endsWith('__c'), customSetting: false,
    deepCloneable: false,
    deletable: object.createable, deprecatedAndHidden: false, feedEnabled: false, hasSubtypes: false, isInterface: false, isSubtype: false,
    keyPrefix: object.keyPrefix, label: object.label, labelPlural: object.labelPlural, layoutable: true, mergeable: false, mruEnabled: true, name: object.name,
    queryable: true, replicateable: true, retrieveable: true, searchable: true, triggerable: true, undeletable: object.createable,
    updateable: object.createable,
    urls: { rowTemplate: `${url}/{ID}`, describe: `${url}/describe`, sobject: url },
  }
}

/** The full describe; fields hidden from the user are not in it. */
export function describe(org: Org, userId: string, object: ObjectDef, base: string): Record<string, unknown> {
  return {
    actionOverrides: [],
    ...describeBasics(object, base),
    childRelationships: org.schema.children(object).map(c => ({
      cascadeDelete: false, childSObject: c.object.name, deprecatedAndHidden: false, field: c.field.name, junctionIdListNames: [], junctionReferenceTo: [],
      relationshipName: c.name, restrictedDelete: false,
    })),
    compactLayoutable: true, defaultImplementation: null, extendedBy: null, extendsInterfaces: null,
    fields: object.fields.filter(f => !org.hides(userId, object, f)).map(f => describeField(org, object, f)),
    implementedBy: null, implementsInterfaces: null, listviewable: null, lookupLayoutable: null, namedLayoutInfos: [], networkScopeFieldName: null,
    recordTypeInfos: [{
      active: true, available: true, defaultRecordTypeMapping: true, developerName: 'Master', master: true, name: 'Master',
      recordTypeId: '012000000000000AAA', urls: {},
    }],
    searchLayoutable: true, sobjectDescribeOption: 'FULL', supportedScopes: [{ label: 'All', name: 'everything' }, { label: 'Mine', name: 'mine' }],
  }
}
