import type { Site } from '../adapter'
import { fingerprintOf } from './api'
import { lightningOf } from './hosts'
import { crm, recognise } from './recognise'

export const salesforceSite: Site = {
  id: crm,
  label: 'Salesforce',
  // Lightning's pages, and My Domain's for Classic.
  pages: ['https://*.lightning.force.com/*', 'https://*.my.salesforce.com/*'],
  api: ['https://*.my.salesforce.com/*'],
  requestsFrom: 'background',
  recognise,
  address: ({ org, id }) => `${lightningOf(org)}/lightning/r/Account/${id}/view`,
  fingerprint: (org, access) => fingerprintOf({ org, access }),
}
