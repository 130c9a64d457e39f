import type { AppAccess, AppOutcome, Session } from '../adapter'
import { hashOf, tokenOf } from './api'
import { idSpellings } from './ids'
import { authorize, inTurn, isOfOrg, nameOf, type Authorized, type Doored } from './oauthDoor'
import { grantIn, keepGrant, keepSetup, setupIn } from './oauthGrant'
import { revoke } from './oauthToken'

/** Setting the second way in up, and taking it down. */
export function appAccessOf(at: Doored): AppAccess {
  const { vault } = at.door
  return {
    async state() {
      const [setup, managedId, redirectUri] = await Promise.all([setupIn(vault), at.door.managedId(), at.door.redirectUri()])
      return {
        clientId: managedId ?? setup?.clientId ?? null, managed: managedId !== null, redirectUri,
        connectedAs: setup?.as?.user.name ?? null, stay: setup?.stay ?? false, guide: 'externalClientApp',
      }
    },
    async connect(clientId, stay) {
      const id = clientId.trim()
      const granted = await authorize(at, id, true)
      // Only now: a person may take minutes, and the requests of others must not wait for that.
      return inTurn(at, () => take(at, id, stay, granted))
    },
    disconnect: forget => inTurn(at, () => disconnect(at, forget)),
  }
}

async function take(at: Doored, clientId: string, stay: boolean, granted: Authorized): Promise<AppOutcome> {
  const { vault } = at.door
  if (!('tokens' in granted)) return outcomeOf(granted)
  if (!granted.tokens.ok) {
    const { error } = granted.tokens
    if (error.kind === 'apiAccess') return { failed: error.why === 'blocked' ? 'blocked' : 'refused', said: '' }
    if (error.kind === 'refused') return { failed: 'refused', said: error.message }
    return { failed: error.kind === 'unreadable' ? 'refused' : 'unreachable', said: error.kind === 'unreadable' ? error.what : '' }
  }
  const tokens = granted.tokens.value
  // Read after the window has closed: who signed in there has changed it, and it is their session that the grant belongs to.
  const sid = await tokenOf(at)
  const undo = async (failed: 'signedOut' | 'otherOrg'): Promise<AppOutcome> => {
    await revoke(at, tokens.refresh ?? tokens.access)
    return { failed, said: '' }
  }
  if (sid === null) return undo('signedOut')
  if (!isOfOrg(tokens, sid)) return undo('otherOrg')
  const before = await revocable(at)
  const hash = await hashOf(at.org, sid)
  const { name, email } = await nameOf(at, tokens)
  const as: Session = { user: { ids: idSpellings(tokens.userId), name, email }, orgId: tokens.orgId }
  await keepGrant(vault, { sid: hash, state: 'open', access: tokens.access, refresh: tokens.refresh })
  await keepSetup(vault, { format: 1, clientId, as, stay, kept: stay && tokens.refresh !== null ? { refresh: tokens.refresh, sid: hash } : null })
  if (before !== null && before !== tokens.refresh) await revoke(at, before)
  return { connectedAs: name }
}

function outcomeOf(granted: Exclude<Authorized, { tokens: unknown }>): AppOutcome {
  if ('error' in granted) return { failed: 'unreachable', said: '' }
  if ('failed' in granted) return { failed: granted.failed === 'needsUser' ? 'closed' : granted.failed, said: '' }
  const { refused } = granted
  if (refused === 'foreign') return { failed: 'refused', said: '' }
  if (refused.error === 'access_denied') return { failed: 'denied', said: '' }
  if (refused.error === 'OAUTH_APP_BLOCKED') return { failed: 'blocked', said: '' }
  if (refused.error === 'redirect_uri_mismatch') return { failed: 'badRedirect', said: '' }
  if (refused.error === 'invalid_client_id' || refused.error === 'OAUTH_EC_APP_NOT_FOUND') return { failed: 'badClientId', said: '' }
  return { failed: 'refused', said: refused.said === '' ? refused.error : `${refused.error}: ${refused.said}` }
}

async function disconnect(at: Doored, forget: boolean): Promise<{ revoked: boolean }> {
  const { vault } = at.door
  const setup = await setupIn(vault)
  const token = await revocable(at)
  // Forgotten first: whatever becomes of the request, it is not used any more here.
  await keepGrant(vault, null)
  await keepSetup(vault, setup && !forget ? { ...setup, as: null, kept: null } : null)
  return { revoked: token === null || (await revoke(at, token)) }
}

/** What ends all of the grant that is held; null: nothing is held. */
async function revocable(at: Doored): Promise<string | null> {
  const [setup, grant] = [await setupIn(at.door.vault), await grantIn(at.door.vault)]
  if (grant?.state === 'open') return grant.refresh ?? grant.access
  return setup?.kept?.refresh ?? null
}
