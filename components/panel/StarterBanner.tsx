import type { ComponentType, JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { StarterNotes } from '../../lib/model/starter'
import type { AssumptionListProps } from '../starter/AssumptionList'
import { plural, t } from '../ui/words'
import type { CardProps } from './view'

/** Says that what follows rests on a starter plan, and on request on which assumptions. The list is loaded when somebody asks for it. */
export function StarterBanner({ view, notes, actions }: CardProps & { readonly notes: StarterNotes }): JSX.Element {
  const [open, setOpen] = useState(false)
  const [List, setList] = useState<{ of: ComponentType<AssumptionListProps> } | null>(null)
  const toggle = async () => {
    setOpen(!open)
    if (!List) setList({ of: (await import('../starter/AssumptionList')).AssumptionList })
  }
  return (
    <div class="starter" data-plan="starter">
      <div class="head">
        <b>{t('starter_from', view.crmLabel ?? '')}</b>
        <button type="button" class="why" id="starter-ask" aria-expanded={open} aria-controls="starter-list" onClick={() => void toggle()}>{plural('starter_assumptions', notes.assumptions.length)}</button>
      </div>
      <div id="starter-list" hidden={!open}>
        {open && List && (
          <>
            <List.of notes={notes} today={view.today} set={code => actions.setAssumption(code)} />
            <p class="note">{t('starter_team')}</p>
            <button type="button" class="act" onClick={() => actions.importPlan()}>{t('mend_plan')}</button>
          </>
        )}
      </div>
    </div>
  )
}
