import { countryCode } from '../geo/countries'
import type { EvidenceValue } from '../model/assessment'
import { isTimeZone } from '../model/day'
import { minorUnits, exact, round, times } from '../model/money'
import type { Person, Plan } from '../model/plan'
import type { Assumption, Bases, StarterFacts, StarterPerson, StarterPlan, StarterSettings } from '../model/starter'
import { assumed, lacking } from './assumption'
import { costsIn, currencyOf, firstDayOfWeek, workingDays } from './customs'
import { fewest, majority } from './ownedAreas'
import { territoriesOf, type TerritoryWords } from './territories'
import { tiersOf } from './tiers'

export interface StarterWords extends TerritoryWords {
  /** Name of the plan, with the org's if that is known. */
  planName(org: string | null): string
}

/** What a plan is made of besides the CRM's facts. */
export interface StarterInput {
  readonly facts: StarterFacts
  readonly bases: Bases
  readonly settings: StarterSettings
  /** The browser's time zone, for an org that names none. */
  readonly zone: string
  readonly words: StarterWords
}

/** The guide's rotation plan for high priority; half of it for medium; for low what keeps an account from being forgotten. */
const rotations: NonNullable<Plan['rotations']> = [
  { priority: 'High', per: 'month', visit: 2, call: 2, email: 4 },
  { priority: 'Medium', per: 'month', visit: 1, call: 1, email: 2 },
  { priority: 'Low', per: 'quarter', call: 1, email: 2 },
]
const minutes = { visit: 60, meeting: 30, call: 10, email: 5 } as const

/**
 * A plan out of what the CRM says, and what of it is assumed. Pure: the same facts, in whichever order, make the same plan, and it holds to the
 * schema and every check of a plan file.
 */
export function starterPlan({ facts, bases, settings, zone, words }: StarterInput): StarterPlan {
  const assumptions: Assumption[] = []
  const gaps: Assumption[] = facts.gaps.map(({ code, values }) => ({ code, values, setting: settingOfGap[code] ?? 'territories' }))

  const homeCountry = homeOf(facts)
  const saidCurrency = facts.currency !== null && /^[A-Z]{3}$/.test(facts.currency) ? facts.currency : null
  const currency = saidCurrency ?? currencyOf(homeCountry ?? '') ?? 'USD'
  const timeZone = facts.timeZone !== null && isTimeZone(facts.timeZone) ? facts.timeZone : isTimeZone(zone) ? zone : 'UTC'
  const fiscalYearStart = facts.fiscalYearStart !== null && monthNumbers.has(facts.fiscalYearStart) ? facts.fiscalYearStart : null
  const people = peopleOf(facts)
  const { territories, basis, withoutReps } = territoriesOf(facts, people, homeCountry, words)
  const money = (amount: number | string): EvidenceValue => ({ minor: round(times(exact(amount)!, minorUnits(currency))), currency })

  const areas = Object.values(basis).filter(kind => kind === 'areas').length
  const owners = Object.values(basis).filter(kind => kind === 'owner').length
  if (areas > 0) assumptions.push(assumed('territoryAreas', { count: areas, share: { ratio: majority }, least: fewest }, 'territories'))
  if (owners > 0) assumptions.push(assumed('territoryOwners', { count: owners }, 'territories'))
  if (withoutReps > 0) gaps.push(lacking('territoriesWithoutReps', { count: withoutReps }, 'territories'))

  const priorities = prioritiesOf(facts, settings)
  if (priorities.tiers) assumptions.push(assumed('priorityTiers', { high: money(priorities.tiers.high), medium: money(priorities.tiers.medium), customers: priorities.tiers.customers }, 'priorities.rules'))
  else if (!priorities.set) assumptions.push(assumed('priorityAlike', { priority: 'Medium' }, 'priorities.rules'))
  const planned = (priority: string): EvidenceValue => {
    const { visit = 0, call = 0, email = 0 } = rotations.find(rotation => rotation.priority === priority)!
    return { list: [...(visit ? [`visit:${visit}`] : []), `call:${call}`, `email:${email}`] }
  }
  assumptions.push(assumed('rotations', { high: planned('High'), medium: planned('Medium'), low: planned('Low') }, 'rotations'))

  const usual = costsIn(currency)
  const perKm = settings.perKm ?? usual?.perKm
  if (perKm === undefined) gaps.push(lacking('noTravelCost', { currency }, 'profitability.travel.perKm'))
  else if (settings.perKm === undefined) assumptions.push(assumed('travelPerKm', { amount: money(perKm) }, 'profitability.travel.perKm'))
  const hourlyCost = settings.hourlyCost ?? usual?.hour
  if (hourlyCost === undefined) gaps.push(lacking('noHourlyCost', { currency }, 'reps[].hourlyCost'))
  else if (settings.hourlyCost === undefined) assumptions.push(assumed('hourlyCost', { amount: money(hourlyCost) }, 'reps[].hourlyCost'))
  const based = people.filter(({ id }) => bases[id] !== undefined).length
  if (based > 0 && perKm !== undefined) assumptions.push(assumed('bases', { count: based, of: people.length }, 'reps[].base'))
  if (based < people.length && perKm !== undefined) gaps.push(lacking('noBases', { count: people.length - based }, 'reps[].base'))
  const lengths = {
    visit: settings.visitMinutes ?? minutes.visit, meeting: settings.meetingMinutes ?? minutes.meeting, call: settings.callMinutes ?? minutes.call, email: settings.emailMinutes ?? minutes.email,
  }
  const lengthsSet = [settings.visitMinutes, settings.meetingMinutes, settings.callMinutes, settings.emailMinutes].every(value => value !== undefined)
  if (!lengthsSet) assumptions.push(assumed('minutes', lengths, 'profitability.minutes'))
  if (settings.grossMargin === undefined) assumptions.push(assumed('grossMargin', {}, 'profitability.grossMargin'))
  gaps.push(lacking('noMarketing', {}, 'profitability.marketing'))

  const days = workingDays(homeCountry)
  assumptions.push(assumed('calendar', { days: { list: days } }, 'calendar'))
  if (saidCurrency === null) assumptions.push(assumed('currency', { currency }, 'currency'))
  if (timeZone !== facts.timeZone) assumptions.push(assumed('timeZone', { zone: timeZone }, 'timeZone'))
  if (fiscalYearStart === null) assumptions.push(assumed('fiscalYear', {}, 'calendar.fiscalYearStart'))
  assumptions.push(assumed('kare', { days: 365, growth: { ratio: 0.15 } }, 'kare'))

  const plan: Plan = {
    turfside: 1,
    name: words.planName(facts.orgName),
    currency,
    timeZone,
    ...(homeCountry === null ? {} : { homeCountry }),
    calendar: { workingDays: days, firstDayOfWeek: firstDayOfWeek(homeCountry), fiscalYearStart: fiscalYearStart ?? 1 },
    reps: people.map((person): Person => ({
      id: person.id,
      ...(person.email === null ? {} : { email: person.email }),
      name: person.name,
      ...(bases[person.id] === undefined ? {} : { base: bases[person.id] }),
      ...(hourlyCost === undefined ? {} : { hourlyCost }),
    })),
    territories,
    overlaps: 'precedence',
    profitability: {
      ...(settings.grossMargin === undefined ? {} : { grossMargin: settings.grossMargin }),
      ...(perKm === undefined ? {} : { travel: { perKm } }),
      minutes: lengths,
    },
    priorities: { rules: priorities.rules },
    rotations,
  }
  return { plan, notes: { assumptions, gaps, basis } }
}

const monthNumbers = new Set(Array.from({ length: 12 }, (_, i) => i + 1))

const settingOfGap: Readonly<Record<string, string>> = { revenueRefused: 'priorities.rules', peopleCut: 'reps' }

/** The country of addresses that name none: the org's own, else that of its locale. */
function homeOf({ country, locale }: StarterFacts): string | null {
  const said = country === null ? null : countryCode(country)
  if (said !== null) return said
  const region = /^[a-z]{2,3}[-_](?:[A-Za-z]{4}[-_])?([A-Z]{2})\b/.exec(locale ?? '')?.[1]
  return region === undefined ? null : countryCode(region)
}

/** What the plan's schema takes for an address; the property tests hold the two together. Without the schema's library, as the background makes these plans. */
const email = /^[\w+-]+(?:\.[\w+-]+)*@[\da-z]+(?:[.-][\da-z]+)*\.[a-z]{2,}$/i

/** By id; whom the CRM names twice, or by an address that is none or another's, stands once and without it. */
function peopleOf({ people }: StarterFacts): StarterPerson[] {
  const sorted = people.filter(({ id }) => id !== '' && id === id.trim()).sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const once = sorted.filter(({ id }, i) => id !== sorted[i - 1]?.id)
  const taken = new Set<string>()
  return once.map(person => {
    const address = person.email?.trim().toLowerCase() ?? null
    const usable = address !== null && !taken.has(address) && email.test(person.email ?? '')
    if (usable) taken.add(address)
    return { ...person, name: person.name.trim() || person.id, email: usable ? person.email : null }
  })
}

interface Priorities {
  readonly rules: NonNullable<NonNullable<Plan['priorities']>['rules']>
  /** What the rules rest on; null: nothing is assumed, or no tiers are told apart. */
  readonly tiers: ReturnType<typeof tiersOf>
  /** The user has set the thresholds. */
  readonly set: boolean
}

function prioritiesOf({ customers }: StarterFacts, { highRevenue, mediumRevenue }: StarterSettings): Priorities {
  const rules = (high: number, medium: number): Priorities['rules'] => [
    { priority: 'High', revenueAtLeast: high }, { priority: 'Medium', revenueAtLeast: medium }, { priority: 'Low', otherwise: true },
  ]
  const found = tiersOf(customers)
  if (highRevenue !== undefined && mediumRevenue !== undefined) return { rules: rules(highRevenue, Math.min(highRevenue, mediumRevenue)), tiers: null, set: true }
  return found ? { rules: rules(found.high, found.medium), tiers: found, set: false } : { rules: [{ priority: 'Medium', otherwise: true }], tiers: null, set: false }
}
