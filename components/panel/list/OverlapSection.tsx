import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { exactMoney, money, number } from '../../ui/format'
import { isolate, listed, plural, t } from '../../ui/words'
import { stakeOf, type OverlapGroup, type Sum } from './stake'
import type { ListedAccount } from './view'

interface Props {
  readonly accounts: readonly ListedAccount[]
  readonly groups: readonly OverlapGroup[]
  readonly chosen: string | null
  readonly choose: (key: string | null) => void
  readonly reading: boolean
}

/** As many groups stand there at once. */
const atFirst = 4

/** What is at stake where territories overlap, and between whom; pressing a group shows its accounts only. */
export function OverlapSection({ accounts, groups, chosen, choose, reading }: Props): JSX.Element {
  const [all, setAll] = useState(false)
  const { sums, unknown } = stakeOf(accounts)
  const overlapping = groups.reduce((count, { ids }) => count + ids.size, 0)
  const assessed = accounts.filter(({ facts }) => facts !== null).length
  const shown = all ? groups : groups.slice(0, atFirst)
  return (
    <section class="stake" data-stake aria-labelledby="stake-title">
      <div class="head">
        <h2 id="stake-title">{t('list_stake')}</h2>
        <span class="aside" data-overlapping={overlapping}>{t(reading ? 'list_overlapping_sofar' : 'list_overlapping', number(overlapping), number(assessed))}</span>
      </div>
      {sums.length === 0 && <p class="note">{t('list_stake_none')}</p>}
      {sums.map(sum => (
        <p class="big" key={sum.currency} data-sum={sum.currency} data-revenue={sum.revenue} data-pipeline={sum.pipeline}>
          <span title={exactMoney({ minor: sum.revenue, currency: sum.currency })}>{money({ minor: sum.revenue, currency: sum.currency })}</span>
          <small>{t('list_stake_rest', money({ minor: sum.pipeline, currency: sum.currency }))}</small>
        </p>
      ))}
      {sums.length > 1 && <p class="note">{t('list_currencies')}</p>}
      {unknown.revenue + unknown.pipeline > 0 && <p class="note">{plural('list_stake_unknown', Math.max(unknown.revenue, unknown.pipeline))}</p>}
      <ul class="rows groups">
        {shown.map(group => (
          <li key={group.key} data-group={group.ids.size}>
            <button type="button" class="group" aria-pressed={group.key === chosen} onClick={() => choose(group.key === chosen ? null : group.key)}>
              <bdi class="between">{between(group)}</bdi>
              <span class="count">{plural('list_accounts', group.ids.size)}</span>
              <small>{worth(group.sums)}</small>
            </button>
          </li>
        ))}
      </ul>
      {groups.length > atFirst && (
        <button type="button" class="why" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t('list_groups_less') : plural('list_groups_more', groups.length - atFirst)}</button>
      )}
    </section>
  )
}

/** "Anna Lee and Bo Chen"; a rep of all the claims, or none at all, is said so. */
export function between({ reps, territories, unmanned }: OverlapGroup): string {
  const nobody = unmanned.map(territory => t('list_nobody', isolate(territory)))
  if (reps.length === 1 && nobody.length === 0) return t('list_self', isolate(reps[0]!.name), listed(territories.map(isolate)))
  return listed([...reps.map(({ name }) => isolate(name)), ...nobody])
}

const worth = (sums: readonly Sum[]): string =>
  sums.map(({ revenue, pipeline, currency }) => listed([
    ...(revenue !== 0 ? [t('stake_revenue', money({ minor: revenue, currency }))] : []),
    ...(pipeline !== 0 ? [t('stake_pipeline', money({ minor: pipeline, currency }))] : []),
  ])).join(' · ') || t('list_stake_none')
