import type { Site } from '../adapter'
import { addressOf, id, recognise } from './pages'
import { fingerprintOf, sessionOf } from './session'

/**
 * Tryton, as its web client (sao) serves it on a company's own host. The host is granted at run time; the session is the user's own, read from the
 * open page for each use. An org is an origin and a database: "http://localhost:8000/crm".
 */
export const trytonSite: Site = {
  id,
  label: 'Tryton',
  pages: [],
  api: [],
  home: null,
  // trytond refuses what carries another site's `Origin`, as each request of an extension does.
  requestsFrom: 'page',
  recognise,
  address: ref => addressOf(ref.org, ref.id),
  fingerprint: async (org, access) => {
    const session = await sessionOf(org, access)
    return session === null ? null : fingerprintOf(org, session)
  },
}
