import type { SessionAccess } from '../crm/adapter'

/** The sessions as they are when first asked for: whoever signs in later, what is asked through this goes on as whoever was there at first, or fails. */
export function oneSession({ cookie, pageStorage }: SessionAccess): SessionAccess {
  const cookies = new Map<string, Promise<string | null>>()
  const pages = new Map<string, ReturnType<SessionAccess['pageStorage']>>()
  return {
    cookie: (url, name) => first(cookies, `${url} ${name}`, () => cookie(url, name)),
    pageStorage: (origin, keyPrefix) => first(pages, `${origin} ${keyPrefix}`, () => pageStorage(origin, keyPrefix)),
  }
}

function first<T>(known: Map<string, T>, key: string, ask: () => T): T {
  if (!known.has(key)) known.set(key, ask())
  return known.get(key)!
}
