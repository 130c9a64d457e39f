/** Which rows belong to which: the rows of the k-th owner lie side by side. */
export interface Grouped {
  of(owner: number): Uint32Array
}

/** Gathers rows by the number in a column; `none` in it belongs to nobody. */
export function groupRows(column: Uint32Array, owners: number): Grouped {
  const starts = new Uint32Array(owners + 2)
  for (const owner of column) if (owner !== none) starts[owner + 2]!++
  for (let i = 2; i < starts.length; i++) starts[i]! += starts[i - 1]!
  const rows = new Uint32Array(starts[owners + 1]!)
  column.forEach((owner, row) => {
    if (owner !== none) rows[starts[owner + 1]!++] = row
  })
  return { of: owner => rows.subarray(starts[owner]!, starts[owner + 1]!) }
}

export const none = 0xffff_ffff
