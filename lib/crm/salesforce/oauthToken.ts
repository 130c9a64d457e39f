import { fail, ok, type Result } from '../adapter'
import type { Api } from './api'
import { idOf } from './ids'
import { errorOf, sendAs, type Reply } from './request'
import { text } from './values'

/** What the org's token endpoint grants. */
export interface Tokens {
  readonly access: string
  /** Null: it gave none, so one that was given before stays. */
  readonly refresh: string | null
  readonly orgId: string
  readonly userId: string
}

type Asking = Pick<Api, 'org' | 'access'>

/** Tokens for a code that the user's consent has brought. */
export const exchange = (api: Asking, by: { clientId: string; redirectUri: string; code: string; verifier: string }): Promise<Result<Tokens>> =>
  ask(api, { grant_type: 'authorization_code', client_id: by.clientId, redirect_uri: by.redirectUri, code: by.code, code_verifier: by.verifier })

/** Tokens for those that have run out. `apiAccess` "ended" when the CRM does not grant them any more. */
export const refreshed = (api: Asking, by: { clientId: string; refresh: string }): Promise<Result<Tokens>> =>
  ask(api, { grant_type: 'refresh_token', client_id: by.clientId, refresh_token: by.refresh })

/** Ends a grant. A refresh token takes its access tokens with it. True once the CRM knows; a token that it does not know is as good as revoked. */
export async function revoke(api: Asking, token: string): Promise<boolean> {
  const reply = await sendAs(api, { method: 'POST', path: '/services/oauth2/revoke', form: { token } }, null)
  // An empty answer is the good one here.
  if (!reply.ok) return reply.error.kind === 'unreadable' && reply.error.what.startsWith('an empty answer')
  return reply.value.status < 400 || saidOf(reply.value).error === 'invalid_token'
}

async function ask(api: Asking, form: Readonly<Record<string, string>>): Promise<Result<Tokens>> {
  const reply = await sendAs(api, { method: 'POST', path: '/services/oauth2/token', form }, null)
  if (!reply.ok) return reply
  if (reply.value.status >= 500 || reply.value.status === 429) return fail(errorOf(reply.value))
  if (reply.value.status >= 400) return fail(refusal(reply.value))
  const said = reply.value.body as Record<string, unknown> | null
  const access = text(said?.access_token)
  const [, orgId, userId] = /\/id\/(00D\w{12,15})\/(005\w{12,15})$/.exec(text(said?.id) ?? '') ?? []
  if (access === null || orgId === undefined || userId === undefined) return fail({ kind: 'unreadable', what: 'a grant without a token or an identity' })
  return ok({ access, refresh: text(said?.refresh_token), orgId: idOf(orgId)!, userId: idOf(userId)! })
}

const saidOf = ({ body }: Reply): { error: string; words: string } => {
  const said = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  return { error: text(said.error) ?? '', words: text(said.error_description) ?? '' }
}

function refusal(reply: Reply): ReturnType<typeof errorOf> {
  const { error, words } = saidOf(reply)
  if (/^OAUTH_(?:APP_BLOCKED|EC_APP_NOT_FOUND|APP_ACCESS_DENIED)$|^app_blocked$/i.test(error) || /blocked by admin/i.test(words)) return { kind: 'apiAccess', why: 'blocked' }
  if (error === 'invalid_grant' || error === 'inactive_user' || error === 'inactive_org') return { kind: 'apiAccess', why: 'ended' }
  return error === '' ? errorOf(reply) : { kind: 'refused', message: words === '' ? error : `${error}: ${words}`, fields: [] }
}
