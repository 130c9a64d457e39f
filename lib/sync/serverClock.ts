import type { Access } from '../crm/adapter'

/** Clocks of well-kept servers differ by less, and due days do not turn on it. */
const tolerance = 5 * 60_000
/** What a slow answer may feign. */
const noise = 30_000

const memoName = 'clockOff'

/** Under which the cache keeps how far this computer's clock is off, by an org's servers. */
export const clockOffKey = (crm: string, org: string): string => `${crm}|${org}|${memoName}`

/**
 * Compares this computer's clock with that of the CRM's servers at each answer, and keeps by how many milliseconds ours is ahead of theirs; null
 * while they agree. Nothing is set right by it: the days shown are still those of this computer's clock, and the screens say so.
 */
export function watchingClock(memo: Access['memo'], fetch: Access['fetch'], now: () => number): Access['fetch'] {
  let kept: number | null | undefined
  return async (url, init) => {
    const asked = now()
    const answer = await fetch(url, init)
    // Only a good answer is the CRM's own: a page of the network's in between may be of any day.
    const sent = answer.ok ? Date.parse(answer.headers.get('date') ?? '') : NaN
    if (!Number.isFinite(sent)) return answer
    const ahead = Math.round((asked + now()) / 2 - sent)
    const off = Math.abs(ahead) < tolerance ? null : ahead
    kept ??= ((await memo.get(memoName)) as number | null | undefined) ?? null
    if ((off === null) !== (kept === null) || Math.abs((off ?? 0) - (kept ?? 0)) > noise) await memo.set(memoName, off)
    kept = off
    return answer
  }
}
