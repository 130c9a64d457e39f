import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'

/** Height of a row: two lines. */
export const rowRem = 3.75
/** Rows drawn beyond either edge, so that a quick scroll finds them there. */
const beyond = 8
/** The window moves by steps of so many rows: not each pixel redraws. */
const step = 4

export interface RowWindow {
  readonly first: number
  /** Not included. */
  readonly last: number
}

/** Which of `count` rows of one height are in sight; follows the page's scrolling, size and text size. */
export function useWindow(body: RefObject<HTMLElement | null>, count: number): RowWindow {
  const [range, setRange] = useState({ first: 0, last: Math.min(count, 24) })

  useLayoutEffect(() => {
    let frame = 0
    // Asked once: to ask for a style in each frame costs the frame its layout.
    const px = rowRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    const look = () => {
      frame = 0
      const top = body.current?.getBoundingClientRect().top
      if (top === undefined) return
      const first = Math.max(0, Math.floor((-top / px - beyond) / step) * step)
      const last = Math.min(count, Math.ceil(((innerHeight - top) / px + beyond) / step) * step)
      setRange(before => (before.first === first && before.last === last ? before : { first, last }))
    }
    const later = () => (frame ||= requestAnimationFrame(look))
    look()
    addEventListener('scroll', later, { passive: true })
    addEventListener('resize', later)
    return () => {
      removeEventListener('scroll', later)
      removeEventListener('resize', later)
      if (frame) cancelAnimationFrame(frame)
    }
  }, [count])

  const first = Math.min(range.first, Math.max(0, count - 1))
  return { first, last: Math.max(first, Math.min(count, range.last)) }
}
