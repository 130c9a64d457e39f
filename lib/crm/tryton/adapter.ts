import { fail, ok, type Access, type Adapter, type Connection, type CrmError, type Result } from '../adapter'
import { partyFields } from './fields'
import { partyOf } from './partyOf'
import { readAccount, usersIn } from './read'
import { search } from './rows'
import { callerOf, type Call } from './rpc'
import { sessionOf, type SaoSession } from './session'
import { trytonSite } from './site'
import { starterFacts } from './starter'
import { removeTouch, withdrawTouch, writeTouch } from './write'

const noLists: CrmError = { kind: 'refused', message: 'Lists of parties are not read', fields: [] }

export const tryton: Adapter = { ...trytonSite, connect }

function connect(org: string, access: Access): Connection {
  const signedIn = async <T>(work: (call: Call, session: SaoSession) => Promise<Result<T>>): Promise<Result<T>> => {
    const session = await sessionOf(org, access)
    return session === null ? fail({ kind: 'signedOut' }) : work(callerOf(org, access, session), session)
  }
  return {
    fingerprint: () => trytonSite.fingerprint(org, access),
    session: () => signedIn(async (call, { userId }) => {
      const query = { model: 'res.user', domain: [['id', '=', userId]], fields: [] }
      const found = await search(call, query, ['name', 'login', 'email'])
      if (!found.ok) return found
      const user = usersIn(found.value)[0]
      return user === undefined ? fail({ kind: 'signedOut' }) : ok({ user, orgId: null })
    }),
    read: (partyId, want) => signedIn((call, session) => readAccount(call, session.userId, partyId, want, access.now)),
    // Its lists filter in the page: the address does not say which parties are on it. So none is recognised, and none read.
    listed: async () => fail(noLists),
    readMany: async function* () { yield fail(noLists) },
    // Parties know no parent: what relates them in some modules has no one above the other.
    group: () => signedIn(async () => ok(null)),
    accountOf: record => signedIn(call => partyOf(call, record)),
    accountFields: () => signedIn(partyFields),
    starterFacts: () => signedIn((call, session) => starterFacts(call, session.userId, access.now)),
    // A note asks for nothing beyond what Turfside fills by itself.
    touchForm: () => signedIn(async () => ok([])),
    write: (touch, repeat) => signedIn((call, session) => writeTouch(call, session.userId, touch, repeat, access.now)),
    remove: touchId => signedIn(call => removeTouch(call, touchId)),
    withdraw: touch => signedIn(call => withdrawTouch(call, touch)),
  }
}
