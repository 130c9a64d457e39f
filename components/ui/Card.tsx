import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { CardProps, Loadable, Missing } from '../panel/view'
import { age } from './format'
import { troubleWords } from './trouble'
import { isolate, t } from './words'

interface Props<T> extends CardProps {
  /** The card's name in the page and in its ids. */
  readonly name: string
  readonly title: string
  /** Said after the title, softly: the period, or of how many. */
  readonly aside?: string | null
  readonly of: Loadable<T>
  /** The question that a reader would ask, and its answer; null: nothing to tell. */
  readonly why?: { readonly ask: string; readonly answer: (value: T) => ComponentChildren }
  /** The fact rests on what a starter plan assumes: said where one is in force. */
  readonly assumed?: boolean
  /** Drawn under the fact in every state. */
  readonly always?: ComponentChildren
  readonly data?: Readonly<Record<`data-${string}`, string | undefined>>
  readonly children: (value: T) => ComponentChildren
}

/** One fact in whichever of its five states it is: ready, stale, loading, missing, failed. Cards draw only what they know. */
export function Card<T>({ name, title, aside, of, why, always, assumed, data, view, actions, children }: Props<T>): JSX.Element {
  const [open, setOpen] = useState(false)
  const known = of.state === 'ready' || of.state === 'stale'
  const answer = known && why ? why.answer(of.value) : null
  // The header tells the age of all; a card adds its own only where it differs.
  const old = of.state === 'stale' && of.at !== view.freshness.at ? age(of.at, view.now) : null
  return (
    <section data-card={name} data-state={of.state} aria-labelledby={`${name}-title`} aria-busy={of.state === 'loading'} {...data}>
      <div class="head">
        <h2 id={`${name}-title`}>{title}</h2>
        {aside && <span class="aside">{aside}</span>}
        {assumed && known && view.starter && <span class="aside" data-assumed>{t('starter_assumed')}</span>}
        {old && <span class="aside old">{old}</span>}
        {answer && (
          <button type="button" class="why" id={`${name}-ask`} aria-expanded={open} aria-controls={`${name}-why`} onClick={() => setOpen(!open)}>
            {why?.ask}
          </button>
        )}
        {of.state === 'failed' && view.trouble && <span class="aside end">{troubleWords(of.error, view.crmLabel ?? '', view.now).short}</span>}
        {of.state === 'missing' && saidByPanel(of.why) && <span class="aside end">{t(`short_${of.why.code}`)}</span>}
      </div>
      {known && children(of.value)}
      {of.state === 'loading' && <div class="skeleton"><span class="unseen">{t('loading')}</span></div>}
      {of.state === 'missing' && !saidByPanel(of.why) && <MissingNote why={of.why} view={view} actions={actions} />}
      {of.state === 'failed' && !view.trouble && <FailedNote error={of.error} view={view} actions={actions} />}
      {answer && <div id={`${name}-why`} class="answer" role="region" aria-labelledby={`${name}-ask`} hidden={!open}>{answer}</div>}
      {always}
    </section>
  )
}

/** Troubles of the plan and of the browser's storage are said once, at the top. */
const saidByPanel = (why: Missing): boolean => why.code === 'noPlan' || why.code === 'storage'

function MissingNote({ why, actions }: CardProps & { why: Missing }): JSX.Element {
  const mend = why.code === 'noPriority' ? actions.openOptions : why.code === 'noRotation' ? actions.importPlan : null
  return (
    <>
      <p class="note">{t(`missing_${why.code}`, 'priority' in why ? isolate(why.priority) : '')}</p>
      {mend && <button type="button" class="act" onClick={() => mend()}>{t(`mend_${why.code}`)}</button>}
    </>
  )
}

function FailedNote({ error, view, actions }: CardProps & { error: Extract<Loadable<unknown>, { state: 'failed' }>['error'] }): JSX.Element {
  const words = troubleWords(error, view.crmLabel ?? '', view.now)
  return (
    <>
      <p class="note"><b>{words.title}.</b> {words.detail}</p>
      {words.retry && <button type="button" class="act" onClick={() => actions.retry()}>{t('retry')}</button>}
    </>
  )
}
