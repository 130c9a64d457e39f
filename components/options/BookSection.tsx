import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { age, number } from '../ui/format'
import { isolate, listed, t } from '../ui/words'
import { bookState, sizeWords } from './bookWords'
import type { SectionProps } from './Options'
import type { BookView, OptionsActions } from './view'

/** Keeping all that a user may see: of each org on or off, how far it is, and what it takes. */
export function BookSection({ view, actions }: SectionProps): JSX.Element {
  return (
    <section aria-labelledby="book-title">
      <h2 id="book-title">{t('options_book')}</h2>
      <p class="note">{t(view.books.length === 0 ? 'options_book_none' : 'options_book_do')}</p>
      {view.books.map(book => <OrgBook key={book.key} book={book} now={view.now} order={actions.orderBook} />)}
    </section>
  )
}

interface Props {
  readonly book: BookView
  readonly now: number
  readonly order: OptionsActions['orderBook']
}

function OrgBook({ book, now, order }: Props): JSX.Element {
  const { key, crmLabel, org, userName, state, can, progress } = book
  const id = `book-${org.replace(/\W+/g, '-')}`
  const on = state !== 'off'
  const words = bookState(book, now)
  return (
    <article class="book" data-book={key} data-state={state} aria-labelledby={id}>
      <h3 id={id}><bdi>{crmLabel}</bdi> <bdi class="host" dir="ltr">{org}</bdi></h3>
      {can === 'no' && <p class="note">{t('book_cannot', crmLabel)}</p>}
      {can === 'policy' && <p class="note">{t('book_policy')}</p>}
      {can !== 'no' && can !== 'policy' && (
        <label class="check">
          <input type="checkbox" data-book-on checked={on} onChange={event => order(key, event.currentTarget.checked ? 'on' : 'off')} />
          <span>{t('book_keep', isolate(userName))}</span>
        </label>
      )}
      {on && book.byPlan && <p class="note">{t('book_byPlan')}</p>}
      <p role="status" class={words.late ? 'late' : 'note'} data-book-state>{words.state}</p>
      {progress && (
        <div class="progress">
          <progress max={progress.of} value={progress.read} aria-label={t('book_progress_of', crmLabel)} />
          <p class="note"><bdi>{words.progress}</bdi></p>
        </div>
      )}
      {(on || book.bytes > 0) && <Amounts book={book} now={now} />}
      {on && book.hidden.length > 0 && <p class="note" data-book-hidden>{t('book_hidden', listed(book.hidden))}</p>}
      {book.mended > 0 && <p class="note" data-book-mended>{words.mended}</p>}
      {book.failed && <p class="late" role="alert">{words.failed}</p>}
      <Buttons book={book} order={order} />
    </article>
  )
}

function Amounts({ book, now }: { book: BookView; now: number }): JSX.Element {
  const shown = (name: 'accounts' | 'deals' | 'activities'): string => (book.byCrm ? t('book_counted', number(book.counts[name] ?? 0), book.crmLabel) : number(book.rows[name]))
  const amounts: [string, string][] = [
    [t('book_accounts'), shown('accounts')],
    [t('book_deals'), shown('deals')],
    [t('book_activities'), shown('activities')],
    [t('book_size'), sizeWords(book.bytes)],
    [t('book_synced'), book.syncedAt === null ? t('book_never') : age(book.syncedAt, now)],
    [t('book_requests'), t('book_requests_of', number(book.calls.used), number(book.calls.most))],
  ]
  return <dl class="amounts">{amounts.map(([name, amount]) => <div key={name}><dt>{name}</dt><dd><bdi>{amount}</bdi></dd></div>)}</dl>
}

function Buttons({ book, order }: Omit<Props, 'now'>): JSX.Element | null {
  const dialog = useRef<HTMLDialogElement>(null)
  const { key, state, crmLabel } = book
  const running = state === 'reading' || state === 'updating' || state === 'checking'
  const of = (does: string): string => t('book_button_of', does, crmLabel)
  const button = (does: 'pause' | 'resume' | 'cancel' | 'now', main = false): JSX.Element => (
    <button type="button" class={main ? 'act main' : 'act'} data-order={does} aria-label={of(t(`book_${does}`))} onClick={() => order(key, does)}>{t(`book_${does}`)}</button>
  )
  const rests = state === 'off' && book.bytes === 0
  if (rests) return null
  return (
    <>
      <div class="row">
        {running && button('pause')}
        {state === 'paused' && button('resume', true)}
        {(running || ((state === 'waiting' || state === 'paused') && book.underWay)) && button('cancel')}
        {(state === 'idle' || state === 'waiting') && button('now')}
        {book.bytes > 0 && <button type="button" class="act plain" data-order="forget" aria-label={of(t('book_forget'))} onClick={() => dialog.current?.showModal()}>{t('book_forget')}</button>}
      </div>
      <dialog ref={dialog} aria-label={t('book_forget_ask', crmLabel)}>
        <form method="dialog">
          <h2>{t('book_forget_ask', crmLabel)}</h2>
          <p>{t('book_forget_do')}</p>
          <div class="row end">
            <button type="submit" class="act plain">{t('cancel')}</button>
            <button type="submit" class="act main" data-forget-confirm onClick={() => order(key, 'forget')}>{t('book_forget')}</button>
          </div>
        </form>
      </dialog>
    </>
  )
}
