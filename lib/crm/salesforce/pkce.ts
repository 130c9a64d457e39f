/** Proof Key for Code Exchange (RFC 7636), by the one method that is worth it: S256. */

/** A secret of 256 bits that never leaves the browser before the code is exchanged. Also good as `state`. */
export const newSecret = (): string => base64Url(crypto.getRandomValues(new Uint8Array(32)))

/** What the authorization request shows of the verifier. */
export const challengeOf = async (verifier: string): Promise<string> =>
  base64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))))

const base64Url = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
