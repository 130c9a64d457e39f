import type { JSX } from 'preact'
import type { Claim, TerritoryFact } from '../../lib/model/assessment'
import { Banner } from '../ui/Banner'
import { Card } from '../ui/Card'
import { Later } from '../ui/Later'
import { money } from '../ui/format'
import { isolate, listed, plural, t } from '../ui/words'
import { ourWord, reason } from './evidence'
import { Reasons } from './Reasons'
import type { CardProps, PanelView } from './view'

const crmTerritories = () => import('./CrmTerritories').then(part => part.CrmTerritories)

/** Whose account it is, by which rules; overlap and owner mismatch first. */
export function TerritoryCard({ view, actions }: CardProps): JSX.Element {
  const of = view.territory
  const fact = 'value' in of ? of.value : null
  return (
    <Card
      name="territory" title={t('territory')} of={of} view={view} actions={actions}
      data={{ 'data-territory-state': fact?.state }}
      why={{ ask: t('territory_why'), answer: value => <Rules fact={value} today={view.today} /> }}
    >
      {territory => (
        <>
          {territory.state === 'overlap' && (
            <Banner tone="late" icon="overlap" title={plural('overlap', territory.claims.length)}>
              {atStake(territory) && <p>{atStake(territory)}</p>}
            </Banner>
          )}
          {territory.ownerMismatch && <OwnerMismatch fact={territory} crm={view.crmLabel ?? ''} />}
          {territory.claims.length === 0
            ? <Unclaimed fact={territory} view={view} />
            : <ul class="claims">{territory.claims.map(claim => <ClaimLine claim={claim} alone={territory.claims.length === 1} view={view} />)}</ul>}
          {view.assigned && <Later load={crmTerritories} props={{ assigned: view.assigned, fact: territory, crm: view.crmLabel ?? '' }} />}
        </>
      )}
    </Card>
  )
}

function atStake({ atStake: { revenue, pipeline } }: TerritoryFact): string {
  const sums = [revenue?.minor ? t('stake_revenue', money(revenue)) : '', pipeline?.minor ? t('stake_pipeline', money(pipeline)) : ''].filter(Boolean)
  return sums.length ? t('stake', listed(sums)) : ''
}

function OwnerMismatch({ fact, crm }: { fact: TerritoryFact; crm: string }): JSX.Element {
  const reps = [...new Set(fact.claims.flatMap(claim => claim.reps.map(({ name }) => name)))]
  const owner = fact.owner ? isolate(fact.owner.name) : t('someone')
  return (
    <Banner tone="due" title={t('ownerMismatch', owner, crm)} data={{ 'data-owner-mismatch': '' }}>
      {reps.length > 0 && <p>{t('ownerMismatch_plan', listed(reps.map(isolate)))}</p>}
    </Banner>
  )
}

/** A starter plan names territories after their reps: nobody is said twice. */
const named = ({ name, reps }: Claim): boolean => reps.length > 0 && (reps.length > 1 || reps[0]!.name !== name)

function ClaimLine({ claim, alone, view }: { claim: Claim; alone: boolean; view: PanelView }): JSX.Element {
  const basis = view.starter?.basis[claim.territory]
  return (
    <li data-claim={claim.territory}>
      <p class={alone ? 'big' : 'claim-name'}>
        <bdi data-claim-name>{claim.name}</bdi>
        {named(claim) && <small><bdi>{listed(claim.reps.map(({ name }) => isolate(name)))}</bdi></small>}
      </p>
      <p class="note" data-reason>{basis && basis !== 'areas' ? t(`starter_basis_${basis}`, view.crmLabel ?? '') : reason(claim.rules, view.today)}{basis === 'areas' && <> {t('starter_basis_areas', listed(claim.reps.map(({ name }) => isolate(name))), view.crmLabel ?? '')}</>}</p>
    </li>
  )
}

/** Nobody's by the plan, or not known to be anybody's. */
function Unclaimed({ fact, view }: { fact: TerritoryFact; view: PanelView }): JSX.Element {
  const known = fact.state !== 'unknown'
  return (
    <>
      <p class="big">{known ? t('unassigned') : t('territory_unknown')}</p>
      <p class="note" data-reason>{known ? (view.starter ? t('starter_unassigned', view.crmLabel ?? '') : t('unassigned_reason')) : t('territory_unknown_reason', listed(askedFor(fact)))}</p>
      <p class="note">{[view.placeNote && t(`place_${view.placeNote}`), fact.owner && t('crmOwner', view.crmLabel ?? '', isolate(fact.owner.name))].filter(Boolean).join(' ')}</p>
    </>
  )
}

/** What the rules that cannot be told ask for, each once. */
const askedFor = ({ evidence }: TerritoryFact): string[] =>
  [...new Set(evidence.filter(({ code }) => code === 'cannotTell').map(({ values }) => ourWord(String(values.what))))]

function Rules({ fact, today }: { fact: TerritoryFact; today: string }): JSX.Element | null {
  const others = [...fact.claims.map(claim => ({ claim, beaten: false })), ...fact.outranked.map(claim => ({ claim, beaten: true }))]
  if (others.length === 0 && fact.evidence.length === 0) return null
  return (
    <>
      {others.map(({ claim, beaten }) => (
        <>
          <p class="answer-head"><bdi>{claim.name}</bdi> {beaten && <small>{t('outranked')}</small>}</p>
          <Reasons evidence={claim.rules} today={today} />
        </>
      ))}
      <Reasons evidence={fact.evidence} today={today} />
    </>
  )
}
