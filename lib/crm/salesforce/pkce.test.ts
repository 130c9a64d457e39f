import { expect, it } from 'vitest'
import { challengeOf, newSecret } from './pkce'

it('makes the challenge of RFC 7636’s own example', async () => {
  expect(await challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
})

it('makes verifiers that RFC 7636 takes, none twice', () => {
  const made = Array.from({ length: 200 }, newSecret)
  for (const secret of made) expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(new Set(made).size).toBe(200)
})
