import type { JSX } from 'preact'
import type { TerritoryFact } from '../../lib/model/assessment'
import { Banner } from '../ui/Banner'
import { isolate, listed, t } from '../ui/words'
import { compared, type AssignedTo } from './assigned'

/** To which of its own territories the CRM assigns the account, and what in that is not the plan's. */
export function CrmTerritories({ assigned, fact, crm }: { assigned: readonly AssignedTo[]; fact: TerritoryFact; crm: string }): JSX.Element | null {
  const { kind, crmOnly, planOnly } = compared(assigned, fact.claims)
  const names = listed(assigned.map(({ name }) => isolate(name)))
  if (kind === 'none') return fact.claims.length === 0 ? null : <p class="note" data-assigned="none">{t('assigned_none', crm)}</p>
  if (kind === 'same') return <p class="note" data-assigned="same">{t('assigned_same', crm, names)}</p>
  if (kind === 'renamed') return <p class="note" data-assigned="renamed">{t('assigned_renamed', crm, names)}</p>
  const people = [...new Set(assigned.flatMap(territory => territory.people ?? []).map(({ name }) => name))]
  const partly = crmOnly.length < assigned.length || planOnly.length < fact.claims.length
  const plan = fact.state === 'unassigned' ? t('assigned_planNone')
    : partly ? [
        crmOnly.length > 0 && t('assigned_crmOnly', crm, listed(crmOnly.map(isolate))),
        planOnly.length > 0 && t('assigned_planOnly', listed(planOnly.map(isolate))),
      ].filter(Boolean).join(' ')
    : planOnly.length > 0 ? t('assigned_planSays', listed(planOnly.map(isolate))) : ''
  return (
    <Banner tone="due" title={t('assigned_other', crm, names)} data={{ 'data-assigned': 'other' }}>
      <p>{[plan, people.length > 0 && t('assigned_people', listed(people.map(isolate)))].filter(Boolean).join(' ')}</p>
    </Banner>
  )
}
