const controls = 'a,button,input,select,textarea,summary,label,[role=button],[role=link],[role=tab],[role=menuitem],[tabindex],[contenteditable]'

/** Heights to try, as shares of the window: below the middle first, where CRM pages have the fewest controls at their edge. */
const shares = [0.62, 0.7, 0.54, 0.78, 0.46, 0.38, 0.3, 0.22, 0.86, 0.14]

/**
 * Where along the edge the pill covers no control of the page, in pixels from the top; where none is clear, the first choice. Asks the
 * page only what lies under five points of each spot.
 */
export function clearSpot(host: HTMLElement): number {
  const { width, height, left } = host.getBoundingClientRect()
  const covers = (top: number): boolean =>
    [[2, 2], [width - 2, 2], [2, height - 2], [width - 2, height - 2], [width / 2, height / 2]].some(([x, y]) =>
      document.elementsFromPoint(left + x!, top + y!).some(element => element !== host && element.matches(controls)))
  const tops = shares.map(share => Math.round(innerHeight * share)).filter(top => top + height <= innerHeight)
  return tops.find(top => !covers(top)) ?? tops[0] ?? 0
}
