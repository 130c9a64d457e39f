import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { Banner } from '../../ui/Banner'
import { age, number } from '../../ui/format'
import { troubleWords } from '../../ui/trouble'
import { isolate, plural, t } from '../../ui/words'
import { Footer, Troubles } from '../Panel'
import { ToastRegion } from '../Toast'
import type { CardProps } from '../view'
import { AccountGrid } from './AccountGrid'
import { firstOrder, inOrder, passes, type Filter, type Order } from './order'
import { OverlapSection } from './OverlapSection'
import { overlapGroups } from './stake'
import { Tiles } from './Tiles'
import type { ListActions, ListView } from './view'

export interface ListPanelProps extends CardProps {
  readonly list: ListView
  readonly doing: ListActions
}

/** A page of several accounts, beside the plan: which overlap, between whom and what is at stake; then each account in a row. */
export function ListPanel({ view, actions, list, doing }: ListPanelProps): JSX.Element {
  const [filter, setFilter] = useState<Filter>('all')
  const [group, setGroup] = useState<string | null>(null)
  const [order, setOrder] = useState<Order>(firstOrder('next'))
  const accounts = list.accounts ?? []
  const groups = useMemo(() => overlapGroups(accounts), [list.accounts])
  const chosen = groups.find(({ key }) => key === group) ?? null
  const rows = useMemo(() => inOrder(accounts.filter(account => (chosen ? chosen.ids.has(account.id) : passes(filter, account))), order), [list.accounts, filter, chosen, order])
  const read = accounts.filter(({ state }) => state === 'read').length
  const planned = view.plan !== null
  return (
    <main
      data-account="" data-crm={view.crm ?? ''} data-part="list" data-state={list.reading ? 'reading' : list.trouble ? 'failed' : 'fresh'} data-listed={list.accounts ? accounts.length : undefined} data-read={read}
      data-assessed={accounts.filter(({ facts }) => facts !== null).length}
    >
      <ListHeader view={view} actions={actions} list={list} doing={doing} read={read} />
      <Troubles view={view} actions={actions} />
      <ListTrouble view={view} actions={actions} list={list} doing={doing} />
      {list.accounts === null
        ? !list.trouble && <section aria-busy="true"><div class="skeleton"><span class="unseen">{t('loading')}</span></div></section>
        : accounts.length === 0
          ? <section class="elsewhere"><p class="note" data-empty>{t(list.rows === 0 ? 'list_empty' : 'list_noAccounts')}</p></section>
          : (
            <>
              {planned && <Tiles accounts={accounts} chosen={chosen ? 'overlap' : filter} choose={next => { setFilter(next); setGroup(null) }} />}
              {planned && groups.length > 0 && <OverlapSection accounts={accounts} groups={groups} chosen={group} choose={setGroup} reading={list.reading} />}
              <AccountGrid rows={rows} of={accounts.length} order={order} sort={setOrder} planned={planned} canLog={!list.kept} view={view} doing={doing} />
            </>
          )}
      <p class="unseen" role="status">{list.accounts && !list.reading ? plural('list_shown', rows.length, number(accounts.length)) : ''}</p>
      <ToastRegion view={view} actions={actions} />
      <Footer view={view} actions={actions} />
    </main>
  )
}

function ListHeader({ view, list, read }: ListPanelProps & { read: number }): JSX.Element {
  const { accounts, reading, oldest, trouble } = list
  const total = accounts?.length ?? 0
  const of = accounts ? t('list_read', number(read), number(total)) : t('readingNow')
  const said = reading ? of : oldest === null ? '' : read < total ? of : age(oldest, view.now)
  return (
    <header>
      <h1 title={list.name ?? undefined}>{titleOf(list)}</h1>
      {said && <span class={`fresh ${reading ? 'reading' : trouble || read < total ? 'stale' : 'fresh'}`}>{said}</span>}
      {reading && accounts && <progress class="reading" max={Math.max(1, total)} value={read} aria-label={t('list_reading')} />}
      <p class="subtitle">{sentences(list, view.crmLabel ?? '')}</p>
    </header>
  )
}

const titleOf = ({ kind, name }: ListView): JSX.Element | string =>
  name === null ? t(`list_untitled_${kind}`) : kind === 'search' ? t('list_search', isolate(name)) : <bdi>{name}</bdi>

/** How the page's rows became these accounts: every row that is none here is accounted for. */
function sentences({ accounts, rows, repeated, without, unseen, more }: ListView, crm: string): string {
  if (accounts === null) return t('list_beside')
  const said = [
    more && t('list_more', crm, number(rows)),
    without > 0 && plural('list_without', without, number(rows)),
    repeated > 0 && plural('list_repeated', repeated, number(rows)),
    unseen > 0 && plural('list_unseen', unseen, number(rows)),
    accounts.some(({ state }) => state === 'alone') && plural('list_alone', accounts.filter(({ state }) => state === 'alone').length),
  ].filter(Boolean)
  return said.length > 0 ? said.join(' ') : t('list_beside')
}

function ListTrouble({ view, list: { trouble, oldest, kind }, doing }: ListPanelProps): JSX.Element {
  const crm = view.crmLabel ?? ''
  const words = trouble && (trouble.kind === 'notFound' ? { title: t(`list_notFound_${kind}`), detail: t('list_notFound_do', crm), retry: true } : troubleWords(trouble, crm, view.now))
  return (
    <div class="troubles" aria-live="polite">
      {words && (
        <Banner tone="late" title={words.title} data={{ 'data-trouble': trouble!.kind }}>
          <p>{words.detail}{oldest !== null && <> {t('shownBelow', age(oldest, view.now))}</>}</p>
          {words.retry && <button type="button" class="act" onClick={() => doing.reread()}>{t('retry')}</button>}
        </Banner>
      )}
    </div>
  )
}
