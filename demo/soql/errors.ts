import { SalesforceError } from '../errors'

/** Where in the query it went wrong, drawn as Salesforce draws it. */
function pointer(soql: string, at: string): string {
  const index = Math.max(0, soql.search(new RegExp(`(?<![\\w.])${at.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w])`, 'i')))
  const from = Math.max(0, index - 40)
  const line = soql.slice(from, index + at.length + 20).replaceAll('\n', ' ')
  return `\n${line}\n${' '.repeat(index - from)}^\nERROR at Row:1:Column:${index + 1}\n`
}

const advice = "Please reference your WSDL or the describe call for the appropriate names."

export const noSuchField = (soql: string, name: string, object: string): SalesforceError => new SalesforceError('INVALID_FIELD',
  `${pointer(soql, name)}No such column '${name}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${advice}`)

export const noSuchRelationship = (soql: string, name: string): SalesforceError => new SalesforceError('INVALID_FIELD',
  `${pointer(soql, name)}Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${advice}`)

export const noSuchObject = (soql: string, name: string): SalesforceError => new SalesforceError('INVALID_TYPE',
  `${pointer(soql, name)}sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${advice}`)

export const noSuchChildren = (soql: string, name: string): SalesforceError => new SalesforceError('INVALID_TYPE',
  `${pointer(soql, name)}Didn't understand relationship '${name}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${advice}`)

export const notFilterable = (soql: string, name: string): SalesforceError =>
  new SalesforceError('INVALID_FIELD', `${pointer(soql, name)}field '${name}' can not be filtered in a query call`)

export const notSortable = (soql: string, name: string): SalesforceError =>
  new SalesforceError('INVALID_FIELD', `${pointer(soql, name)}field '${name}' can not be sorted in a query call`)

export const notGroupable = (soql: string, name: string): SalesforceError =>
  new SalesforceError('INVALID_FIELD', `${pointer(soql, name)}field '${name}' can not be grouped in a query call`)

export const wrongOperand = (soql: string, name: string, type: string, quoted: boolean): SalesforceError => new SalesforceError('INVALID_FIELD',
  `${pointer(soql, name)}value of filter criterion for field '${name}' must be of type ${type} and should ${quoted ? 'be' : 'not be'} enclosed in quotes`)

export const malformed = (message: string): SalesforceError => new SalesforceError('MALFORMED_QUERY', message)

export const notHere = (what: string): SalesforceError => malformed(`${what} is not supported by the demo org`)
