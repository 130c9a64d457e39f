import type { Site } from '../adapter'
import { fingerprintOf } from './api'
import { lightningOf } from './hosts'
import { crm, recognise } from './recognise'

export const salesforceSite: Site = {
  id: crm,
  label: 'Salesforce',
  // Lightning's pages, and My Domain's for Classic; and what comes through Microsoft's proxy, only to say so there. Government, China and
  // Experience Cloud sites are few people's: their hosts are granted in the options.
  pages: ['https://*.lightning.force.com/*', 'https://*.my.salesforce.com/*', 'https://*.lightning.force.com.mcas.ms/*', 'https://*.my.salesforce.com.mcas.ms/*'],
  api: ['https://*.my.salesforce.com/*'],
  home: 'https://login.salesforce.com/',
  requestsFrom: 'background',
  recognise,
  address: ({ org, id }) => `${lightningOf(org)}/lightning/r/Account/${encodeURIComponent(id)}/view`,
  fingerprint: (org, access) => fingerprintOf({ org, access }),
}
