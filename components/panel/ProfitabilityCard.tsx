import type { JSX } from 'preact'
import { partNames, type PartName, type ProfitabilityFact } from '../../lib/model/assessment'
import { Card } from '../ui/Card'
import { daysBetween, decimal, exactMoney, money, number, percent, period } from '../ui/format'
import { isolate, listed, ordinal, plural, t } from '../ui/words'
import { sentences } from './evidence'
import { Reasons } from './Reasons'
import type { CardProps } from './view'

/** What the account really earns: net, of which revenue, less which costs. */
export function ProfitabilityCard({ view, actions }: CardProps): JSX.Element {
  const of = view.profitability
  const fact = 'value' in of ? of.value : null
  return (
    <Card
      name="profitability" title={t('profitability')} aside={fact && span(fact)} of={of} view={view} actions={actions}
      data={{ 'data-currency': fact?.currency }}
      why={{ ask: t('profitability_why'), answer: value => <Counted fact={value} today={view.today} /> }}
    >
      {profit => (
        <>
          <Net fact={profit} />
          <Bar fact={profit} />
          <Parts fact={profit} />
          {whyMissing(profit, view.today).map(why => <p class="note">{why}</p>)}
        </>
      )}
    </Card>
  )
}

function span({ from, to }: ProfitabilityFact): string {
  const days = daysBetween(from, to) + 1
  return days === 365 ? t('twelveMonths') : days % 30 === 0 ? plural('lastDays', days) : period(from, to, null)
}

const costs = ['travel', 'repTime', 'marketing'] as const

function Net({ fact }: { fact: ProfitabilityFact }): JSX.Element {
  const { net, margin, currency } = fact
  const unmade = costs.filter(name => fact.missing.includes(name)).map(name => t(`before_${name}`))
  const share = margin === null ? null : <data data-margin value={plainRatio(margin)}>{t('margin', percent(margin))}</data>
  const rank = fact.rank && t('rank', ordinal(fact.rank.position), number(fact.rank.of), isolate(fact.rank.territory))
  // What net leaves out stands right beside it; nothing is shown as whole that is not.
  const before = net !== null && unmade.length > 0 ? t('before', listed(unmade)) : null
  return (
    <>
      <p class="big">
        {net === null
          ? <data data-part="net" data-missing="" value="">{t('netUnknown')}</data>
          : <data data-part="net" value={decimal({ minor: net, currency })} class={net < 0 ? 'loss' : ''}>{t('net', money({ minor: net, currency }))}</data>}
        {(before ?? share) && <small>{before ?? share}</small>}
      </p>
      {before && share && <p class="note">{share}</p>}
      {rank && <p class="note">{rank}</p>}
    </>
  )
}

/** Why parts are missing, each reason once though several parts may share it. */
const whyMissing = (fact: ProfitabilityFact, today: string): readonly string[] =>
  [...new Set(fact.missing.map(name => sentences(fact[name].evidence.slice(0, 1), today)))]

/** "0.9948": four places, as more would pretend. */
const plainRatio = (ratio: number): string => String(Math.round(ratio * 10_000) / 10_000)

/**
 * Revenue as a bar to scale, cut into what is left and what it cost. At a loss the bar is the costs, and a second line
 * under them shows how far the revenue reaches. The figures below say the same to those who do not see it.
 */
function Bar({ fact }: { fact: ProfitabilityFact }): JSX.Element | null {
  const { net, revenue } = fact
  if (net === null || revenue.amount === null) return null
  const spent = costs.map(name => ({ name, minor: fact[name].amount ?? 0 })).filter(({ minor }) => minor > 0)
  if (net <= 0 && spent.length === 0) return null
  return (
    <div class="bar" aria-hidden="true">
      <div>
        {net > 0 && <i class="net" style={{ flexGrow: net }} />}
        {spent.map(({ name, minor }) => <i class={name} style={{ flexGrow: minor }} />)}
      </div>
      {net < 0 && (
        <div class="reach">
          {revenue.amount > 0 && <i class="net" style={{ flexGrow: revenue.amount }} />}
          <i class="short" style={{ flexGrow: -net }} />
        </div>
      )}
    </div>
  )
}

function Parts({ fact }: { fact: ProfitabilityFact }): JSX.Element {
  return (
    <dl class="parts">
      {partNames.map(name => (
        <div class={name}>
          <dt>{t(`part_${name}`)}</dt>
          <dd><PartFigure fact={fact} name={name} /></dd>
        </div>
      ))}
    </dl>
  )
}

function PartFigure({ fact, name, exact }: { fact: ProfitabilityFact; name: PartName; exact?: boolean }): JSX.Element {
  const { amount } = fact[name]
  if (amount === null) return exact ? <>{t('notKnown')}</> : <data data-part={name} data-missing="" value="">{t('notKnown')}</data>
  const shown = { minor: name === 'revenue' || amount === 0 ? amount : -amount, currency: fact.currency }
  if (exact) return <>{exactMoney(shown)}</>
  const estimated = fact.estimated.includes(name)
  return (
    <>
      <data data-part={name} value={decimal({ minor: amount, currency: fact.currency })} data-estimated={estimated ? '' : undefined}>{money(shown)}</data>
      {estimated && <small>{t('estimated')}</small>}
    </>
  )
}

/** Each part to the last cent, and how it was made. */
function Counted({ fact, today }: { fact: ProfitabilityFact; today: string }): JSX.Element {
  return (
    <>
      {partNames.map(name => (
        <>
          <p class="answer-head">{t(`part_${name}`)} <span><PartFigure fact={fact} name={name} exact /></span></p>
          <Reasons evidence={fact[name].evidence} today={today} />
        </>
      ))}
      {fact.net !== null && <p class="answer-head sum">{t('netHead')} <span>{exactMoney({ minor: fact.net, currency: fact.currency })}</span></p>}
    </>
  )
}
