import type { JSX } from 'preact'
import { number } from '../../ui/format'
import { t } from '../../ui/words'
import { filters, passes, type Filter } from './order'
import type { ListedAccount } from './view'

interface Props {
  readonly accounts: readonly ListedAccount[]
  readonly chosen: Filter
  readonly choose: (filter: Filter) => void
}

/** How many accounts are of each state; pressing one shows those only. */
export function Tiles({ accounts, chosen, choose }: Props): JSX.Element {
  return (
    <div class="tiles" role="group" aria-label={t('list_filter')}>
      {filters.map(filter => {
        const count = accounts.filter(account => passes(filter, account)).length
        return (
          <button type="button" key={filter} data-filter={filter} class={count > 0 && (filter === 'overlap' || filter === 'late') ? 'bad' : ''} aria-pressed={filter === chosen} onClick={() => choose(filter)}>
            <b>{number(count)}</b> <span>{t(`list_filter_${filter}`)}</span>
          </button>
        )
      })}
    </div>
  )
}
