/** Chance that a seed decides. */
export interface Random {
  /** From `from` to `to`, both included. */
  whole(from: number, to: number): number
  chance(of: number): boolean
  pick<T>(from: readonly T[]): T
  weighted<T>(from: readonly T[], weight: (of: T) => number): T
}

/** The same numbers for the same seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const random: Random = {
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: of => next() < of,
    pick: from => from[random.whole(0, from.length - 1)]!,
    weighted: (from, weight) => {
      let left = next() * from.reduce((sum, of) => sum + weight(of), 0)
      return from.find(of => (left -= weight(of)) < 0) ?? from.at(-1)!
    },
  }
  return random
}
