import type { Assessment, ProfitabilityFact } from '../model/assessment'
import { toIso } from '../model/day'
import type { Plan } from '../model/plan'
import type { Peer, Snapshot } from '../model/snapshot'
import { nextTouchOf, owningOf } from './cadence'
import { converterTo, currencyOf } from './currency'
import { kareOf } from './kare'
import { similarOf, traitsOf } from './likeness'
import { prepare } from './prepared'
import { priorityOf } from './priority'
import { periodOf, profitabilityOf } from './profitability'
import { pipelineOf, revenueBetween, salesOf } from './sales'
import { territoriesOf, territoryFact, type StandingClaim } from './territory'
import { touchesOf } from './touches'

/**
 * CRM snapshot + team plan + clock → assessment. The heart: no browser, no storage, no network, no clock of its own.
 *
 * @param snapshot what the CRM says of one account, in any order
 * @param plan     a plan that `planSchema` accepted
 * @param now      epoch milliseconds; what is dated after it does not count
 */
export function assess(snapshot: Snapshot, plan: Plan, now: number): Assessment {
  const prepared = prepare(plan)
  const today = prepared.dayOf(now)
  const into = converterTo(currencyOf(snapshot, plan), snapshot, plan)
  const touches = touchesOf(snapshot, prepared, now)
  const sales = salesOf(snapshot, plan, prepared, now)

  const lastYear = revenueBetween(sales, today - 364, today, plan, into)
  const yearBefore = revenueBetween(sales, today - 729, today - 365, plan, into)
  const pipeline = pipelineOf(sales, today, plan, into)
  const money = (minor: number | null) => (minor === null ? null : { minor, currency: into.currency })

  const territories = territoriesOf(snapshot, prepared, today, sales)
  const territory = territoryFact(territories, snapshot, prepared, {
    revenue: sales.hidden ? null : money(lastYear.minor),
    pipeline: sales.pipelineHidden ? null : money(pipeline.minor),
  })
  const owning = owningOf(snapshot, territories.standing, prepared)
  const profitability = profitabilityOf(snapshot, plan, prepared, sales, touches.counted, into, today)
  const priority = priorityOf(snapshot, prepared, sales, periodOf(plan, prepared, today), profitability.missing.length === 0 ? profitability.net : null, into)
  return {
    today: toIso(today),
    territory,
    profitability: { ...profitability, rank: rankOf(profitability, snapshot, owning.claim ?? territories.standing[0] ?? null) },
    kare: kareOf({ snapshot, plan, sales, today, into, lastYear, yearBefore, pipeline }),
    nextTouch: nextTouchOf(snapshot, prepared, touches, owning, priority, today),
    similar: similarOf(snapshot),
  }
}

/** By net among the cached accounts of the same territory; an account whose net lacks a part is not ranked, nor counted. */
function rankOf({ net, missing, currency }: ProfitabilityFact, snapshot: Snapshot, claim: StandingClaim | null): ProfitabilityFact['rank'] {
  if (claim === null || net === null || missing.length > 0) return null
  const { name } = claim.claim
  const others = snapshot.peers.filter(peer => peer.net !== null && peer.currency === currency && peer.territories.includes(name))
  return { position: 1 + others.filter(peer => peer.net! > net).length, of: others.length + 1, territory: name }
}

/** What the cache keeps of an assessed account, so that it can be a peer of others. */
export function summarise(snapshot: Snapshot, assessment: Assessment, plan: Plan, now: number): Peer {
  const prepared = prepare(plan)
  const sales = salesOf(snapshot, plan, prepared, now)
  const { profitability, territory, kare, nextTouch } = assessment
  const today = prepared.dayOf(now)
  const into = converterTo(profitability.currency, snapshot, plan)
  return {
    id: snapshot.account.ids[0]!,
    name: snapshot.account.name,
    currency: profitability.currency,
    ...traitsOf(snapshot),
    territories: territory.claims.map(({ name }) => name),
    net: profitability.missing.length > 0 ? null : profitability.net,
    revenue: sales.hidden ? null : revenueBetween(sales, today - 364, today, plan, into).minor,
    bought: sales.purchaseDays.length > 0,
    products: sales.productsKnown ? [...sales.products].sort() : null,
    bucket: kare.bucket,
    next: nextTouch.type && nextTouch.due ? { type: nextTouch.type, due: nextTouch.due } : nextTouch.upcoming,
  }
}
