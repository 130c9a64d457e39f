import { createHash, randomBytes } from 'node:crypto'
import type { Org } from './org'
import type { Row } from './schema/field'
import type { Sessions } from './sessions'

/** What the org's admin sets: API Access Control, and the External Client App that may be let in. */
export interface OAuthApp {
  /** API Access Control: only sessions that an app was granted are good for the API. */
  enforced: boolean
  /** The admin has blocked the app. */
  blocked: boolean
  /** The consumer key. */
  readonly clientId: string
  /** Callback URLs, of which a request must name one to the letter. */
  readonly redirectUris: Set<string>
  /** Users need not consent: the admin has done so for them. */
  preauthorized: boolean
  /** A refresh token is good for one use. */
  rotates: boolean
  /** What access tokens an app was granted end, as after two hours. */
  expireAccess(): void
  /** Everything that was granted ends, as when the admin or the user revokes it. */
  revokeAll(): void
  /** What was asked of the token endpoint, in order: grant types and "revoke". */
  readonly asked: string[]
}

/** The demo org's app, whose consumer key anyone may know: it is no secret. */
export const demoClientId = '3MVG9turfsideDemo0000000000000000000000000000000000000000000000000000000000000000000'

interface Code {
  readonly org: string
  readonly userId: string
  readonly redirectUri: string
  readonly challenge: string | null
  readonly scope: string
  readonly until: number
}

interface Granted {
  readonly org: string
  readonly userId: string
  readonly scope: string
  /** The access token of now. */
  access: string
}

/** What the OAuth endpoints remember. */
export interface OAuthState extends OAuthApp {
  /** "org|user" of those who have consented. */
  readonly consents: Set<string>
  readonly codes: Map<string, Code>
  /** By refresh token. */
  readonly granted: Map<string, Granted>
}

export function createOAuth(sessions: Sessions, enforced: boolean): OAuthState {
  const state: OAuthState = {
    enforced, blocked: false, clientId: demoClientId, redirectUris: new Set(), preauthorized: false, rotates: false, asked: [],
    consents: new Set(), codes: new Map(), granted: new Map(),
    expireAccess: () => sessions.expire({ by: 'app' }),
    revokeAll() {
      state.granted.clear()
      state.consents.clear()
      sessions.expire({ by: 'app' })
    },
  }
  return state
}

/** Why an authorization is refused, in Salesforce's words; to the page when the client cannot be trusted with it. */
export type Refusal = { readonly error: string; readonly description: string; readonly toClient: boolean }

/** What is wrong with a request to authorize, whoever makes it; null: nothing. */
export function wrongWith(state: OAuthState, asked: URLSearchParams): Refusal | null {
  const refuse = (error: string, description: string, toClient = false): Refusal => ({ error, description, toClient })
  if (asked.get('client_id') !== state.clientId) return refuse('invalid_client_id', 'client identifier invalid')
  if (!state.redirectUris.has(asked.get('redirect_uri') ?? '')) return refuse('redirect_uri_mismatch', 'redirect_uri must match configuration')
  if (state.blocked) return refuse('OAUTH_APP_BLOCKED', 'this app is blocked by admin')
  if (asked.get('response_type') !== 'code') return refuse('unsupported_response_type', 'response type must be code', true)
  // The app requires PKCE.
  if (!asked.get('code_challenge')) return refuse('invalid_request', 'missing required code challenge', true)
  if ((asked.get('code_challenge_method') ?? 'S256') !== 'S256') return refuse('invalid_request', 'unsupported code challenge method', true)
  const unknown = (asked.get('scope') ?? 'api').split(' ').filter(scope => !['api', 'refresh_token', 'offline_access'].includes(scope))
  return unknown.length ? refuse('invalid_scope', 'the requested scope is not allowed', true) : null
}

export function issueCode(state: OAuthState, org: Org, userId: string, asked: URLSearchParams, now: number): string {
  const code = `aPrx${randomBytes(40).toString('base64url')}==`
  state.codes.set(code, {
    org: org.name, userId, redirectUri: asked.get('redirect_uri')!, challenge: asked.get('code_challenge'), scope: asked.get('scope') ?? 'api', until: now + 15 * 60_000,
  })
  return code
}

export interface TokenAnswer {
  readonly status: number
  readonly body?: Record<string, unknown>
}

const no = (error: string, error_description: string): TokenAnswer => ({ status: 400, body: { error, error_description } })

/** POST /services/oauth2/token */
export function token(state: OAuthState, org: Org, sessions: Sessions, origin: string, form: URLSearchParams, now: number): TokenAnswer {
  const grantType = form.get('grant_type') ?? ''
  state.asked.push(grantType)
  if (form.get('client_id') !== state.clientId) return no('invalid_client_id', 'client identifier invalid')
  if (state.blocked) return no('OAUTH_APP_BLOCKED', 'this app is blocked by admin')
  if (grantType === 'authorization_code') return exchange(state, org, sessions, origin, form, now)
  if (grantType === 'refresh_token') return refresh(state, org, sessions, origin, form, now)
  return no('unsupported_grant_type', 'grant type not supported')
}

function exchange(state: OAuthState, org: Org, sessions: Sessions, origin: string, form: URLSearchParams, now: number): TokenAnswer {
  const code = state.codes.get(form.get('code') ?? '')
  if (!code || code.org !== org.name) return no('invalid_grant', 'invalid authorization code')
  // Good for one use, right or wrong.
  state.codes.delete(form.get('code')!)
  if (code.until < now) return no('invalid_grant', 'expired authorization code')
  if (form.get('redirect_uri') !== code.redirectUri) return no('redirect_uri_mismatch', 'redirect_uri must match configuration')
  const verifier = form.get('code_verifier')
  if (verifier === null) return no('invalid_grant', 'missing required code verifier')
  if (createHash('sha256').update(verifier).digest('base64url') !== code.challenge) return no('invalid_grant', 'invalid code verifier')
  const user = org.get(code.userId)
  if (user?.IsActive !== true) return no('inactive_user', 'user is inactive')
  const access = openAccess(sessions, org, code.userId)
  const refreshToken = code.scope.includes('refresh_token') ? newRefreshToken() : null
  if (refreshToken !== null) state.granted.set(refreshToken, { org: org.name, userId: code.userId, scope: code.scope, access })
  return { status: 200, body: tokens(org, user, origin, access, refreshToken, code.scope, now) }
}

function refresh(state: OAuthState, org: Org, sessions: Sessions, origin: string, form: URLSearchParams, now: number): TokenAnswer {
  const held = form.get('refresh_token') ?? ''
  const granted = state.granted.get(held)
  if (!granted || granted.org !== org.name) return no('invalid_grant', 'expired access/refresh token')
  const user = org.get(granted.userId)
  if (user?.IsActive !== true) return no('inactive_user', 'user is inactive')
  granted.access = openAccess(sessions, org, granted.userId)
  const rotated = state.rotates ? newRefreshToken() : null
  if (rotated !== null) {
    state.granted.delete(held)
    state.granted.set(rotated, granted)
  }
  return { status: 200, body: tokens(org, user, origin, granted.access, rotated, granted.scope, now) }
}

/** POST /services/oauth2/revoke: a refresh token takes its access token with it. */
export function revoke(state: OAuthState, sessions: Sessions, form: URLSearchParams): TokenAnswer {
  state.asked.push('revoke')
  const held = form.get('token') ?? ''
  const granted = state.granted.get(held)
  if (granted) {
    sessions.end(granted.access)
    state.granted.delete(held)
    return { status: 200 }
  }
  if (sessions.get(held)?.by !== 'app') return no('invalid_token', `invalid token: ${held}`)
  sessions.end(held)
  return { status: 200 }
}

const newRefreshToken = (): string => `5Aep861${randomBytes(48).toString('base64url')}`

const openAccess = (sessions: Sessions, org: Org, userId: string): string => sessions.open({ org: org.name, userId, face: 'api', by: 'app' }, org.id)

function tokens(org: Org, user: Row, origin: string, access: string, refreshToken: string | null, scope: string, now: number): Record<string, unknown> {
  return {
    access_token: access, ...(refreshToken === null ? {} : { refresh_token: refreshToken }), signature: randomBytes(32).toString('base64'), scope,
    instance_url: origin, id: `https://login.salesforce.com/id/${org.id}/${String(user.Id)}`, token_type: 'Bearer', issued_at: String(now), api_instance_url: 'https://api.salesforce.com',
  }
}
