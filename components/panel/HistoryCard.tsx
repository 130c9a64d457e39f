import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { HistoryFact, MonthFigures } from '../../lib/model/history'
import { Card } from '../ui/Card'
import { day, decimal, exactMoney, money, monthName } from '../ui/format'
import { listed, plural, t } from '../ui/words'
import type { CardProps } from './view'

const touchesAtFirst = 5

/** The last touches with who and when, profit by month, and how purchases moved the account through KARE. */
export function HistoryCard({ view, actions }: CardProps): JSX.Element {
  return (
    <Card name="history" title={t('history')} of={view.history} view={view} actions={actions}>
      {fact => (
        <>
          <Touches fact={fact} today={view.today} />
          <Months fact={fact} />
          <Moves fact={fact} today={view.today} />
        </>
      )}
    </Card>
  )
}

interface PartProps {
  readonly fact: HistoryFact
  readonly today: string
}

function Touches({ fact: { touches, touchesSince, touchesHidden }, today }: PartProps): JSX.Element {
  const [all, setAll] = useState(false)
  if (touchesHidden) return <p class="note">{t('history_touchesHidden')}</p>
  if (touches.length === 0) return <p class="note">{touchesSince === null ? t('history_noTouch') : t('history_noTouchSince', day(touchesSince, today))}</p>
  return (
    <>
      <ol class="rows past" aria-label={t('history_touches')}>
        {(all ? touches : touches.slice(0, touchesAtFirst)).map(touch => (
          <li key={touch.id} data-past={touch.type}>
            <b>{t(`typeTitle_${touch.type}`)}</b>
            <time dateTime={touch.day}>{day(touch.day, today)}</time>
            <small>
              {touch.by && <bdi>{touch.by.name}</bdi>}
              {touch.minutes !== null && <>{touch.by && ' · '}{plural('minutesLong', touch.minutes)}</>}
              {touch.subject && <>{(touch.by || touch.minutes !== null) && ' · '}<bdi>{touch.subject}</bdi></>}
            </small>
          </li>
        ))}
      </ol>
      {touches.length > touchesAtFirst && (
        <button type="button" class="why more" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t('history_fewer') : plural('history_all', touches.length)}</button>
      )}
    </>
  )
}

/** Bars to one scale, each month's net from a line of zero; the figures themselves stand in the table that the picture unfolds to. */
function Months({ fact: { months, currency } }: { fact: HistoryFact }): JSX.Element {
  const [open, setOpen] = useState(false)
  const known = months.filter(({ net }) => net !== null)
  if (known.length === 0) return <p class="note">{t('history_noMonths')}</p>
  const most = Math.max(0, ...known.map(({ net }) => net!))
  const least = Math.min(0, ...known.map(({ net }) => net!))
  const scale = most - least || 1
  const best = known.reduce((a, b) => (b.net! > a.net! ? b : a))
  const inMoney = (minor: number) => money({ minor, currency })
  const missing = [...new Set(months.flatMap(month => month.missing))]
  return (
    <figure class="months">
      <figcaption>
        <span class="answer-head">{t('history_months')}</span>
        <button type="button" class="why" aria-expanded={open} aria-controls="history-months" onClick={() => setOpen(!open)}>{open ? t('history_figuresHide') : t('history_figures')}</button>
      </figcaption>
      <div class="columns" role="img" aria-label={t('history_monthsLabel', monthName(best.from, 'long'), inMoney(best.net!))}>
        {months.map(month => {
          const height = month.net === null ? 0 : Math.abs(month.net) / scale
          const top = month.net === null || month.net < 0 ? most / scale : (most - month.net) / scale
          return (
            <span key={month.from} class={month.net === null ? 'unknown' : month.net < 0 ? 'loss' : 'gain'} title={said(month, currency)}>
              <i style={{ insetBlockStart: `${top * 100}%`, blockSize: `${height * 100}%` }} />
            </span>
          )
        })}
      </div>
      <div class="ends" aria-hidden="true"><Month iso={months[0]!.from} /><Month iso={months.at(-1)!.from} /></div>
      {missing.length > 0 && <p class="note">{t('history_before', listed(missing.map(part => t(`part_${part}`))))}</p>}
      <table id="history-months" hidden={!open}>
        <thead><tr><th scope="col">{t('history_month')}</th><th scope="col">{t('part_revenue')}</th><th scope="col">{t('netHead')}</th></tr></thead>
        <tbody>
          {[...months].reverse().map(month => (
            <tr key={month.from}>
              <th scope="row"><Month iso={month.from} /></th>
              <Figure minor={month.revenue} currency={currency} />
              <Figure minor={month.net} currency={currency} />
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}

const Month = ({ iso }: { iso: string }): JSX.Element => <time dateTime={iso.slice(0, 7)}>{monthName(iso, 'short')}</time>

const said = ({ from, net }: MonthFigures, currency: string): string => t('history_monthNet', monthName(from, 'long'), net === null ? t('notKnown') : exactMoney({ minor: net, currency }))

function Figure({ minor, currency }: { minor: number | null; currency: string }): JSX.Element {
  const amount = minor === null ? null : { minor, currency }
  return <td>{amount ? <data value={decimal(amount)}>{exactMoney(amount)}</data> : t('notKnown')}</td>
}

function Moves({ fact: { moves, byPurchases }, today }: PartProps): JSX.Element | null {
  if (byPurchases === null) return <p class="note">{t('history_movesHidden')}</p>
  return (
    <>
      <p class="answer-head">{t('history_moves')}</p>
      {moves.length === 0 ? <p class="note">{t('history_noMoves', t(`bucket_${byPurchases}`))}</p> : (
        <ol class="moves">
          {moves.map(({ from, to, day: on }) => (
            <li key={on}><span>{t('history_move', t(`bucket_${from}`), t(`bucket_${to}`))}</span> <time dateTime={on}>{day(on, today)}</time></li>
          ))}
        </ol>
      )}
      <p class="note">{t('history_movesBy')}</p>
    </>
  )
}
