import { describe, expect, it } from 'vitest'
import { authorizePage, errorIn, sentBack } from './oauthPage'

const redirectUri = 'https://abcdefgh.chromiumapp.org/'
const asked = { clientId: '3MVG9.key', redirectUri, state: 's-1', challenge: 'c-1' }

describe('the address that is asked for consent', () => {
  it('names the app, the way back to the letter, the scopes, the state and the S256 challenge', () => {
    const url = new URL(authorizePage('https://acme.my.salesforce.com', asked, true))
    expect(url.origin + url.pathname).toBe('https://acme.my.salesforce.com/services/oauth2/authorize')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code', client_id: '3MVG9.key', redirect_uri: redirectUri, scope: 'api refresh_token', state: 's-1', code_challenge: 'c-1', code_challenge_method: 'S256',
    })
  })
  it('wants an answer without a question when it is visited unseen', () => {
    expect(new URL(authorizePage('https://acme.my.salesforce.com', asked, false)).searchParams.get('immediate')).toBe('true')
  })
})

describe('what comes back', () => {
  it.each([
    ['a code', `${redirectUri}?code=aPrx%3D%3D&state=s-1`, { code: 'aPrx==' }],
    ['a refusal', `${redirectUri}?error=access_denied&error_description=end-user+denied+authorization&state=s-1`, { error: 'access_denied', said: 'end-user denied authorization' }],
    ['a refusal without words', `${redirectUri}?error=immediate_unsuccessful&state=s-1`, { error: 'immediate_unsuccessful', said: '' }],
    ['another state', `${redirectUri}?code=x&state=s-2`, 'foreign'],
    ['no state', `${redirectUri}?code=x`, 'foreign'],
    ['two states', `${redirectUri}?code=x&state=s-1&state=s-2`, 'foreign'],
    ['an error with another state', `${redirectUri}?error=access_denied&state=s-2`, 'foreign'],
    ['another host', 'https://evil.example/?code=x&state=s-1', 'foreign'],
    ['another path', `${redirectUri}other?code=x&state=s-1`, 'foreign'],
    ['no code', `${redirectUri}?state=s-1`, 'foreign'],
    ['an empty code', `${redirectUri}?code=&state=s-1`, 'foreign'],
    ['a code in the fragment', `${redirectUri}#code=x&state=s-1`, 'foreign'],
    ['no address', 'nonsense', 'foreign'],
  ])('%s', (_, at, means) => {
    expect(sentBack(at, asked)).toEqual(means)
  })
})

describe('what a page says that is shown to nobody', () => {
  it.each([
    ['error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match%20configuration', { error: 'redirect_uri_mismatch', said: 'redirect_uri must match configuration' }],
    ['<a href="/x?error=invalid_client_id&amp;error_description=client+identifier+invalid">', { error: 'invalid_client_id', said: 'client identifier invalid' }],
    ['error=invalid_client_id', { error: 'invalid_client_id', said: '' }],
    ['<p>OAUTH_EC_APP_NOT_FOUND : External client app is not installed in this org</p>', { error: 'OAUTH_EC_APP_NOT_FOUND', said: 'External client app is not installed in this org' }],
    ['<h1>Down for maintenance</h1>', null],
    ['', null],
  ])('%s', (page, said) => {
    expect(errorIn(page)).toEqual(said)
  })
})
