import type { JSX } from 'preact'
import { day, number } from '../../ui/format'
import { isolate, t } from '../../ui/words'
import { Elsewhere, Footer, Troubles } from '../Panel'
import { ToastRegion } from '../Toast'
import type { CardProps } from '../view'
import { DueList } from './DueList'
import { isReadable, orders, whoses, type SpaceDue, type TodayActions, type TodayView } from './view'

export interface TodayProps extends CardProps {
  /** Null: the cache has not answered yet. */
  readonly today: TodayView | null
  readonly doing: TodayActions
}

/** A tab without an account: what is due today, late first, and how to get to an account. */
export function Today({ view, actions, today, doing }: TodayProps): JSX.Element {
  const seen = today?.spaces.some(space => !isReadable(space) || space.seen > 0) ?? false
  const planned = view.plan !== null
  return (
    <main data-account="" data-crm={view.crm ?? ''} data-state={view.mode} data-part={seen && planned ? 'today' : undefined} data-ready={today ? '' : undefined}>
      {today && seen && planned ? (
        <>
          <header>
            <h1>{t('today_title')}</h1>
            <p class="subtitle"><time dateTime={view.today}>{day(view.today, view.today)}</time></p>
          </header>
          <Troubles view={view} actions={actions} />
          <Choices today={today} doing={doing} />
          {today.spaces.map(space => <Space key={space.key} space={space} several={today.spaces.length > 1} whose={today.whose} view={view} doing={doing} />)}
          <section class="elsewhere" aria-labelledby="elsewhere-title">
            <h2 id="elsewhere-title">{t(`${view.mode}_title`, view.crmLabel ?? '')}</h2>
            <p class="note">{t(`${view.mode}_do`, view.crmLabel ?? '')}</p>
            {view.mode === 'unknownSite' && <button type="button" class="act" onClick={() => actions.openOptions()}>{t('unknownSite_mend')}</button>}
          </section>
        </>
      ) : (
        <>
          <Elsewhere view={view} actions={actions} />
          <Troubles view={view} actions={actions} />
        </>
      )}
      <ToastRegion view={view} actions={actions} />
      <Footer view={view} actions={actions} />
    </main>
  )
}

/** Whose touches, and in which order; nothing to choose where nothing is due. */
function Choices({ today: { spaces, whose, order }, doing }: { today: TodayView; doing: TodayActions }): JSX.Element | null {
  const own = spaces.filter(isReadable)
  const count = (of: (typeof whoses)[number]) => own.reduce((sum, space) => sum + space.counts[of], 0)
  if (count('all') === 0) return null
  const placed = own.some(({ from }) => from.at !== 'unknown')
  return (
    <div class="choices">
      <fieldset class="switch">
        <legend class="unseen">{t('today_whose')}</legend>
        {whoses.map(of => (
          <label>
            <input type="radio" name="whose" value={of} checked={of === whose} onChange={() => doing.show(of)} />
            <span>{t(`today_${of}`, number(count(of)))}</span>
          </label>
        ))}
      </fieldset>
      <label class="order">
        <span class="unseen">{t('today_order')}</span>
        <select onChange={event => doing.sort(event.currentTarget.value as (typeof orders)[number])}>
          {orders.map(name => <option value={name} selected={name === order} disabled={!placed && name !== 'value'}>{t(`today_by_${name}`)}</option>)}
        </select>
      </label>
    </div>
  )
}

interface SpaceProps extends Pick<TodayProps, 'view' | 'doing'> {
  readonly space: SpaceDue
  readonly several: boolean
  readonly whose: TodayView['whose']
}

function Space({ space, several, whose, view, doing }: SpaceProps): JSX.Element {
  const title = `due-${space.key}`
  if (!isReadable(space)) {
    return (
      <section data-space={space.host} data-session={space.session} aria-labelledby={title}>
        <h2 id={title} class="host"><bdi>{space.host}</bdi></h2>
        <p class="note">{t(`today_session_${space.session}`)}</p>
      </section>
    )
  }
  const from = space.from.at === 'account' ? t('today_from_account', isolate(space.from.name)) : t(`today_from_${space.from.at}`)
  return (
    <section data-space={space.host} data-session={space.session} aria-labelledby={title}>
      <div class="head">
        <h2 id={title} class={several ? 'host' : undefined}>{several ? space.host : t('today_due')}</h2>
        <span class="aside" data-seen={space.seen}>{t('today_of', number(space.counts[whose]), number(space.seen))}</span>
      </div>
      {space.session === 'kept' && <p class="note late" data-kept>{t('today_kept')}</p>}
      {space.refused.length > 0 && (
        <>
          <p class="note late">{t('today_refused')}</p>
          <ul class="rows">
            {space.refused.map(({ id, name }) => <li key={id}><button type="button" class="link" onClick={() => doing.open(space.key, id)}><bdi>{name}</bdi></button></li>)}
          </ul>
        </>
      )}
      {space.due.length > 0
        ? <><p class="note" data-from={space.from.at}>{from}</p><DueList space={space} view={view} doing={doing} /></>
        : <p class="note" data-empty>{t(space.seen === 0 ? 'today_unseen' : whose === 'mine' && space.counts.all > 0 ? 'today_none_mine' : 'today_none')}</p>}
    </section>
  )
}
