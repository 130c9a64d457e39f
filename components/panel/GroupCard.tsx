import type { JSX } from 'preact'
import type { Money } from '../../lib/model/assessment'
import type { GroupFact, GroupLine } from '../../lib/model/group'
import type { Hierarchy } from '../../lib/model/snapshot'
import { Card } from '../ui/Card'
import { daysBetween, decimal, money, number, period } from '../ui/format'
import { isolate, listed, plural, rich, t } from '../ui/words'
import type { CardProps, PanelActions } from './view'

/** Those below that are shown by name before somebody asks for all. */
const first = 5
/** Names in the list of all: more are of no use in a panel. */
const most = 50

/** The account among those that belong together: who is above, how many are below, and what they sold apart and rolled up. */
export function GroupCard({ view, actions }: CardProps): JSX.Element | null {
  const { group } = view
  if (!group) return null
  const of = group.figures
  const fact = 'value' in of ? of.value : null
  return (
    <Card
      name="group" title={t('group')} aside={fact && span(fact)} of={of} view={view} actions={actions}
      data={{ 'data-children': String(group.hierarchy.children) }}
      always={<Relations hierarchy={group.hierarchy} named={fact === null} actions={actions} />}
      why={{ ask: t('group_why'), answer: value => (value.below.length === 0 ? null : <All fact={value} actions={actions} />) }}
    >
      {value => (
        <>
          {value.below.length > 0 && <RolledUp fact={value} />}
          <dl class="sums">
            {value.below.length > 0 && <Sum name="below" label={plural('group_below', value.below.length)} minor={sumOf(value.below)} fact={value} />}
            <Sum name="own" label={t('group_own')} minor={value.own.revenue} fact={value} />
            {value.parent && <Sum name="parent" label={t('group_parent', isolate(value.parent.name))} minor={value.parent.revenue} fact={value} />}
          </dl>
          {notes(value, group.net).map(note => <p class="note">{note}</p>)}
        </>
      )}
    </Card>
  )
}

function RolledUp({ fact }: { fact: GroupFact }): JSX.Element {
  const { rolledUp, currency } = fact
  return (
    <p class="big">
      {rolledUp === null
        ? <data data-group="rolledUp" data-missing="" value="">{t('notKnown')}</data>
        : <data data-group="rolledUp" value={decimal({ minor: rolledUp, currency })}>{money({ minor: rolledUp, currency })}</data>}
      <small>{t('group_rolledUp')}</small>
    </p>
  )
}

function Sum({ name, label, minor, fact: { currency } }: { name: string; label: string; minor: number | null; fact: GroupFact }): JSX.Element {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{minor === null ? <data data-group={name} data-missing="" value="">{t('notKnown')}</data> : <data data-group={name} value={decimal({ minor, currency })}>{money({ minor, currency })}</data>}</dd>
    </div>
  )
}

const sumOf = (lines: readonly GroupLine[]): number | null =>
  lines.every(({ revenue }) => revenue === null) ? null : lines.reduce((sum, { revenue }) => sum + (revenue ?? 0), 0)

/** What the figures leave out, and the net beside the revenue, each of how many. */
function notes(fact: GroupFact, net: Money | null): string[] {
  const { nets, below } = fact
  return [
    net && below.length > 0 ? t('group_net', money(net)) : '',
    below.length > 0 ? (nets.count === 0 ? plural('group_netsNone', below.length) : t('group_nets', number(nets.count), number(below.length), listed(nets.sums.map(money)))) : '',
    fact.withoutAmount > 0 ? plural('group_withoutAmount', fact.withoutAmount) : '',
    fact.whole ? '' : t('group_notWhole'),
  ].filter(Boolean)
}

/** "Part of Holding, under Top." and, until figures tell more, who is right below: known before any figure is. */
function Relations({ hierarchy: { parents, children, firstChildren }, named, actions }: { hierarchy: Hierarchy; named: boolean; actions: PanelActions }): JSX.Element {
  const [parent, ...above] = parents
  const top = above.at(-1)
  const linked = ({ id, name }: Hierarchy['parents'][number]) => (name === null ? t('group_hiddenParent') : <Opens id={id} name={name} actions={actions} />)
  return (
    <>
      {parent && (
        <p class="relation">{top ? rich('group_partUnder', linked(parent), linked(top)) : rich('group_partOf', linked(parent))}</p>
      )}
      {named && children > 0 && (
        <p class="relation">
          <span class="kind">{plural('group_children', children)}</span>{' '}
          {firstChildren.slice(0, first).map(({ id, name }, i) => <>{i > 0 && ' · '}<Opens id={id} name={name} actions={actions} /></>)}
          {children > first && <span class="kind">{' '}{plural('group_more', children - Math.min(first, firstChildren.length))}</span>}
        </p>
      )}
    </>
  )
}

const Opens = ({ id, name, actions }: { id: string; name: string; actions: PanelActions }): JSX.Element =>
  <button type="button" class="link" data-opens={id} onClick={() => actions.openAccount(id)}><bdi>{name}</bdi></button>

/** Every account below, those with the most revenue first. */
function All({ fact, actions }: { fact: GroupFact; actions: PanelActions }): JSX.Element {
  const { below, currency } = fact
  return (
    <>
      <ul class="rows">
        {below.slice(0, most).map(line => (
          <li key={line.id}>
            <Opens id={line.id} name={line.name} actions={actions} />
            {line.revenue === null ? <span>{t('notKnown')}</span> : <data value={decimal({ minor: line.revenue, currency })}>{money({ minor: line.revenue, currency })}</data>}
            {line.level > 1 && <small>{plural('group_level', line.level)}</small>}
          </li>
        ))}
      </ul>
      {below.length > most && <p class="note">{plural('group_more', below.length - most)}</p>}
    </>
  )
}

function span({ from, to }: GroupFact): string {
  const days = daysBetween(from, to) + 1
  return days === 365 ? t('twelveMonths') : days % 30 === 0 ? plural('lastDays', days) : period(from, to, null)
}
