import type { JSX } from 'preact'
import { Banner } from '../ui/Banner'
import { Later } from '../ui/Later'
import { age } from '../ui/format'
import { troubleWords } from '../ui/trouble'
import { isolate, plural, t } from '../ui/words'
import { Header } from './Header'
import { KareCard } from './KareCard'
import { NextTouchCard } from './NextTouchCard'
import { ProfitabilityCard } from './ProfitabilityCard'
import { StarterBanner } from './StarterBanner'
import { TerritoryCard } from './TerritoryCard'
import { ToastRegion } from './Toast'
import type { CardProps, PanelView } from './view'

/** The cards in their order. A new card is its file and its name here. */
const cards = [NextTouchCard, TerritoryCard, ProfitabilityCard, KareCard]
/** What can be said of a lead: nothing that an account would have to have bought. */
const leadCards = [NextTouchCard, TerritoryCard]

/**
 * The whole panel. `main` carries the account (`data-account`), the CRM (`data-crm`) and `data-state`: for an account how fresh it
 * is (`fresh`, `stale`, `reading`, `failed`), else the mode.
 * `later` are cards that come after the first paint.
 */
export function Panel({ view, actions, later = [] }: CardProps & { readonly later?: readonly ((props: CardProps) => JSX.Element)[] }): JSX.Element {
  const account = view.mode === 'account'
  return (
    <main data-account={view.accountId ?? ''} data-crm={view.crm ?? ''} data-state={account ? view.freshness.state : view.mode}>
      {account ? <Header view={view} actions={actions} /> : view.mode === 'record' ? <Later load={recordPage} props={{ view, actions }} /> : <Elsewhere view={view} actions={actions} />}
      <Troubles view={view} actions={actions} />
      {account && view.starter && <StarterBanner view={view} notes={view.starter} actions={actions} />}
      {account && view.outbox.some(({ state }) => state === 'refused') && <Later load={outbox} props={{ view, actions }} />}
      {/* Keyed, so that what one account had open is not open under the next. */}
      {account && (view.lead ? leadCards : [...cards, ...later]).map((Part, i) => <Part key={`${i} ${view.accountId}`} view={view} actions={actions} />)}
      {account && view.lead && <Later key={`lead ${view.accountId}`} load={leadCard} props={{ view, actions }} />}
      {account && view.group && <Later key={`group ${view.accountId}`} load={groupCard} props={{ view, actions }} />}
      <ToastRegion view={view} actions={actions} />
      <Footer view={view} actions={actions} />
    </main>
  )
}

const clockBanner = () => import('./ClockBanner').then(part => part.ClockBanner)
const storageBanner = () => import('../ui/StorageBanner').then(part => part.StorageBanner)
const outbox = () => import('./Outbox').then(part => part.Outbox)
const recordPage = () => import('./RecordPage').then(part => part.RecordPage)
const leadCard = () => import('./LeadCard').then(part => part.LeadCard)
const groupCard = () => import('./GroupCard').then(part => part.GroupCard)

/** What concerns the whole panel, said once. A live region that is there from the start. */
export function Troubles({ view, actions }: CardProps): JSX.Element {
  const { trouble, freshness, mode } = view
  const words = trouble && (mode === 'account' || mode === 'record') ? troubleWords(trouble, view.crmLabel ?? '', view.now) : null
  return (
    <div class="troubles" aria-live="polite">
      {(view.storage || view.storageNote) && <Later load={storageBanner} props={{ trouble: view.storage, note: view.storageNote ?? null, reload: actions.reload, dismiss: actions.dismissNote }} />}
      {view.clockOff !== null && mode === 'account' && <Later load={clockBanner} props={{ ahead: view.clockOff, crm: view.crmLabel ?? '' }} />}
      {words && (
        <Banner tone="late" title={mode === 'record' && trouble?.kind === 'notFound' ? t('record_notFound') : words.title} data={{ 'data-trouble': trouble!.kind }}>
          <p>{words.detail}{freshness.at !== null && <> {t('shownBelow', age(freshness.at, view.now))}</>}</p>
          {trouble!.kind === 'merged' && <button type="button" class="act" data-open-merged="" onClick={() => actions.openAccount(trouble!.into.id)}>{t('merged_open')}</button>}
          {words.mend && <button type="button" class="act" data-mend onClick={() => actions.openOptions()}>{t('apiAccess_mend')}</button>}
          {words.retry && <button type="button" class="act" onClick={() => actions.retry()}>{t('retry')}</button>}
        </Banner>
      )}
      {lacksPlan(view) && (
        <Banner tone="due" title={t('noPlan')} data={{ 'data-plan': 'none' }}>
          <p>{t('noPlan_do')}{noStarterWords(view)}</p>
          <div class="ends">
            <button type="button" class="act" onClick={() => actions.importPlan()}>{t('mend_plan')}</button>
            {view.noStarter !== null && <button type="button" class="act" onClick={() => actions.makeStarter()}>{t(view.noStarter === 'removed' ? 'starter_make' : 'starter_again')}</button>}
          </div>
        </Banner>
      )}
    </div>
  )
}

// Not `plan === null` alone: so it is too while the plan is still being read, and a banner that flashes is worse than a late one.
const lacksPlan = ({ plan, territory }: PanelView): boolean => plan === null && territory.state === 'missing' && territory.why.code === 'noPlan'

function noStarterWords({ noStarter, crmLabel, now }: PanelView): string {
  if (noStarter === null || noStarter === 'removed') return ''
  return ` ${t('starter_failed', crmLabel ?? '', troubleWords(noStarter, crmLabel ?? '', now).detail)}`
}

/** A tab without an account. */
export function Elsewhere({ view, actions }: CardProps): JSX.Element {
  const { mode, crmLabel } = view
  return (
    <>
      <header><h1>{t(`${mode}_title`, crmLabel ?? '')}</h1></header>
      <section class="elsewhere">
        <p class="note">{t(`${mode}_do`, crmLabel ?? '')}</p>
        {mode !== 'notAccount' && <button type="button" class="act" onClick={() => (mode === 'proxied' ? actions.openDirect() : actions.openOptions())}>{t(`${mode}_mend`)}</button>}
      </section>
    </>
  )
}

export function Footer({ view, actions }: CardProps): JSX.Element {
  return (
    <footer>
      <span>{planLine(view)}</span>
      <span>{view.waitingInAll > 0 ? plural('waitingShort', view.waitingInAll) : view.storage ? '' : t('allSent')}</span>
      <button type="button" class="why" data-search aria-keyshortcuts="/" title={t('search_key')} onClick={() => actions.search()}>{t('search')}</button>
      <button type="button" class="why" onClick={() => actions.openOptions()}>{t('options')}</button>
    </footer>
  )
}

const planLine = ({ plan, starter }: PanelView): string =>
  plan === null ? '' : starter ? t('starter_plan') : plan.revision === null ? t('plan', isolate(plan.name)) : t('plan_revision', isolate(plan.name), String(plan.revision))
