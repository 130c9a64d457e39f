/** One line of the table: a figure beside the limit it must keep or the peer it is compared with. */
export interface Figure {
  readonly group: string
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What it is held against: a limit, a floor, or a peer measured in the same run. */
  readonly against?: { readonly what: string; readonly value: number }
  /** How it was measured, or why it is not what it should be. */
  readonly note?: string
}

/** The value below which a share `p` of them lie, by nearest rank; NaN of none. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** A JSON line on standard output, for `scripts/bench.mjs` to lay out. */
export const tell = (figure: Figure): void => void process.stdout.write(`${JSON.stringify(figure)}\n`)
