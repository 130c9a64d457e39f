import { add, exact, minorUnits, one, round, times, whole, type Exact } from '../model/money'
import type { Person, Plan } from '../model/plan'
import { touchTypes, type TouchType } from '../model/snapshot'
import { folded } from './folded'

export const kareDefaults = { lapseDays: 365, lapseFactor: 2, growth: 0.15, pipeline: 0.25, wallet: 0.6 }
export const defaultDetour = 1.3

/** The numbers of a plan as exact ones (0.15 is 15/100, never 0.15000000000000002), and its lists by what they are asked for. */
export interface Terms {
  readonly grossMargin: Exact | null
  /** A kilometre by road, for one as the crow flies, in the plan's currency; null: the plan costs trips otherwise, or not. */
  readonly perKm: Exact | null
  readonly perVisit: Exact | null
  /** Of a touch whose duration the CRM does not know. */
  readonly seconds: Readonly<Record<TouchType, Exact | null>>
  /** Of an hour, in the plan's currency. */
  readonly hourlyCost: ReadonlyMap<Person, Exact>
  /** 1 + growth. */
  readonly growth: Exact
  readonly pipeline: Exact
  readonly wallet: Exact
  readonly lapseFactor: Exact
  readonly productLines: readonly { readonly line: string; readonly key: string }[] | null
  /** Ids of accounts whose bucket or priority is pinned by hand. */
  readonly pinnedBuckets: ReadonlySet<string>
  readonly pinnedPriorities: ReadonlySet<string>
  /** In the plan's order: what a rule by revenue asks for, in minor units of the plan's currency, exactly and rounded. */
  readonly thresholds: readonly ({ readonly exactly: Exact; readonly minor: number } | null)[]
}

export function termsOf(plan: Plan): Terms {
  const { profitability = {}, kare = {}, priorities = {}, currency } = plan
  const { travel, minutes = {} } = profitability
  const people = [...plan.reps, ...(plan.managers ?? [])]
  return {
    grossMargin: profitability.grossMargin === undefined ? null : exact(profitability.grossMargin),
    perKm: travel && 'perKm' in travel ? times(exact(travel.perKm)!, exact(travel.detour ?? defaultDetour)!) : null,
    perVisit: travel && 'perVisit' in travel ? exact(travel.perVisit) : null,
    seconds: Object.fromEntries(touchTypes.map(type => [type, inSeconds(minutes[type])])) as Record<TouchType, Exact | null>,
    hourlyCost: new Map(people.flatMap(person => (person.hourlyCost === undefined ? [] : [[person, exact(person.hourlyCost)!]]))),
    growth: add(one, exact(kare.growth ?? kareDefaults.growth)!),
    pipeline: exact(kare.pipeline ?? kareDefaults.pipeline)!,
    wallet: exact(kare.wallet ?? kareDefaults.wallet)!,
    lapseFactor: exact(kare.lapseFactor ?? kareDefaults.lapseFactor)!,
    productLines: kare.productLines ? [...kare.productLines].sort().map(line => ({ line, key: folded(line) })) : null,
    pinnedBuckets: new Set((kare.pins ?? []).map(({ account }) => account)),
    pinnedPriorities: new Set((priorities.pins ?? []).map(({ account }) => account)),
    thresholds: (priorities.rules ?? []).map(rule => {
      if (!('revenueAtLeast' in rule)) return null
      const exactly = times(exact(rule.revenueAtLeast)!, minorUnits(currency))
      return { exactly, minor: round(exactly) }
    }),
  }
}

/** Null of no minutes. */
export const inSeconds = (minutes: number | undefined): Exact | null => (minutes === undefined ? null : times(exact(minutes)!, whole(60)))
