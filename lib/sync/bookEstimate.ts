/** Readings that must have been measured before anything is said of the rest, and how long they must have taken. */
const fewest = 3
const shortestMs = 2_000
/** So many of the last are kept. */
export const paceKept = 12

export interface Estimate {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * How long the rest will take, as a range between the pace of the quicker and of the slower readings so far; null: there is no basis yet, or nothing left. It knows nothing of
 * limits and pauses to come.
 *
 * @param pace rows and milliseconds of each of the last readings
 * @param rows that are left
 */
export function estimate(pace: readonly { readonly rows: number; readonly ms: number }[], rows: number): Estimate | null {
  const measured = pace.filter(one => one.rows > 0 && one.ms > 0)
  if (rows <= 0 || measured.length < fewest || measured.reduce((sum, { ms }) => sum + ms, 0) < shortestMs) return null
  const each = measured.map(one => one.ms / one.rows).sort((a, b) => a - b)
  const at = (share: number): number => each[Math.round(share * (each.length - 1))]!
  return { fromMs: at(0.25) * rows, toMs: Math.max(at(0.75), at(0.25) * 1.1) * rows }
}
