import type { PlaceRow } from './places'
import type { Random } from './random'

const family = ['Ashford', 'Bellweather', 'Briarwood', 'Calloway', 'Cedar Ridge', 'Dorne', 'Eastgate', 'Fairhaven', 'Fox Hollow', 'Granite Hill', 'Greenfield', 'Hartwell', 'Harbor Point',
  'Hillcrest', 'Ironwood', 'Juniper', 'Kingsley', 'Lakeview', 'Lindgren', 'Maplewood', 'Meadowbrook', 'Millbrook', 'Northfield', 'Oakmont',
  'Old Mill', 'Pinecrest', 'Quarry Hill', 'Redfern',
  'Ridgeline', 'Riverbend', 'Rosewood', 'Saddleback', 'Silver Birch', 'Stonebridge', 'Sycamore', 'Tanglewood', 'Thornton', 'Underhill',
  'Valley Forge', 'Westbrook', 'Whitfield', 'Willow Creek',
  'Windermere', 'Yarrow', 'Abernathy', 'Barclay', 'Carmody', 'Delacroix', 'Everett', 'Fitzpatrick', 'Gallagher', 'Hargrove', 'Iverson', 'Jefferies',
  'Kowalczyk', 'Lombardi', 'McAllister', 'Nakamura',
  "O'Rourke", 'Pemberton', 'Quigley', 'Rasmussen', 'Santoro', 'Tillman', 'Vandermeer', 'Wexler', 'Zimmerman']

type Industry = readonly [name: string, weight: number, forms: readonly string[]]
/** `X` is a name, `C` the city. */
const kinds: readonly Industry[] = [
  ['Recreation', 16, ['X Golf Club', 'X Country Club', 'X Sports Park', 'X Golf Links', 'C Municipal Golf Course']],
  ['Environmental', 20, ['X Landscaping', 'X Grounds Care', 'X Lawn & Garden', 'X Turf Services', 'X & Sons Landscaping']],
  ['Hospitality', 9, ['X Resort & Spa', 'The X Hotel', 'X Inn', 'X Hotels & Resorts']],
  ['Government', 9, ['C Parks & Recreation', 'City of C Public Works', 'C Parks Department District R']],
  ['Education', 9, ['X College', 'X Academy', 'C Unified School District R', 'X University Athletics']],
  ['Retail', 9, ['X Garden Center', 'X Nurseries', 'X Farm & Home Supply']],
  ['Construction', 8, ['X Builders', 'X Site Development', 'X Construction Group']],
  ['Agriculture', 6, ['X Sod Farms', 'X Growers Cooperative', 'X Farms']],
  ['Other', 8, ['X Property Management', 'X Estates HOA', 'X Memorial Park']],
  ['Healthcare', 4, ['X Medical Campus', 'X Health System']],
  ['Transportation', 2, ['C Regional Airport Authority', 'X Logistics Park']],
]
const germanForms = ['X Gartenbau GmbH', 'Golfclub C e.V.', 'X Grünpflege GmbH & Co. KG', 'Stadtwerke C', 'X Sportanlagen AG']
const germanNames = [
  'Albrecht', 'Bergmann', 'Dietrich', 'Eichhorn', 'Friedrichs', 'Grünwald', 'Hartmann', 'Kessler', 'Lindemann', 'Möller', 'Neuhaus', 'Pfeiffer',
  'Reinhardt', 'Schäfer', 'Vogel', 'Winkler',
]

const inEurope: Record<string, string> = {
  Gartenbau: 'Environmental', Golfclub: 'Recreation', Grünpflege: 'Environmental', Stadtwerke: 'Government', Sportanlagen: 'Recreation',
}

/** A company's name and industry that go together. */
export function company(r: Random, place: PlaceRow, taken: Set<string>): { name: string; industry: string } {
  for (let tries = 0; ; tries++) {
    const german = place.country === 'Germany'
    const kind = german ? null : r.weighted(kinds.map(k => [k, k[1]] as const))
    const form = r.pick(german ? germanForms : kind![2])
    const base = form.replace(/\bX\b/, r.pick(german ? germanNames : family)).replace(/\bC\b/, place.city).replace(/\bR\b/, String(r.int(1, 40)))
    const name = tries < 4 ? base : `${base} ${place.city} ${tries > 8 ? r.int(2, 99) : ''}`.trim()
    if (taken.has(name)) continue
    taken.add(name)
    return { name, industry: kind?.[0] ?? Object.entries(inEurope).find(([word]) => form.includes(word))![1] }
  }
}

const firsts = [
  'Alice', 'Ben', 'Carmen', 'Derek', 'Elena', 'Frank', 'Grace', 'Hugo', 'Irene', 'Jamal', 'Karen', 'Luis', 'Monica', 'Neil', 'Olga', 'Peter', 'Quinn',
  'Rosa', 'Stefan', 'Teresa', 'Umar', 'Vera', 'Will', 'Yuki',
]
const lasts = [
  'Adler', 'Bishop', 'Chen', 'Duarte', 'Ellis', 'Flores', 'Goldberg', 'Hassan', 'Ito', 'Jensen', 'Kaplan', 'Larsen', 'Murphy', 'Novak', 'Olsen',
  'Patel', 'Reyes', 'Schmidt', 'Turner', 'Ueda', 'Vargas', 'Walsh', 'Young', 'Ziegler',
]
const titles = ['Superintendent', 'Head Greenkeeper', 'Facilities Manager', 'Owner', 'Purchasing Manager', 'Grounds Manager', 'Director of Operations', 'Buyer']

export const person = (r: Random): { first: string; last: string; title: string } => ({ first: r.pick(firsts), last: r.pick(lasts), title: r.pick(titles) })
