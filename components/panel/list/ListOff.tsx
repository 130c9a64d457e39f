import type { JSX } from 'preact'
import { t } from '../../ui/words'
import { Footer } from '../Panel'
import { ToastRegion } from '../Toast'
import type { CardProps } from '../view'

/** A page of several accounts, where the user's organisation has switched lists off. */
export function ListOff({ view, actions }: CardProps): JSX.Element {
  return (
    <main data-account="" data-crm={view.crm ?? ''} data-part="list" data-state="off">
      <header><h1>{t('list_off')}</h1></header>
      <section class="elsewhere"><p class="note">{t('list_off_do')}</p></section>
      <ToastRegion view={view} actions={actions} />
      <Footer view={view} actions={actions} />
    </main>
  )
}
