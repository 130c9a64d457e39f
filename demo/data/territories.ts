import type { Customer } from './accounts'
import type { People } from './people'
import type { Writer } from './writer'

/** The CRM's own territories (Enterprise Territory Management), used by this org for its east coast only. */
export function fillTerritories(w: Writer, people: People, book: readonly Customer[]): void {
  const { org, today } = w
  const by = people.managers[0]!
  const stamp = w.stamp(by, today - 500)
  const type = String(org.insert('Territory2Type', { MasterLabel: 'Region', DeveloperName: 'Region', Priority: 1, ...stamp }).Id)
  const model = String(org.insert('Territory2Model', { Name: 'Field sales', DeveloperName: 'Field_sales', State: 'Active', ...stamp }).Id)
  const regions: readonly (readonly [string, readonly string[], string])[] = [
    ['New England', ['MA', 'CT', 'NH', 'RI', 'ME', 'VT'], people.rep('Hannah')], ['New York', ['NY'], people.rep('Priya')],
    ['New Jersey', ['NJ'], people.rep('Tom')],
  ]
  for (const [Name, states, rep] of regions) {
    const id = String(org.insert(
      'Territory2',
      { Name, DeveloperName: Name.replace(' ', '_'), Territory2ModelId: model, Territory2TypeId: type, ParentTerritory2Id: null, ...stamp }
    ).Id)
    org.insert('UserTerritory2Association', { UserId: rep, Territory2Id: id, IsActive: true, RoleInTerritory2: 'Owner', ...stamp })
    for (const c of book) {
      if (c.place.country === 'United States' && states.includes(c.place.state)) org.insert(
        'ObjectTerritory2Association', { ObjectId: c.id, Territory2Id: id, AssociationCause: 'Territory2AssignmentRule', ...stamp }
      )
    }
  }
}
