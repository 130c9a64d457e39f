import { fail, ok, type AppDoor, type CrmError, type Result } from '../adapter'
import { hashOf, tokenOf, type Api, type Bearer, type Door } from './api'
import { grantIn, keepGrant, keepSetup, setupIn, type Grant, type Setup } from './oauthGrant'
import { authorizePage, errorIn, sentBack, type SentBack } from './oauthPage'
import { exchange, refreshed, revoke, type Tokens } from './oauthToken'
import { challengeOf, newSecret } from './pkce'
import { sendAs } from './request'
import { text } from './values'

/** An org's API with a door: what this file and `oauthConnect.ts` work on. */
export interface Doored extends Pick<Api, 'org' | 'access'> {
  readonly door: AppDoor
}

/** What is shut is tried again after this long, not with every request. */
const shutMs = 10_000

/**
 * The token of each request, where the user may have let Turfside in by an app. While the browser's session is the one that the grant is bound to, it is
 * the grant's. When it is another (signed in anew, another user, "log in as"), the CRM is asked unseen who that is, before anything else is asked of it.
 */
export function doorOf(at: Doored): Door {
  return { bearer: () => bearer(at), renew: used => renew(at, used) }
}

async function bearer(at: Doored): Promise<Result<Bearer>> {
  const session = await sessionOf(at)
  if (session === null) return fail({ kind: 'signedOut' })
  const setup = await setupIn(at.door.vault)
  if (!setup?.as) return ok({ token: session.sid, as: null })
  const held = heldBy(await grantIn(at.door.vault), session.hash, setup, at.access.now())
  return held ?? inTurn(at, () => confirm(at, session.hash))
}

async function renew(at: Doored, used: string): Promise<Result<Bearer>> {
  return inTurn(at, async () => {
    const [session, setup, grant] = [await sessionOf(at), await setupIn(at.door.vault), await grantIn(at.door.vault)]
    if (session === null) return fail({ kind: 'signedOut' })
    if (!setup?.as) return ok({ token: session.sid, as: null })
    // Another request has renewed it, or it is no longer this session's.
    if (grant?.sid !== session.hash || grant.state !== 'open' || grant.access !== used) return confirm(at, session.hash)
    if (grant.refresh === null) return look(at, setup, session.hash)
    return renewWith(at, setup, session.hash, grant.refresh)
  })
}

const sessionOf = async (at: Doored): Promise<{ sid: string; hash: string } | null> => {
  const sid = await tokenOf(at)
  return sid === null ? null : { sid, hash: await hashOf(at.org, sid) }
}

/** What the grant says for that session; null: nothing, or nothing any more. */
function heldBy(grant: Grant | null, hash: string, setup: Setup, now: number): Result<Bearer> | null {
  if (grant?.sid !== hash) return null
  if (grant.state === 'open') return ok({ token: grant.access, as: setup.as })
  if (grant.state === 'other') return fail({ kind: 'otherUser', signedInAs: grant.name, connectedAs: setup.as!.user.name })
  return now - grant.at < shutMs && now >= grant.at ? fail({ kind: 'apiAccess', why: grant.why }) : null
}

/** Under the lock: who is it? Whoever waited for another's answer finds it here. */
async function confirm(at: Doored, hash: string): Promise<Result<Bearer>> {
  const setup = await setupIn(at.door.vault)
  if (!setup?.as) return fail({ kind: 'apiAccess', why: 'closed' })
  const held = heldBy(await grantIn(at.door.vault), hash, setup, at.access.now())
  if (held) return held
  // The browser came back with the very session it was closed with.
  if (setup.kept?.sid === hash) return renewWith(at, setup, hash, setup.kept.refresh)
  return look(at, setup, hash)
}

async function renewWith(at: Doored, setup: Setup, hash: string, refresh: string): Promise<Result<Bearer>> {
  const tokens = await refreshed(at, { clientId: setup.clientId, refresh })
  if (tokens.ok) return bind(at, setup, hash, { ...tokens.value, refresh: tokens.value.refresh ?? refresh })
  if (tokens.error.kind !== 'apiAccess') return tokens
  if (tokens.error.why === 'blocked') return shut(at, hash, 'blocked')
  return look(at, setup, hash, 'ended')
}

/** Asks the CRM unseen: it answers for whoever is signed in now, if that user has let the app in before. */
async function look(at: Doored, setup: Setup, hash: string, otherwise: 'ended' | 'unconfirmed' = 'unconfirmed'): Promise<Result<Bearer>> {
  const granted = await authorize(at, setup.clientId, false)
  if (!('tokens' in granted)) return 'error' in granted ? fail(granted.error) : shut(at, hash, otherwise)
  if (!granted.tokens.ok) return granted.tokens.error.kind === 'apiAccess' ? shut(at, hash, granted.tokens.error.why === 'blocked' ? 'blocked' : otherwise) : granted.tokens
  return bind(at, setup, hash, granted.tokens.value)
}

/** Binds a grant to the session in which it was made, if it is the connected user's; another's is revoked at once, and only its name kept. */
async function bind(at: Doored, setup: Setup, hash: string, tokens: Tokens): Promise<Result<Bearer>> {
  const { vault } = at.door
  const session = await sessionOf(at)
  // Somebody has signed in meanwhile: whose grant this is can no longer be told.
  if (session?.hash !== hash) {
    await revoke(at, tokens.refresh ?? tokens.access)
    return fail({ kind: 'signedOut' })
  }
  if (tokens.userId !== setup.as!.user.ids[0] || !isOfOrg(tokens, session.sid)) {
    const name = (await nameOf(at, tokens)).name
    await revoke(at, tokens.refresh ?? tokens.access)
    await keepGrant(vault, { sid: hash, state: 'other', name })
    return fail({ kind: 'otherUser', signedInAs: name, connectedAs: setup.as!.user.name })
  }
  await keepGrant(vault, { sid: hash, state: 'open', access: tokens.access, refresh: tokens.refresh })
  if (setup.stay && tokens.refresh !== null) await keepSetup(vault, { ...setup, kept: { refresh: tokens.refresh, sid: hash } })
  return ok({ token: tokens.access, as: setup.as })
}

async function shut(at: Doored, hash: string, why: 'blocked' | 'ended' | 'unconfirmed'): Promise<Result<Bearer>> {
  await keepGrant(at.door.vault, { sid: hash, state: 'shut', why, at: at.access.now() })
  return fail({ kind: 'apiAccess', why })
}

export type Authorized =
  | { readonly tokens: Result<Tokens> }
  | { readonly error: CrmError }
  | { readonly failed: 'closed' | 'needsUser' | 'notPermitted' }
  | { readonly refused: Exclude<SentBack, 'foreign' | { code: string }> | 'foreign' }

/** The whole way from the CRM's page to the tokens; each with a verifier and a state of its own. */
export async function authorize(at: Doored, clientId: string, seen: boolean): Promise<Authorized> {
  const [verifier, state, redirectUri] = [newSecret(), newSecret(), await at.door.redirectUri()]
  const asked = { clientId, redirectUri, state, challenge: await challengeOf(verifier) }
  const page = authorizePage(at.org, asked, seen)
  const visit = await at.door.visit(page, seen)
  if ('failed' in visit) {
    if (visit.failed !== 'unreachable') return { failed: visit.failed }
    const said = await saidBy(at, page)
    return said ? { refused: said } : { error: { kind: 'offline' } }
  }
  const back = sentBack(visit.at, asked)
  if (back === 'foreign' || 'error' in back) return { refused: back }
  return { tokens: await exchange(at, { clientId, redirectUri, code: back.code, verifier }) }
}

/** A page that answers with an error status is shown to nobody, neither seen nor unseen: what it says is read instead. Null: it says nothing, or is not there. */
async function saidBy({ access }: Doored, page: string): Promise<{ error: string; said: string } | null> {
  try {
    const answer = await access.fetch(page, { credentials: 'omit', cache: 'no-store', redirect: 'manual', signal: AbortSignal.timeout(10_000) })
    return answer.status >= 400 && answer.status < 500 ? errorIn(await answer.text()) : null
  } catch (error) {
    if (error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError')) return null
    throw error
  }
}

/** A session of the browser names its org before the "!". */
export const isOfOrg = ({ orgId }: Tokens, sid: string): boolean => !/^00D\w{12,15}!/.test(sid) || sid.slice(0, 15) === orgId.slice(0, 15)

/** The name of whose the tokens are; without it, the id. With the scope `api` alone, userinfo need not answer. */
export async function nameOf(at: Doored, { access, userId }: Tokens): Promise<{ name: string; email: string | null }> {
  const query = encodeURIComponent(`SELECT Name, Email FROM User WHERE Id = '${userId}'`)
  const reply = await sendAs(at, { method: 'GET', path: `/services/data/v60.0/query?q=${query}` }, access)
  const [row] = reply.ok && reply.value.status < 400 ? ((reply.value.body as { records?: Record<string, unknown>[] } | null)?.records ?? []) : []
  return { name: text(row?.Name) ?? userId, email: text(row?.Email) }
}

const turns = new Map<string, Promise<unknown>>()

/** One at a time for an org: what two requests need at once is got once. */
export function inTurn<T>({ org }: Doored, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(org) ?? Promise.resolve()).then(work, work)
  turns.set(org, turn)
  return turn
}
