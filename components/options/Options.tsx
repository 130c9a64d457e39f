import type { ComponentChildren, JSX } from 'preact'
import { StorageBanner } from '../ui/StorageBanner'
import { t } from '../ui/words'
import { BookSection } from './BookSection'
import { ConnectionsSection } from './ConnectionsSection'
import { DataSection } from './DataSection'
import { FieldsSection } from './FieldsSection'
import { KeysSection } from './KeysSection'
import { MapsSection } from './MapsSection'
import { PillSection } from './PillSection'
import { PlanSection } from './PlanSection'
import { WaitingSection } from './WaitingSection'
import type { OptionsActions, OptionsView } from './view'

export interface SectionProps {
  readonly view: OptionsView
  readonly actions: OptionsActions
}

/** `privacy`: the self-check, which is loaded after the rest. */
export function Options({ privacy, ...props }: SectionProps & { readonly privacy?: ComponentChildren }): JSX.Element {
  const { storage, storageNote } = props.view
  return (
    <main>
      <header>
        <h1>{t('options_title')}</h1>
        <p class="note">{t('options_privacy')}</p>
      </header>
      <div role="alert">{(storage || storageNote) && <StorageBanner trouble={storage} note={storageNote} reload={props.actions.reload} dismiss={props.actions.dismissNote} />}</div>
      <PlanSection {...props} />
      <ConnectionsSection {...props} />
      <FieldsSection {...props} />
      <BookSection {...props} />
      <PillSection {...props} />
      <KeysSection {...props} />
      <MapsSection {...props} />
      <WaitingSection {...props} />
      {privacy}
      <DataSection {...props} />
    </main>
  )
}
