import { fromIso } from '../../lib/model/day'
import { examplePlan } from '../example'
import { makeId } from '../ids'
import type { Org } from '../org'

/** The users of the org: the plan's twelve reps and two managers, two who have left, and the one who set it up. */
export interface People {
  readonly reps: readonly string[]
  readonly managers: readonly string[]
  readonly leavers: readonly string[]
  /** Id of a rep by first name. */
  rep(firstName: string): string
}

const cities: Record<string, readonly [string, string, string]> = {
  Hannah: ['Boston', 'MA', 'United States'], Marcus: ['Hartford', 'CT', 'United States'], Priya: ['Brooklyn', 'NY', 'United States'],
  Tom: ['Newark', 'NJ', 'United States'],
  Ellen: ['Cleveland', 'OH', 'United States'], Devin: ['Chicago', 'IL', 'United States'], Carla: ['Orlando', 'FL', 'United States'],
  Wyatt: ['Austin', 'TX', 'United States'],
  'Mei-Lin': ['San Jose', 'CA', 'United States'], Sean: ['Charlotte', 'NC', 'United States'], Amélie: ['Toronto', 'Ontario', 'Canada'],
  Jonas: ['Frankfurt am Main', 'Hessen', 'Germany'],
}

export function fillPeople(org: Org): People {
  const plan = examplePlan()
  const began = org.clock.at(fromIso(org.clock.today())! - 1200)
  const stamp = (by: string): Record<string, string | number> => ({
    CreatedDate: began, CreatedById: by, LastModifiedDate: began, LastModifiedById: by, SystemModstamp: began,
  })
  const admin = makeId('005', 1)
  const rep = org.insert('Profile', { Name: 'Sales', ...stamp(admin) }).Id!
  const boss = org.insert('Profile', { Name: 'Sales Management', ...stamp(admin) }).Id!
  const system = org.insert('Profile', { Name: 'System Administrator', ...stamp(admin) }).Id!
  const add = (name: string, email: string, profile: unknown, title: string, active = true): string => {
    const [first, ...last] = name.split(' ') as [string, ...string[]]
    const [City, State, Country] = cities[first] ?? ['New York', 'NY', 'United States']
    return org.insert('User', {
      FirstName: first, LastName: last.join(' '), Email: email, Username: email, Alias: (first[0]! + last.join('')).slice(0, 8).toLowerCase(), Title: title,
      IsActive: active, UserType: 'Standard', TimeZoneSidKey: 'America/New_York', LocaleSidKey: 'en_US', LanguageLocaleKey: 'en_US',
      ProfileId: String(profile), City, State, Country, ...stamp(admin),
    }).Id as string
  }
  add('Casey Admin', 'admin@turfside.example', system, 'CRM Administrator')
  const reps = plan.reps.map(p => add(p.name, p.email!, rep, 'Territory Representative'))
  const managers = (plan.managers ?? []).map(p => add(p.name, p.email!, boss, 'Regional Sales Manager'))
  const leavers = [
    add('Gary Lindqvist', 'gary.lindqvist@turfside.example', rep, 'Territory Representative', false),
    add('Tanya Voss', 'tanya.voss@turfside.example', rep, 'Territory Representative', false),
  ]
  reps.forEach((id, i) => org.update('User', org.get(id)!, { ManagerId: managers[i % 2]!, SystemModstamp: began }))
  return { reps, managers, leavers, rep: first => reps[plan.reps.findIndex(p => p.name.startsWith(first))]! }
}
