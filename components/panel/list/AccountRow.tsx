import { Component, type JSX } from 'preact'
import { day, decimal, money, untilDue } from '../../ui/format'
import { isolate, plural, t } from '../../ui/words'
import { dueOf } from './order'
import { rowRem } from './useWindow'
import type { AccountFacts, ListActions, ListedAccount } from './view'

interface Props {
  readonly account: ListedAccount
  readonly index: number
  readonly isActive: boolean
  readonly planned: boolean
  readonly canLog: boolean
  readonly today: string
  readonly doing: ListActions
  readonly touch: () => void
}

/** Drawn again only when something of it changed: a list scrolls thousands of them past. */
export class AccountRow extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    const { account, index, isActive, planned, canLog, today } = this.props
    return account !== next.account || index !== next.index || isActive !== next.isActive || planned !== next.planned || canLog !== next.canLog || today !== next.today
  }

  override render(props: Props): JSX.Element {
    return <Row {...props} />
  }
}

function Row({ account, index, isActive, planned, canLog, today, doing, touch }: Props): JSX.Element {
  const { id, name, state, facts, waitingTouches } = account
  const shown = name ?? t(state === 'alone' ? 'list_row_alone' : 'list_row_waiting')
  const tab = isActive ? 0 : -1
  return (
    <tr
      role="row" aria-rowindex={index + 2} data-row={index} data-id={id} data-territory={facts?.territory} tabIndex={tab} onFocusIn={touch}
      style={{ blockSize: `${rowRem}rem`, insetBlockStart: `${index * rowRem}rem` }}
    >
      <td role="gridcell" class="c-name">
        <button type="button" class="link" tabIndex={tab} data-open title={shown} onClick={() => doing.open(id)}><bdi>{shown}</bdi></button>
      </td>
      {planned && (
        <>
          <td role="gridcell" class={`c-territory ${facts?.territory ?? ''}`}>{facts && <Territory facts={facts} />}</td>
          <td role="gridcell" class="c-kare">{facts && <span class="tag">{t(`bucket_${facts.bucket}`)}</span>}</td>
          <td role="gridcell" class="c-next">{facts ? <Next facts={facts} today={today} waiting={waitingTouches} /> : t(`list_facts_${state}`)}</td>
          <td role="gridcell" class="c-net">{facts && <Net facts={facts} />}</td>
          <td role="gridcell" class="c-log">
            {canLog && facts?.next.type && name !== null && (
              <button
                type="button" class="act" tabIndex={tab} data-touch={facts.next.type} data-log={isActive ? facts.next.type : undefined} aria-label={t('today_log', t(`log_${facts.next.type}`), isolate(name))}
                onClick={() => doing.log({ id, name }, facts.next.type!)}
              >{t('list_log')}</button>
            )}
          </td>
        </>
      )}
    </tr>
  )
}

function Territory({ facts: { territory, claims, owner, ownerMismatch } }: { facts: AccountFacts }): JSX.Element {
  const names = territory === 'unassigned' ? t('unassigned') : territory === 'unknown' ? t('territory_unknown') : claims.map(({ name }) => isolate(name)).join(' × ')
  const aside = owner === null ? t('list_ownerUnknown') : ownerMismatch ? t('list_ownedBy', isolate(owner.name)) : ''
  return (
    <span title={aside ? `${names} · ${aside}` : names}>
      {territory === 'overlap' && <><Sign /><span class="unseen">{t('list_filter_overlap')}: </span></>}
      <bdi>{names}</bdi>{aside && <span class="owner"> · {aside}</span>}
    </span>
  )
}

/** Two squares over one another: colour is not alone in saying it. */
const Sign = (): JSX.Element => (
  <svg class="sign" aria-hidden="true" width="11" height="11" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2">
    <path d="M2 2h8v8H2zM6 6h8v8H6z" />
  </svg>
)

function Next({ facts, today, waiting }: { facts: AccountFacts; today: string; waiting: number }): JSX.Element {
  const { next } = facts
  const due = dueOf(facts)
  const type = next.type ?? next.upcoming?.type ?? null
  const words = type && due ? t('list_due', t(`type_${type}`), untilDue(due, today)) : t(`list_next_${next.state}`)
  const exact = type && due ? t(next.overdue ? 'lateSince' : 'dueBy', t(`type_${type}`), day(due, today)) : words
  return (
    <span class={next.overdue ? 'late' : ''} title={exact}>
      {waiting > 0 && <b class="waits">{plural('list_waits', waiting)} · </b>}{words}
    </span>
  )
}

function Net({ facts: { net, netShort, netEstimated } }: { facts: AccountFacts }): JSX.Element {
  if (net === null) return <span class="soft">{t('list_net_unknown')}</span>
  const mark = netShort ? t('list_net_short') : netEstimated ? t('list_net_estimated') : ''
  return (
    <data value={decimal(net)} class={net.minor < 0 ? 'loss' : ''} title={mark || undefined}>
      {(netShort || netEstimated) && <span aria-hidden="true">≈ </span>}{money(net)}{mark && <span class="unseen"> {mark}</span>}
    </data>
  )
}
