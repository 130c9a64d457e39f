import type { JSX } from 'preact'
import type { NextTouchFact } from '../../lib/model/assessment'
import { touchTypes } from '../../lib/model/snapshot'
import { Card } from '../ui/Card'
import { Later } from '../ui/Later'
import { daysBetween, day, number, period, untilDue } from '../ui/format'
import { isolate, plural, rich, t, upperFirst } from '../ui/words'
import { Reasons } from './Reasons'
import { LogRow } from './LogRow'
import type { CardProps, Loadable } from './view'

/** Which touch is due next, how the account stands against its rotation plan, and the buttons that log one. */
export function NextTouchCard({ view, actions }: CardProps): JSX.Element {
  const of = withoutPlan(view.nextTouch)
  const known = 'value' in view.nextTouch ? view.nextTouch.value : null
  const fact = of.state === 'missing' ? null : known
  return (
    <Card
      name="nextTouch" title={t('nextTouch')} of={of} view={view} actions={actions} assumed
      data={{ 'data-overdue': fact?.overdue ? '' : undefined }}
      why={{ ask: t('nextTouch_why'), answer: ({ evidence }) => <Reasons evidence={evidence} today={view.today} /> }}
      always={<>
        {of.state === 'missing' && known && <Pips next={known} />}
        {/* An open form stays: what was written in it is nobody's to throw away. */}
        {(view.canLog || view.form) && (view.form ? <Later key={view.form.mark ?? ''} load={logForm} props={{ form: view.form, view, actions }} /> : <LogRow suggested={fact?.type ?? null} view={view} actions={actions} />)}
      </>}
    >
      {next => (
        <>
          <Line next={next} today={view.today} />
          <Standing next={next} today={view.today} />
          <Pips next={next} />
        </>
      )}
    </Card>
  )
}

const logForm = () => import('./LogForm').then(part => part.LogForm)

/** A fact that only says what the plan lacks is a missing one, with its mend. */
function withoutPlan(of: Loadable<NextTouchFact>): Loadable<NextTouchFact> {
  if (of.state !== 'ready' && of.state !== 'stale') return of
  if (of.value.state === 'noPriority') return { state: 'missing', why: { code: 'noPriority' } }
  if (of.value.state === 'noRotation') return { state: 'missing', why: { code: 'noRotation', priority: of.value.priority ?? '' } }
  return of
}

interface PartProps {
  readonly next: NextTouchFact
  readonly today: string
}

function Line({ next, today }: PartProps): JSX.Element {
  if (next.state === 'due' && next.type && next.due) {
    const near = daysBetween(today, next.due) <= 3
    return (
      <p class="big" data-next-type={next.type}>
        <span>{rich('dueBy', t(`typeTitle_${next.type}`), <time data-due dateTime={next.due}>{day(next.due, today)}</time>)}</span>
        <span class={`chip ${next.overdue ? 'late' : near ? 'due' : ''}`}>{untilDue(next.due, today)}</span>
      </p>
    )
  }
  if (next.state === 'unknown') return <p class="big"><span>{t('next_unknown')}</span></p>
  const line = next.state === 'done' || next.state === 'dayOff' ? `next_${next.state}_${next.per ?? 'month'}` : 'next_nothingPlanned'
  return (
    <p class="big">
      <span>{t(line)}</span>
      {next.upcoming && <small>{rich('upcoming', t(`type_${next.upcoming.type}`), <time dateTime={next.upcoming.due}>{day(next.upcoming.due, today)}</time>)}</small>}
    </p>
  )
}

/** "High priority, November: 2 visits, 2 calls, 4 emails", and what bends that. */
function Standing({ next, today }: PartProps): JSX.Element {
  const planned = touchTypes.filter(type => next.planned[type] > 0).map(type => plural(`touches_${type}`, next.planned[type]))
  const when = next.per === 'week' ? t('thisWeek') : next.period ? period(next.period.from, next.period.to, next.per) : ''
  const asked = next.priority && planned.length > 0 ? upperFirst(t('rotationLine', isolate(next.priority), when, planned.join(', '))) : ''
  const more = [
    next.state === 'nothingPlanned' && next.priority && t('nothingPlanned', isolate(next.priority)),
    next.prorated && t('prorated', day(next.prorated.day, today), number(next.prorated.left), number(next.prorated.of)),
    next.missed.count > 0 && next.per && t(`missed_${next.per}`, number(next.missed.count), number(next.missed.of)),
    next.last && (next.last.by
      ? t('lastBy', t(`type_${next.last.type}`), day(next.last.day, today), isolate(next.last.by.name))
      : t('last', t(`type_${next.last.type}`), day(next.last.day, today))),
  ].filter(Boolean).join(' ')
  return <>{[asked, more].map(line => line && <p class="note">{line}</p>)}</>
}

/** More of a kind than this are figures, not dots. */
const mostPips = 8

function Pips({ next }: { next: NextTouchFact }): JSX.Element {
  const anything = touchTypes.some(type => next.planned[type] > 0)
  return (
    <ul class="pips" hidden={!anything}>
      {touchTypes.map(type => {
        const [planned, done] = [next.planned[type], next.done[type]]
        return (
          <li data-remaining={type} data-count={next.remaining[type]} hidden={planned === 0}>
            <span class="kind">{t(`typesTitle_${type}`)}</span>
            {planned <= mostPips && (
              <span class="dots" aria-hidden="true">
                {Array.from({ length: planned }, (_, k) => <i class={k < done ? 'on' : ''} />)}
                {done > planned && <b>+{number(done - planned)}</b>}
              </span>
            )}
            <span class={planned <= mostPips ? 'unseen' : ''}>{t('doneOf', number(done), number(planned))}</span>
          </li>
        )
      })}
    </ul>
  )
}
