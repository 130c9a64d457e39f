// A negative tabindex is no control: pages put it on whole regions, to move the focus there.
const controls = 'a,button,input,select,textarea,summary,label,[role=button],[role=link],[role=tab],[role=menuitem],[tabindex]:not([tabindex^="-"]),[contenteditable]'

/** Heights to try, as shares of the window: below the middle first, where CRM pages have the fewest controls at their edge. */
const shares = [0.62, 0.7, 0.54, 0.78, 0.46, 0.38, 0.3, 0.22, 0.86, 0.14]

/**
 * Where along the edge the pill covers no control of the page, in pixels from the top; where none is clear, the first choice. Asks the
 * page only what a press would meet under it, at points so close that no control fits between.
 */
export function clearSpot(host: HTMLElement): number {
  const { width, height, left } = host.getBoundingClientRect()
  const columns = steps(width)
  const rows = steps(height)
  // Most points meet the same few large elements.
  const known = new Map<Element, boolean>()
  const isControl = (element: Element | null): boolean => {
    if (!element) return false
    const seen = known.get(element) ?? element.closest(controls) !== null
    known.set(element, seen)
    return seen
  }
  const covers = (top: number): boolean => rows.some(y => columns.some(x => isControl(document.elementFromPoint(left + x, top + y))))
  const tops = shares.map(share => Math.round(innerHeight * share)).filter(top => top + height <= innerHeight)
  host.style.setProperty('--turfside-press', 'none')
  const clear = tops.find(top => !covers(top)) ?? tops[0] ?? 0
  host.style.removeProperty('--turfside-press')
  return clear
}

/** From edge to edge, at most ten pixels apart: a control smaller than that can hardly be pressed. */
const steps = (length: number): number[] => {
  const count = Math.max(1, Math.ceil((length - 2) / 10))
  return Array.from({ length: count + 1 }, (_, i) => 1 + (i * (length - 2)) / count)
}
