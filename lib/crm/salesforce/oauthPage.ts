/** The page of the org where a user lets an app in: how it is asked for, and what it sends back. */

export interface Authorization {
  readonly clientId: string
  readonly redirectUri: string
  readonly state: string
  readonly challenge: string
}

/** No more than is used: the API, and a grant that is renewed. */
const scope = 'api refresh_token'

/** The address to visit. `seen` false: it is to answer by itself, for whoever is signed in, or to say that it cannot. */
export function authorizePage(org: string, { clientId, redirectUri, state, challenge }: Authorization, seen: boolean): string {
  const url = new URL('/services/oauth2/authorize', org)
  const asked = {
    response_type: 'code', client_id: clientId, redirect_uri: redirectUri, scope, state, code_challenge: challenge, code_challenge_method: 'S256',
    ...(seen ? {} : { immediate: 'true' }),
  }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  return url.href
}

export type SentBack =
  | { readonly code: string }
  | { readonly error: string; readonly said: string }
  /** Not to our address, or not what we asked for: somebody else's answer. */
  | 'foreign'

/** What the address says that the CRM sent back to. An answer without our `state` is never believed, error or not. */
export function sentBack(at: string, { redirectUri, state }: Pick<Authorization, 'redirectUri' | 'state'>): SentBack {
  if (!URL.canParse(at)) return 'foreign'
  const url = new URL(at)
  const wanted = new URL(redirectUri)
  if (url.origin !== wanted.origin || url.pathname !== wanted.pathname) return 'foreign'
  const told = url.searchParams
  if (told.getAll('state').length !== 1 || told.get('state') !== state) return 'foreign'
  const error = told.get('error')
  if (error !== null) return { error, said: told.get('error_description') ?? '' }
  const code = told.get('code')
  return code === null || code === '' ? 'foreign' : { code }
}

/** The error that a page of the CRM tells the user of: "error=redirect_uri_mismatch&error_description=…", or "OAUTH_APP_BLOCKED : …" in markup. */
export function errorIn(page: string): { readonly error: string; readonly said: string } | null {
  const inQuery = /\berror=(?<error>\w+)(?:&(?:amp;)?error_description=(?<said>[\w%+.-]*))?/.exec(page)?.groups
  if (inQuery) return { error: inQuery.error!, said: decoded(inQuery.said ?? '') }
  const inText = /\b(?<error>OAUTH_[A-Z_]+)\b(?:\s*:\s*(?<said>[^<\n]{0,200}))?/.exec(page)?.groups
  return inText ? { error: inText.error!, said: (inText.said ?? '').trim() } : null
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '))
  } catch {
    return value
  }
}
