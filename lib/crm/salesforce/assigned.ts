import type { CrmTerritory } from '../../model/snapshot'
import { fieldOf } from './describe'
import { idOf } from './ids'
import type { Org } from './org'
import type { Row, Rows } from './rows'
import { quoted, text } from './values'

/** Enterprise Territory Management: to which territories of the active model an account is assigned, and who works them. */
export function assignedQueries(org: Org, id: string): { assigned?: string; assignees?: string } {
  const assignments = org.objects.ObjectTerritory2Association
  if (!fieldOf(assignments, 'ObjectId') || !fieldOf(assignments, 'Territory2Id') || org.without.includes('territories')) return {}
  const cause = fieldOf(assignments, 'AssociationCause') ? ', AssociationCause' : ''
  return {
    assigned: `SELECT Territory2Id, Territory2.Name${cause} FROM ObjectTerritory2Association WHERE ObjectId = ${quoted(id)} AND Territory2.Territory2Model.State = 'Active'`,
    ...(org.without.includes('territoryUsers') ? {} : {
      assignees: `SELECT UserId, Territory2Id FROM UserTerritory2Association WHERE IsActive = true AND Territory2Id IN (SELECT Territory2Id FROM ObjectTerritory2Association WHERE ObjectId = ${quoted(id)})`,
    }),
  }
}

/** By name, each once; null: the org has none, or does not say. */
export function readAssigned(assigned: Rows | undefined, assignees: Rows | undefined): CrmTerritory[] | null {
  if (!assigned) return null
  const users = new Map<string, Set<string>>()
  for (const { UserId, Territory2Id } of assignees?.rows ?? []) {
    const [user, territory] = [idOf(UserId), idOf(Territory2Id)]
    if (user !== null && territory !== null) users.set(territory, (users.get(territory) ?? new Set()).add(user))
  }
  const found = new Map<string, CrmTerritory>()
  for (const row of assigned.rows) {
    const id = idOf(row.Territory2Id)
    const name = text((row.Territory2 as Row | null | undefined)?.Name)
    if (id === null || name === null) continue
    found.set(id, { id, name, userIds: assignees ? [...(users.get(id) ?? [])].sort() : null, byHand: row.AssociationCause === 'Territory2Manual' })
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1))
}
