import type { JSX } from 'preact'
import type { PanelActions } from '../../components/panel/view'
import type { ShownTab } from './shownTab'

/** What the panel shows on pages that show no single account. */
export interface Part {
  /** Starts what the part needs for this tab, until the signal aborts; answers the component to draw. */
  open(tab: ShownTab, left: AbortSignal, actions: PanelActions): () => JSX.Element
}

/** Each is loaded when a tab needs it first: the first paint of an account waits for none. A part is its file and a line here; the first that fits is shown. */
const parts: readonly { readonly fits: (tab: ShownTab) => boolean; readonly load: () => Promise<Part> }[] = [
  { fits: ({ page }) => page === null || (page.page === 'other' && page.direct === undefined), load: () => import('./today') },
  { fits: ({ page }) => page?.page === 'list', load: () => import('./list') },
]

export const partFor = (tab: ShownTab): (() => Promise<Part>) | null => parts.find(({ fits }) => fits(tab))?.load ?? null
