/** A number from 0 up to 1, 1 not included, that is always the same for the same seed, salt and n. */
export function chanceOf(seed: number, salt: number, n: number): number {
  let t = (Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b) ^ Math.imul(seed + 1, 0xc2b2ae35)) >>> 0
  t = Math.imul(t ^ (t >>> 16), 0x21f0aaad)
  t = Math.imul(t ^ (t >>> 15), 0x735a2d97)
  return ((t ^ (t >>> 15)) >>> 0) / 4_294_967_296
}

/** One of a list, the same for the same seed, salt and n. */
export const oneOf = <T>(list: readonly T[], seed: number, salt: number, n: number): T => list[Math.floor(chanceOf(seed, salt, n) * list.length)]!
