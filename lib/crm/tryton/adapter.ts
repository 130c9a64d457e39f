import { fail, ok, type Access, type Adapter, type Connection, type Result } from '../adapter'
import { partyFields } from './fields'
import { addressOf, id, recognise } from './pages'
import { readAccount, usersIn } from './read'
import { search } from './rows'
import { callerOf, type Call } from './rpc'
import { fingerprintOf, sessionOf, type SaoSession } from './session'
import { removeTouch, writeTouch } from './write'

/**
 * Tryton, as its web client (sao) serves it on a company's own host. The host is granted at run time; the session is the user's own, read from the
 * open page for each use. An org is an origin and a database: "http://localhost:8000/crm".
 *
 * trytond refuses what carries another site's `Origin`, as a request of an extension does: whoever makes `access.fetch` must leave that header out.
 */
export const tryton: Adapter = {
  id,
  label: 'Tryton',
  pages: [],
  api: [],
  recognise,
  address: ref => addressOf(ref.org, ref.id),
  connect,
}

function connect(org: string, access: Access): Connection {
  const signedIn = async <T>(work: (call: Call, session: SaoSession) => Promise<Result<T>>): Promise<Result<T>> => {
    const session = await sessionOf(org, access)
    return session === null ? fail({ kind: 'signedOut' }) : work(callerOf(org, access, session), session)
  }
  return {
    fingerprint: async () => {
      const session = await sessionOf(org, access)
      return session === null ? null : fingerprintOf(org, session)
    },
    session: () => signedIn(async (call, { userId }) => {
      const query = { model: 'res.user', domain: [['id', '=', userId]], fields: [] }
      const found = await search(call, query, ['name', 'login', 'email'])
      if (!found.ok) return found
      const user = usersIn(found.value)[0]
      return user === undefined ? fail({ kind: 'signedOut' }) : ok({ user, orgId: null })
    }),
    read: (partyId, want) => signedIn((call, session) => readAccount(call, session.userId, partyId, want, access.now)),
    accountFields: () => signedIn(partyFields),
    // A note asks for nothing beyond what Turfside fills by itself.
    touchForm: () => signedIn(async () => ok([])),
    write: (touch, repeat) => signedIn((call, session) => writeTouch(call, session.userId, touch, repeat, access.now)),
    remove: touchId => signedIn(call => removeTouch(call, touchId)),
  }
}
