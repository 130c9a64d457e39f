import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { day, number } from '../../ui/format'
import { bytes } from '../../ui/size'
import { plural, t, upperFirst } from '../../ui/words'
import { PolicyNotes } from './PolicyNotes'
import { RemoveDialog } from './RemoveDialog'
import type { PrivacyActions, PrivacyView, StoredGroup, StoredLine } from './view'
import { hostOf, whoseWords } from './whoseWords'

interface Props {
  readonly view: PrivacyView
  readonly actions: PrivacyActions
}

/** The self-check: what is stored, how much, since when, of whom, where it goes, and a button for each to remove it. */
export function PrivacySection({ view, actions }: Props): JSX.Element {
  const [asked, setAsked] = useState<{ readonly group: StoredGroup; readonly line: StoredLine } | null>(null)
  const { stored, onDisk, removed, failed } = view
  return (
    <section aria-labelledby="privacy-title" id="privacy" data-ready={stored ? '' : undefined}>
      <h2 id="privacy-title">{t('privacy_title')}</h2>
      <p class="note">{t('privacy_do')}</p>
      <Rules view={view} />
      <PolicyNotes policy={view.policy} />
      {stored === null && <p class="note" aria-busy="true">{t('privacy_measuring')}</p>}
      {stored?.length === 0 && <p>{t('privacy_empty')}</p>}
      {stored?.map(group => <GroupTable key={group.key} group={group} now={view.now} ask={line => setAsked({ group, line })} />)}
      <p role="status" class={failed ? 'late' : 'good'} id="privacy-status">{failed ? t('privacy_failed') : removed && t('privacy_removed', t(`privacy_kind_${removed}`))}</p>
      <div class="row">
        <button type="button" class="act" id="measure" onClick={() => actions.measure()}>{t('privacy_measure')}</button>
        {onDisk !== null && <p class="note">{t('privacy_onDisk', bytes(onDisk))}</p>}
      </div>
      {asked && <RemoveDialog group={asked.group} line={asked.line} now={view.now} remove={() => actions.remove(asked.group.key, asked.line.kind)} close={() => setAsked(null)} />}
    </section>
  )
}

/** What becomes of all this by itself, and who has set it. */
function Rules({ view: { privacy, by, stored } }: { view: PrivacyView }): JSX.Element {
  // Those of others are not this user's to send.
  const waiting = (stored ?? []).filter(({ of }) => of?.user?.session === 'own').flatMap(({ lines }) => lines).reduce((sum, { kind, count }) => sum + (kind === 'outbox' ? count : 0), 0)
  const source = (of: 'policy' | 'plan' | 'usual') => of !== 'usual' && <> <small>{upperFirst(t(`privacy_by_${of}`))}</small></>
  return (
    <ul class="rules">
      <li data-after={privacy.afterSignOut}>{t(`privacy_after_${privacy.afterSignOut}`)}{source(by.afterSignOut)}</li>
      {privacy.afterSignOut === 'forget' && waiting > 0 && <li class="late" data-send-first={waiting}>{plural('privacy_sendFirst', waiting)}</li>}
      <li data-days={privacy.retentionDays}>{plural('privacy_days', privacy.retentionDays)}{source(by.retentionDays)}</li>
    </ul>
  )
}

const columns = ['what', 'count', 'size', 'since', 'goes'] as const

// A narrow table is laid out in lines of its own: the roles stay by their names.
function GroupTable({ group, now, ask }: { group: StoredGroup; now: number; ask: (line: StoredLine) => void }): JSX.Element {
  return (
    <table class="stored" role="table" data-group={group.key}>
      <caption><Whose of={group.of} /></caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(name => <th key={name} class={name} role="columnheader" scope="col">{t(`privacy_column_${name}`)}</th>)}
          <th class="do" role="columnheader" scope="col"><span class="unseen">{t('privacy_remove')}</span></th>
        </tr>
      </thead>
      <tbody role="rowgroup">{group.lines.map(line => <Line key={line.kind} line={line} group={group} now={now} ask={() => ask(line)} />)}</tbody>
    </table>
  )
}

function Line({ line: { kind, count, bytes: size, since, goesTo, held }, group, now, ask }: { line: StoredLine; group: StoredGroup; now: number; ask: () => void }): JSX.Element {
  const today = isoDay(now)
  return (
    <tr role="row" data-kind={kind}>
      <th role="rowheader" scope="row">{t(`privacy_kind_${kind}`)}</th>
      <td role="cell" class="figure" data-label={t('privacy_column_count')} data-count={count}><bdi>{number(count)}</bdi></td>
      <td role="cell" class="figure" data-label={t('privacy_column_size')} data-bytes={size}><bdi>{bytes(size)}</bdi></td>
      <td role="cell" class="since" data-label={t('privacy_column_since')}>{since === null ? '' : <time dateTime={isoDay(since)}>{day(isoDay(since), today)}</time>}</td>
      <td role="cell" class="goes" data-label={t('privacy_column_goes')}>{goesTo === null ? t('privacy_nowhere') : <bdi dir="ltr">{goesTo}</bdi>}</td>
      <td role="cell" class="do">
        {held === null
          ? <button type="button" class="act" data-remove={kind} aria-label={t('privacy_remove_of', t(`privacy_kind_${kind}`), whoseWords(group.of))} onClick={ask}>{t('privacy_remove')}</button>
          : <small>{t('privacy_by_policy')}</small>}
      </td>
    </tr>
  )
}

function Whose({ of }: Pick<StoredGroup, 'of'>): JSX.Element {
  if (of === null) return <b>{t('privacy_browser')}</b>
  return (
    <>
      <b><bdi>{of.crmLabel}</bdi></b> <bdi class="host" dir="ltr">{hostOf(of.org)}</bdi>
      {of.user && <small data-session={of.user.session}>{of.user.name === null ? t('privacy_otherUser') : <><bdi>{of.user.name}</bdi> · {t(`privacy_session_${of.user.session}`)}</>}</small>}
      {of.user === null && <small>{t('privacy_ofOrg')}</small>}
    </>
  )
}

/** The reader's own day. */
function isoDay(moment: number): string {
  const date = new Date(moment)
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(part => String(part).padStart(2, '0')).join('-')
}
