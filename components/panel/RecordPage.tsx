import type { JSX } from 'preact'
import { t } from '../ui/words'
import type { CardProps } from './view'

/** A record of the CRM that is no account: whose it is is being asked, or it is nobody's, or it names several. */
export function RecordPage({ view, actions }: CardProps): JSX.Element {
  const { via, names, trouble } = view
  const untitled = t('record_title', view.crmLabel ?? '')
  if (names === null || via === null) return <header><h1>{trouble ? untitled : t('record_finding')}</h1></header>
  return (
    <>
      <header><h1>{via.name === null ? untitled : <bdi>{via.name}</bdi>}</h1></header>
      <section class="elsewhere" data-belongs={names.length === 0 ? 'nobody' : 'several'} aria-label={untitled}>
        <p class="note" role="status">{t(names.length > 0 ? 'record_several' : `nobody_${via.kind}`)}</p>
        {names.map(({ id, name }) => (
          <button type="button" class="act" key={id} onClick={() => actions.openAccount(id)}>{name === null ? t('record_open', id) : <bdi>{name}</bdi>}</button>
        ))}
      </section>
    </>
  )
}
