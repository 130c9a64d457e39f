import type { JSX } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { number } from '../../ui/format'
import { t } from '../../ui/words'
import type { PanelView } from '../view'
import { AccountRow } from './AccountRow'
import { firstOrder, sorts, type Order } from './order'
import { rowRem, useWindow } from './useWindow'
import type { ListActions, ListedAccount } from './view'

interface Props {
  readonly rows: readonly ListedAccount[]
  /** Accounts of the list in all. */
  readonly of: number
  readonly order: Order
  readonly sort: (order: Order) => void
  /** Without a plan there is nothing but names. */
  readonly planned: boolean
  /** False: nobody is signed in who could log. */
  readonly canLog: boolean
  readonly view: PanelView
  readonly doing: ListActions
}

/** Rows that Page Up and Page Down go. */
const pageRows = 10

/**
 * The accounts as a grid: only the rows in sight are drawn, so that thousands scroll as tens do. One row is in the tab order; the arrows go from
 * row to row, Enter opens the account, `l` logs the touch that is suggested.
 */
export function AccountGrid({ rows, of, order, sort, planned, canLog, view, doing }: Props): JSX.Element {
  const body = useRef<HTMLTableSectionElement>(null)
  const { first, last } = useWindow(body, rows.length)
  const [active, setActive] = useState<string | null>(null)
  const toFocus = useRef(false)
  const at = Math.max(0, rows.findIndex(({ id }) => id === active))
  const drawn = rows.slice(first, last).map((account, i) => ({ account, at: first + i }))
  // The row that has the focus stays, however far it is scrolled away.
  if (rows[at] && (at < first || at >= last)) drawn.push({ account: rows[at], at })

  useLayoutEffect(() => {
    if (!toFocus.current) return
    toFocus.current = false
    const row = body.current?.querySelector<HTMLElement>(`[data-row="${at}"]`)
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'nearest' })
  })

  const go = (to: number) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, to))]
    if (!next) return
    toFocus.current = true
    setActive(next.id)
  }
  const press = (event: KeyboardEvent) => {
    const account = rows[at]
    // What a button in the row does with a key is the button's; its letters are the row's.
    const onButton = (event.target as HTMLElement).closest('button') !== null
    if (!account || event.ctrlKey || event.metaKey || event.altKey) return
    const moves: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1, PageDown: at + pageRows, PageUp: at - pageRows }
    if (event.key in moves) go(moves[event.key]!)
    else if (event.key === 'Enter' && !onButton) doing.open(account.id)
    else if (event.key.toLowerCase() === 'l' && canLog && account.facts?.next.type && account.name !== null) doing.log({ id: account.id, name: account.name }, account.facts.next.type)
    else return
    event.preventDefault()
  }

  return (
    <section class="accounts" aria-labelledby="accounts-title">
      <div class="head">
        <h2 id="accounts-title">{t('list_accountsTitle')}</h2>
        <span class="aside" data-shown={rows.length}>{rows.length === of ? number(of) : t('list_shownOf', number(rows.length), number(of))}</span>
        <span class="aside keys">{t('list_keys')}</span>
      </div>
      <table role="grid" aria-labelledby="accounts-title" aria-rowcount={rows.length + 1} class={planned ? '' : 'bare'}>
        <thead role="rowgroup">
          <tr role="row" aria-rowindex={1}>
            {sorts.filter(by => planned || by === 'name').map(by => (
              <th role="columnheader" scope="col" key={by} class={`c-${by}`} aria-sort={order.by === by ? (order.descending ? 'descending' : 'ascending') : 'none'}>
                <button type="button" data-sort={by} onClick={() => sort(order.by === by ? { by, descending: !order.descending } : firstOrder(by))}>
                  {t(`list_sort_${by}`)}{order.by === by && <span class="arrow" aria-hidden="true">{order.descending ? '↓' : '↑'}</span>}
                </button>
              </th>
            ))}
            {planned && <th role="columnheader" scope="col" class="c-log"><span class="unseen">{t('log')}</span></th>}
          </tr>
        </thead>
        <tbody role="rowgroup" ref={body} style={{ blockSize: `${rows.length * rowRem}rem` }} onKeyDown={press}>
          {drawn.map(({ account, at: index }) => (
            <AccountRow
              canLog={canLog}
              key={account.id} account={account} index={index} isActive={index === at} planned={planned} today={view.today} doing={doing}
              touch={() => setActive(account.id)}
            />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p class="note" data-none>{t('list_none')}</p>}
    </section>
  )
}
