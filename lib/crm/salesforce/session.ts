import { fail, ok, type CrmError, type Result, type Session } from '../adapter'
import { fingerprintOf, type Api } from './api'
import { idOf, idSpellings } from './ids'
import { send, settled } from './request'
import { text } from './values'

interface Known {
  readonly fingerprint: string
  readonly session: Session
}

/** Asks the CRM who is signed in, and remembers it for `knownSession`. */
export async function askSession(api: Api): Promise<Result<Session>> {
  const fingerprint = await fingerprintOf(api)
  if (fingerprint === null) return fail({ kind: 'signedOut' })
  const bearer = await api.door?.bearer()
  if (bearer && !bearer.ok) return bearer
  // Who let an app in is known since then, and that it is still the tab's user has just been made sure of.
  if (bearer?.value.as) return remember(api, fingerprint, bearer.value.as)
  const answer = settled(await send(api, { method: 'GET', path: '/services/oauth2/userinfo' }))
  if (!answer.ok) return answer.error.kind === 'signedOut' ? fail(await whyNot(api)) : answer
  const said = answer.value as Record<string, unknown> | null
  const userId = idOf(said?.user_id)
  if (!said || userId === null) return fail({ kind: 'unreadable', what: 'userinfo without a user_id' })
  const name = text(said.name) ?? text(said.preferred_username) ?? userId
  const session: Session = { user: { ids: idSpellings(userId), name, email: text(said.email) }, orgId: idOf(said.organization_id) }
  return remember(api, fingerprint, session)
}

async function remember(api: Api, fingerprint: string, session: Session): Promise<Result<Session>> {
  const known: Known = { fingerprint, session }
  await api.access.memo.set('session', known)
  return ok(session)
}

/** Who is signed in, without a request when this very session was asked about before. */
export async function knownSession(api: Api): Promise<Result<Session>> {
  const known = (await api.access.memo.get('session')) as Known | undefined | null
  if (known && known.fingerprint === (await fingerprintOf(api))) return ok(known.session)
  return askSession(api)
}

/** userinfo refuses a session that has ended and one that the API does not take in the same words; the API itself tells them apart. */
async function whyNot(api: Api): Promise<CrmError> {
  const answer = settled(await send(api, { method: 'GET', path: '/services/data/v60.0/' }))
  return !answer.ok && answer.error.kind === 'apiAccess' ? answer.error : { kind: 'signedOut' }
}
