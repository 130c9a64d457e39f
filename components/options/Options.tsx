import type { JSX } from 'preact'
import { t } from '../ui/words'
import { ConnectionsSection } from './ConnectionsSection'
import { DataSection } from './DataSection'
import { FieldsSection } from './FieldsSection'
import { KeysSection } from './KeysSection'
import { MapsSection } from './MapsSection'
import { PillSection } from './PillSection'
import { PlanSection } from './PlanSection'
import type { OptionsActions, OptionsView } from './view'

export interface SectionProps {
  readonly view: OptionsView
  readonly actions: OptionsActions
}

export function Options(props: SectionProps): JSX.Element {
  const { storageTrouble } = props.view
  return (
    <main>
      <header>
        <h1>{t('options_title')}</h1>
        <p class="note">{t('options_privacy')}</p>
      </header>
      {storageTrouble !== null && (
        <div class="banner late" role="alert">
          <div>
            <p class="banner-title">{t('options_storageTrouble')}</p>
            <p>{t('options_storageTrouble_do', storageTrouble)}</p>
          </div>
        </div>
      )}
      <PlanSection {...props} />
      <ConnectionsSection {...props} />
      <FieldsSection {...props} />
      <PillSection {...props} />
      <KeysSection {...props} />
      <MapsSection {...props} />
      <DataSection {...props} />
    </main>
  )
}
