import { colleagues } from './people'
import { places, type PlaceOfBusiness } from './places'
import { daysBefore, random } from './random'

/** A customer to be, before it is in Tryton. */
export interface Draft {
  readonly name: string
  readonly place: PlaceOfBusiness | null
  readonly street: string
  readonly industry: string
  readonly segment: 'Enterprise' | 'Mid-size' | 'Small'
  readonly priority: 'High' | 'Medium' | 'Low' | null
  readonly former: boolean
  /** What its history looks like: the KARE bucket that it should come out in. */
  readonly life: 'keep' | 'expand' | 'recapture' | 'attain'
  /** Login of the colleague on its opportunities; null: it has none. */
  readonly owner: string | null
  /** Share of the touches planned that were made; null: none ever. */
  readonly care: number | null
  readonly currency: 'USD' | 'EUR'
  readonly created: string
  /** Why it is worth looking at; null: one of the many. */
  readonly showcase: string | null
}

const first = ['Harbor', 'Granite', 'Cedar', 'Beacon', 'Summit', 'Orchard', 'Liberty', 'Mill River', 'North Fork', 'Blue Heron', 'Keystone', 'Lakeside', 'Old Mill', 'Pioneer', 'Quarry', 'Redwood', 'Stonebridge', 'Tidewater', 'Union', 'Westfield']
const second = ['Water Works', 'Foods', 'Paper', 'Brewing', 'Chemicals', 'Dairy', 'Textiles', 'Cooling', 'Hospitals', 'Plastics', 'Farms', 'Shipyard', 'Laundries', 'Hotels']
const endings = ['Inc.', 'LLC', '& Co.', 'Group', 'Partners']
const streets = ['Main Street', 'Canal Street', 'Commerce Avenue', 'River Road', 'Foundry Lane', 'Market Street']
const industryOf: Readonly<Record<string, string>> = {
  'Water Works': 'Utilities', 'Foods': 'Food', 'Paper': 'Manufacturing', 'Brewing': 'Food', 'Chemicals': 'Chemicals', 'Dairy': 'Food', 'Textiles': 'Manufacturing',
  'Cooling': 'Building', 'Hospitals': 'Health', 'Plastics': 'Manufacturing', 'Farms': 'Agriculture', 'Shipyard': 'Manufacturing', 'Laundries': 'Services', 'Hotels': 'Services',
}
export const industries = [...new Set(Object.values(industryOf))].sort()

const areas = Object.keys(places) as (keyof typeof places)[]
const repOf = (area: keyof typeof places): string => colleagues.find(colleague => colleague.territory === area)?.login ?? 'grace'

/** The parties, `count` of them, the ones worth showing first. */
export function drafts(count: number, today: string): readonly Draft[] {
  const dice = random(20_260_401)
  const taken = new Set<string>()
  const one = (i: number): Draft => {
    const area = areas[i % areas.length === 5 && !dice.chance(0.5) ? dice.whole(0, 3) : i % areas.length]!
    const place = dice.pick(places[area])
    const kind = dice.pick(second)
    let name = `${dice.pick(first)} ${kind} ${dice.pick(endings)}`
    while (taken.has(name)) name = `${dice.pick(first)} ${dice.pick(first)} ${kind} ${dice.pick(endings)}`
    taken.add(name)
    return {
      name, place, street: `${dice.whole(1, 990)} ${dice.pick(streets)}`, industry: industryOf[kind]!,
      segment: dice.pick(['Small', 'Small', 'Mid-size', 'Mid-size', 'Mid-size', 'Enterprise']),
      priority: dice.pick(['High', 'Medium', 'Medium', 'Low', 'Low', null]),
      former: false,
      life: dice.pick(['keep', 'keep', 'expand', 'expand', 'recapture', 'attain', 'attain', 'attain']),
      owner: dice.chance(0.1) ? 'grace' : repOf(area),
      care: dice.chance(0.08) ? null : 0.2 + dice.next() * 0.8,
      currency: place.country === 'DE' ? 'EUR' : 'USD',
      created: daysBefore(today, dice.whole(400, 1_400)),
      showcase: null,
    }
  }
  const all = Array.from({ length: count }, (_, i) => one(i))
  return [...shown(today, all), ...all].slice(0, count)
}

/** Parties made to differ, each the ordinary one of its place but for what it shows. */
function shown(today: string, ordinary: readonly Draft[]): readonly Draft[] {
  const at = (area: keyof typeof places, index: number, change: Partial<Draft> & { name: string, showcase: string }): Draft => ({
    ...ordinary[0]!, place: places[area][index]!, owner: repOf(area), segment: 'Mid-size', industry: 'Manufacturing', priority: 'Medium', life: 'keep', care: 0.9,
    former: false, currency: 'USD', created: daysBefore(today, 900), ...change,
  })
  const monthStart = `${today.slice(0, 8)}01`
  const lately = daysBefore(today, 4) > monthStart ? daysBefore(today, 4) : monthStart
  return [
    at('newYork', 0, { name: 'Hudson Water Works', showcase: 'keep', life: 'keep' }),
    at('newEngland', 0, { name: 'Beacon Hill Brewing Co.', showcase: 'expand', life: 'expand', industry: 'Food' }),
    at('midAtlantic', 3, { name: 'Schuylkill Dyeworks', showcase: 'recapture', life: 'recapture' }),
    at('greatLakes', 2, { name: 'Motor City Cooling', showcase: 'attain', life: 'attain', priority: 'High' }),
    at('newYork', 1, { name: 'Brooklyn Navy Shipyard', showcase: 'overlap', segment: 'Enterprise', priority: 'High', life: 'expand' }),
    at('none', 0, { name: 'Lone Star Bottling', showcase: 'unassigned' }),
    at('newEngland', 4, { name: 'Charter Oak Hospitals', showcase: 'owner mismatch', owner: 'grace' }),
    at('midAtlantic', 0, { name: 'Ironbound Plastics', showcase: 'overdue', priority: 'High', care: 0.05 }),
    at('newEngland', 7, { name: 'Narragansett Textiles', showcase: 'prorated', created: lately, life: 'attain', priority: 'High', care: null }),
    at('newYork', 0, { name: 'Nowhere Holdings', showcase: 'no address', place: null, life: 'attain' }),
    at('midAtlantic', 4, { name: '<img src=x onerror=alert(1)> & Sons "Foundry" </script>', showcase: 'markup in the name' }),
    at('newEngland', 1, { name: 'شركة النور لمعالجة المياه', showcase: 'right to left' }),
    at('greatLakes', 4, { name: 'Quiet Lake Farms', showcase: 'nothing logged ever', care: null, owner: null, life: 'attain' }),
    at('europe', 0, { name: 'Elbe Kältetechnik GmbH', showcase: 'another currency', currency: 'EUR', life: 'keep' }),
    at('newYork', 4, { name: 'Salt City Former Customer', showcase: 'marked former', former: true, life: 'keep' }),
    at('midAtlantic', 7, { name: `Chesapeake ${'Very Long Name of a Company '.repeat(8)}🌊⚙️`, showcase: 'a long name with emoji', priority: null }),
  ]
}
