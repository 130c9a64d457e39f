import { render } from 'preact'
import english from '../../public/_locales/en/messages.json'
import { laterCards } from '../../components/panel/laterCards'
import { Panel } from '../../components/panel/Panel'
import type { PanelActions, PanelView } from '../../components/panel/view'
import { setWords } from '../../components/ui/words'
import { examples } from './examples'
import { messagesFrom } from './messages'

setWords(messagesFrom(english), 'en-GB')

const done: unknown[][] = []
const actions = new Proxy({} as PanelActions, {
  get: (_, name) => (...given: unknown[]) => { done.push([name, ...given]) },
})

const page = {
  names: Object.keys(examples),
  done,
  /** As if the panel had just been opened. */
  clear(): void {
    render(null, document.getElementById('root')!)
    done.length = 0
  },
  /** Whether a part of the panel comes late for that example. */
  later: (name: string): boolean => Boolean(examples[name]?.group),
  show(name: string, over: Partial<PanelView> = {}): void {
    const view = examples[name]
    if (!view) throw new Error(`no example ${name}`)
    render(<Panel view={{ ...view, ...over }} actions={actions} later={laterCards} />, document.getElementById('root')!)
  },
}

declare global {
  interface Window { panel: typeof page }
}
window.panel = page
