import type { Peer, Snapshot } from '../model/snapshot'
import { folded } from './folded'

/** What two accounts are compared by. */
export type Traits = Pick<Peer, 'segment' | 'industry' | 'type' | 'employees' | 'country' | 'region' | 'lat' | 'lon'>

export const traitsOf = ({ account, area, place }: Snapshot): Traits => ({
  segment: account.segment, industry: account.industry, type: account.type, employees: account.employees,
  country: area.country, region: area.region, lat: place?.lat ?? null, lon: place?.lon ?? null,
})

/** The traits of many accounts, a column each. Texts are numbers, the same for the same text; 0: none. */
export interface TraitColumns {
  readonly count: number
  readonly segment: Int32Array
  readonly industry: Int32Array
  readonly type: Int32Array
  readonly country: Int32Array
  readonly region: Int32Array
  /** Its logarithm; NaN: not known. */
  readonly employees: Float64Array
  /** The place as a point on a sphere of radius 1, three numbers a row; NaN: none. */
  readonly point: Float64Array
  /** The number of a text; -1: no account has it; 0: none. */
  code(text: string | null, isFolded: boolean): number
}

export function traitColumns(accounts: readonly Traits[]): TraitColumns {
  const codes = new Map<string, number>()
  const codeOf = (text: string | null, isFolded: boolean): number => {
    if (text === null) return 0
    const key = isFolded ? `~${folded(text)}` : text
    let code = codes.get(key)
    if (code === undefined) codes.set(key, (code = codes.size + 1))
    return code
  }
  const point = new Float64Array(3 * accounts.length)
  accounts.forEach(({ lat, lon }, row) => pointOf(lat, lon).forEach((part, at) => (point[3 * row + at] = part)))
  return {
    count: accounts.length,
    segment: Int32Array.from(accounts, ({ segment }) => codeOf(segment, true)),
    industry: Int32Array.from(accounts, ({ industry }) => codeOf(industry, true)),
    type: Int32Array.from(accounts, ({ type }) => codeOf(type, true)),
    country: Int32Array.from(accounts, ({ country }) => codeOf(country, false)),
    region: Int32Array.from(accounts, ({ region }) => codeOf(region, false)),
    employees: Float64Array.from(accounts, ({ employees }) => logOf(employees)),
    point,
    code: (text, isFolded) => (text === null ? 0 : (codes.get(isFolded ? `~${folded(text)}` : text) ?? -1)),
  }
}

export const logOf = (employees: number | null): number => (employees !== null && employees > 0 ? Math.log(employees) : NaN)

const radians = Math.PI / 180

export function pointOf(lat: number | null, lon: number | null): readonly [number, number, number] {
  if (lat === null || lon === null) return [NaN, NaN, NaN]
  const across = Math.cos(lat * radians)
  return [across * Math.cos(lon * radians), across * Math.sin(lon * radians), Math.sin(lat * radians)]
}
