import type { PanelActions } from '../../components/panel/view'
import type { RecordRef } from '../../lib/crm/adapter'
import { hear, sentence, type Said } from '../../lib/sync/said'
import { followSending } from './logging'
import type { ShownTab } from './shownTab'
import { toast } from './state'

interface Ears {
  readonly tab: () => ShownTab | null
  readonly actions: PanelActions
  /** Shows an account that the tab does not. */
  readonly show: (ref: RecordRef) => void
}

/** What was done by key, in a menu or in the address bar is told in the panel, and can be undone there. */
export function hearBackground({ tab, actions, show }: Ears): void {
  const shows = ({ crm, org, id }: RecordRef): boolean => {
    const page = tab()?.page
    return page?.page === 'account' && page.ref.crm === crm && page.ref.org === org && page.ref.id === id
  }
  const heard = (said: Said) => {
    if (said.what === 'show') {
      // Each window has a panel of its own.
      if (said.tabId !== tab()?.tabId) return
      if (!shows(said.ref)) show(said.ref)
      if (said.form) actions.openForm(said.form)
    } else if (said.what === 'logged') {
      toast.value = { kind: 'logged', mark: said.mark, type: said.type, at: said.at, sent: false, ...(shows(said.ref) ? {} : { name: said.name }) }
      void followSending(said.mark)
    } else toast.value = { kind: 'told', type: 'call', text: sentence(said) }
  }
  void hear(heard, Date.now())
}
