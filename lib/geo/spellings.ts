import { cityKey } from './fold'

/**
 * The bundled data names a well-known city in English; people there write it otherwise. By country: own spelling, "=", the data's.
 * A test looks each of them up.
 */
const own: Readonly<Record<string, string>> = {
  DE: 'München=Munich|Köln=Köln|Nürnberg=Nuremberg|Frankfurt=Frankfurt am Main|Cologne=Köln',
}

const tables = new Map<string, ReadonlyMap<string, string>>()

/** The keys under which the data may list a city, the likeliest first. */
export function cityKeysOf(country: string, city: string): readonly string[] {
  const key = cityKey(city)
  let table = tables.get(country)
  if (!table) {
    table = new Map((own[country] ?? '').split('|').filter(Boolean).map(pair => pair.split('=').map(cityKey) as [string, string]))
    tables.set(country, table)
  }
  return [key]
}
