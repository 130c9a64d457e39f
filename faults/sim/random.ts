/** Numbers that a seed decides, and nothing else (sfc32). */
export interface Random {
  /** 0 ≤ x < 1 */
  next(): number
  /** A whole number from 0 to `below` − 1. */
  below(below: number): number
  between(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(of: readonly T[]): T
  /** A stream of its own: what is drawn from it shifts nothing elsewhere. */
  fork(name: string): Random
}

export function randomOf(seed: number | string): Random {
  const text = String(seed)
  let [a, b, c, d] = [hash(text, 1), hash(text, 2), hash(text, 3), 1]
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4_294_967_296
  }
  for (let i = 0; i < 12; i++) next()
  const below = (n: number): number => Math.floor(next() * n)
  return {
    next, below,
    between: (from, to) => from + next() * (to - from),
    chance: probability => next() < probability,
    pick: of => of[below(of.length)]!,
    fork: name => randomOf(`${text}/${name}`),
  }
}

/** FNV-1a, with a start of one's own. */
export function hash(text: string, start: number): number {
  let h = 2_166_136_261 ^ Math.imul(start, 0x9e3779b1)
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16_777_619)
  return h ^ (h >>> 15)
}
