import type { Org } from '../org'
import type { Row } from '../schema/field'

const zoneOffset = -18_000_000

/** GET /services/oauth2/userinfo: who the token belongs to, as OpenID Connect says it. */
export function userinfo(org: Org, user: Row, origin: string): Record<string, unknown> {
  const sub = `${origin}/id/${org.id}/${String(user.Id)}`
  return {
    sub, user_id: user.Id, organization_id: org.id, preferred_username: user.Username, nickname: user.Alias,
    name: `${String(user.FirstName)} ${String(user.LastName)}`,
    email: user.Email, email_verified: true, given_name: user.FirstName, family_name: user.LastName, zoneinfo: user.TimeZoneSidKey, locale: 'en_US',
    language: 'en_US',
    active: user.IsActive, user_type: 'STANDARD', is_lightning_login_user: false, utcOffset: zoneOffset, profile: `${origin}/${String(user.Id)}`,
    urls: urls(origin, org, user), updated_at: '2026-01-05T12:00:00Z', is_app_installed: true,
  }
}

/** GET /id/<org>/<user>: the older spelling of the same. */
export function identity(org: Org, user: Row, origin: string): Record<string, unknown> {
  return {
    id: `${origin}/id/${org.id}/${String(user.Id)}`, asserted_user: true, user_id: user.Id, organization_id: org.id, username: user.Username,
    nick_name: user.Alias,
    display_name: `${String(user.FirstName)} ${String(user.LastName)}`, email: user.Email, email_verified: true, first_name: user.FirstName,
    last_name: user.LastName,
    timezone: user.TimeZoneSidKey, active: user.IsActive, user_type: 'STANDARD', language: 'en_US', locale: 'en_US', utcOffset: zoneOffset,
    urls: urls(origin, org, user),
    is_app_installed: true,
  }
}

const urls = (origin: string, org: Org, user: Row): Record<string, string> => ({
  enterprise: `${origin}/services/Soap/c/{version}/${org.id.slice(0, 15)}`, partner: `${origin}/services/Soap/u/{version}/${org.id.slice(0, 15)}`,
  rest: `${origin}/services/data/v{version}/`, sobjects: `${origin}/services/data/v{version}/sobjects/`, query: `${origin}/services/data/v{version}/query/`,
  profile: `${origin}/${String(user.Id)}`, custom_domain: origin,
})
