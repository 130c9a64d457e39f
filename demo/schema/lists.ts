import { flag, moment, object, text } from './field'

export const listView = object('ListView', '00B', [
  text('Name', 40, { nameField: true }), text('DeveloperName', 80), text('NamespacePrefix', 15), text('SobjectType', 40), flag('IsSoqlCompatible'),
  moment('LastViewedDate', { readOnly: true }),
], { createable: false })

export const report = object('Report', '00O', [
  text('Name', 40, { nameField: true }), text('DeveloperName', 80), text('FolderName', 256), text('Format', 40), moment('LastRunDate', { readOnly: true }),
], { createable: false })
