import type { PartName, ProfitabilityFact } from '../model/assessment'
import type { StarterNotes } from '../model/starter'

const restsOn: Readonly<Partial<Record<PartName, readonly string[]>>> = { travel: ['travelPerKm', 'bases'], repTime: ['hourlyCost', 'minutes'] }

/** Profitability with each part that rests on an assumption called an estimate. A part of nothing is nothing, whatever a kilometre costs. */
export function withAssumedFigures(fact: ProfitabilityFact, { assumptions }: StarterNotes): ProfitabilityFact {
  const rests = (name: PartName): boolean => fact[name].amount !== null && fact[name].amount !== 0 && assumptions.some(({ code }) => restsOn[name]?.includes(code))
  const parts = (['travel', 'repTime'] as const).filter(name => rests(name) && !fact[name].estimated)
  if (parts.length === 0) return fact
  return {
    ...fact,
    ...Object.fromEntries(parts.map(name => [name, { ...fact[name], estimated: true }])),
    estimated: [...new Set([...fact.estimated, ...parts])],
  }
}
