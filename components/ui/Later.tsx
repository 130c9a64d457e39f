import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** A part that few accounts have: its code is loaded when the first of them is shown. Nothing is drawn until then. */
export function Later<P extends object>({ load, props }: { load: () => Promise<(props: P) => JSX.Element | null>; props: P }): JSX.Element | null {
  const [Drawn, setDrawn] = useState<((props: P) => JSX.Element | null) | null>(null)
  useEffect(() => {
    let gone = false
    void load().then(part => gone || setDrawn(() => part))
    return () => {
      gone = true
    }
  }, [])
  return Drawn && <Drawn {...props} />
}
