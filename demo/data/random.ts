/** A stream of random numbers that is the same for the same seed (mulberry32). */
export interface Random {
  /** 0 up to 1, 1 not included. */
  next(): number
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number
  chance(p: number): boolean
  pick<T>(list: readonly T[]): T
  /** Of [value, weight] pairs. */
  weighted<T>(list: readonly (readonly [T, number])[]): T
  /** Bell-shaped around 1, never below 0.2. */
  spread(): number
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const random: Random = {
    next,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: p => next() < p,
    pick: list => list[Math.floor(next() * list.length)]!,
    weighted(list) {
      let at = next() * list.reduce((sum, [, w]) => sum + w, 0)
      for (const [value, weight] of list) if ((at -= weight) < 0) return value
      return list[list.length - 1]![0]
    },
    spread: () => Math.max(0.2, 1 + (next() + next() + next() + next() - 2) * 0.8),
  }
  return random
}
