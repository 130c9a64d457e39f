import type { FunctionExp } from 'soql-parser-js'
import { civil, dayFromCivil, fromIso, toIso, weekdayOf } from '../../lib/model/day'
import { field as makeField, type FieldDef, type ObjectDef, type Row, type Value } from '../schema/field'
import { resolve, type Context } from './context'
import { malformed, notHere } from './errors'

type FromDay = (day: number) => Value

const quarter = (day: number): number => Math.ceil(civil(day).month / 3)
const ofDay: Record<string, FromDay> = {
  CALENDAR_YEAR: d => civil(d).year, CALENDAR_QUARTER: quarter, CALENDAR_MONTH: d => civil(d).month,
  FISCAL_YEAR: d => civil(d).year, FISCAL_QUARTER: quarter, FISCAL_MONTH: d => civil(d).month,
  DAY_IN_MONTH: d => civil(d).day, DAY_IN_WEEK: d => ((weekdayOf(d) + 1) % 7) + 1, DAY_IN_YEAR: d => d - dayFromCivil(civil(d).year, 1, 1) + 1,
  WEEK_IN_MONTH: d => Math.ceil(civil(d).day / 7), WEEK_IN_YEAR: d => Math.ceil((d - dayFromCivil(civil(d).year, 1, 1) + 1) / 7),
  DAY_ONLY: toIso,
}

export interface Computed {
  readonly field: FieldDef
  get(row: Row): Value
}

/** CALENDAR_YEAR(CloseDate) and its like, for WHERE, GROUP BY and the select list of a grouped query. Moments are taken in UTC unless converted. */
export function dateFunction(c: Context, object: ObjectDef, name: string, parameters: readonly (string | FunctionExp)[], alias?: string): Computed {
  const upper = name.toUpperCase()
  const [argument] = parameters
  if (upper === 'DISTANCE' || upper === 'GEOLOCATION') throw notHere(name)
  if (parameters.length !== 1 || argument === undefined) throw malformed(`unexpected token: '${name}'`)
  const converted = typeof argument !== 'string'
  if (converted && argument.functionName?.toUpperCase() !== 'CONVERTTIMEZONE') throw malformed(`unexpected token: '${argument.functionName ?? ''}'`)
  const inner = converted ? argument.parameters?.[0] : argument
  if (typeof inner !== 'string') throw malformed(`unexpected token: '${name}'`)
  const path = resolve(c, object, inner, alias)
  const hour = upper === 'HOUR_IN_DAY'
  const fn = ofDay[upper]
  if (!hour && !fn) throw malformed(`unexpected token: '${name}'`)
  if (path.field.type !== 'datetime' && (hour || upper === 'DAY_ONLY' || path.field.type !== 'date')) throw malformed(`Function ${name} is not supported on field ${path.field.name}`)
  const toDay = (moment: number): number => (converted ? c.org.clock.dayOf(moment) : Math.floor(moment / 86_400_000))
  return {
    field: makeField(path.field.name, upper === 'DAY_ONLY' ? 'date' : 'int'),
    get: row => {
      const value = path.get(row)
      if (value === null) return null
      if (hour) {
        const moment = Number(value)
        return converted ? Math.floor((moment - c.org.clock.at(c.org.clock.dayOf(moment))) / 3_600_000) : new Date(moment).getUTCHours()
      }
      return fn!(typeof value === 'number' ? toDay(value) : fromIso(String(value))!)
    },
  }
}
