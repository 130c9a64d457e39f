import type { PersonRef } from '../../lib/model/assessment'

/** A territory of the CRM's own, and who works it there; null: it does not say. */
export interface AssignedTo {
  readonly name: string
  readonly people: readonly PersonRef[] | null
  readonly byHand: boolean
}

interface PlanClaim {
  readonly name: string
  readonly reps: readonly PersonRef[]
}

/**
 * How the CRM's assignment stands to the plan's claims. `none`: the CRM assigns it to none of its territories; `same`: the same names; `renamed`: other
 * names, and nobody there who is not the plan's rep of it; `other`: what is in one only is named.
 */
export interface Comparison {
  readonly kind: 'none' | 'same' | 'renamed' | 'other'
  readonly crmOnly: readonly string[]
  readonly planOnly: readonly string[]
}

export function compared(assigned: readonly AssignedTo[], claims: readonly PlanClaim[]): Comparison {
  const [theirs, ours] = [new Set(assigned.map(({ name }) => folded(name))), new Set(claims.map(({ name }) => folded(name)))]
  const crmOnly = assigned.filter(({ name }) => !ours.has(folded(name))).map(({ name }) => name)
  const planOnly = claims.filter(({ name }) => !theirs.has(folded(name))).map(({ name }) => name)
  const kind = assigned.length === 0 ? 'none' : crmOnly.length + planOnly.length === 0 ? 'same' : samePeople(assigned, claims) ? 'renamed' : 'other'
  return { kind, crmOnly, planOnly }
}

/** Case and blanks make no other territory. */
const folded = (name: string): string => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()

function samePeople(assigned: readonly AssignedTo[], claims: readonly PlanClaim[]): boolean {
  const reps = claims.flatMap(claim => claim.reps)
  const isRep = (person: PersonRef): boolean => reps.some(rep => (rep.id !== null && person.id !== null ? rep.id === person.id : folded(rep.name) === folded(person.name)))
  const people = assigned.map(territory => territory.people ?? [])
  return people.every(some => some.length > 0 && some.every(isRep)) && claims.every(claim => claim.reps.some(rep => people.flat().some(person => person.id === rep.id)))
}
