/** Numbers that are the same in each run with the same seed (mulberry32). */
export interface Random {
  /** 0 to below 1. */
  next(): number
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number
  pick<T>(from: readonly T[]): T
  chance(share: number): boolean
}

export function random(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  return { next, whole, pick: from => from[whole(0, from.length - 1)]!, chance: share => next() < share }
}

/** The day so many days before (or, negative, after) an ISO day. */
export const daysBefore = (iso: string, days: number): string => new Date(Date.parse(iso) - days * 86_400_000).toISOString().slice(0, 10)

/** The last weekday (Monday to Friday) on or before an ISO day. */
export function weekday(iso: string): string {
  const day = new Date(iso).getUTCDay()
  return daysBefore(iso, day === 0 ? 2 : day === 6 ? 1 : 0)
}
