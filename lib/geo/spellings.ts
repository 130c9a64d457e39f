import { cityKey } from './fold'

/**
 * The bundled data has one name a city, for the well-known ones the English; others write their own. By country: a spelling, "=", the
 * data's name. A short name of several cities stands once for each. A test looks all of them up.
 */
export const spellings: Readonly<Record<string, string>> = {
  AT: 'Wien=Vienna|Klagenfurt=Klagenfurt am Wörthersee',
  BE: 'Bruxelles=Brussels|Brussel=Brussels|Brüssel=Brussels|Antwerp=Antwerpen|Anvers=Antwerpen|Ghent=Gent|Gand=Gent|Bruges=Brugge|Oostende=Ostend',
  CA: 'Ville de Québec=Québec',
  CH: 'Geneva=Genève|Genf=Genève|Lucerne=Luzern|Biel=Biel/Bienne|Bienne=Biel/Bienne|Basle=Basel|Berne=Bern|Neuenburg=Neuchâtel',
  CO: 'Bogotá D.C.=Bogotá',
  CZ: 'Praha=Prague|Plzeň=Pilsen',
  DE: `München=Munich|Cologne=Köln|Nuremberg=Nürnberg|Hanover=Hannover|Frankfurt=Frankfurt am Main|Frankfurt=Frankfurt (Oder)|Frankfurt/Main=Frankfurt am Main
|Ludwigshafen=Ludwigshafen am Rhein|Freiburg im Breisgau=Freiburg|Halle=Halle (Saale)|Mülheim an der Ruhr=Mülheim|Offenbach am Main=Offenbach|Brunswick=Braunschweig`,
  DK: 'København=Copenhagen|Aarhus=Århus',
  ES: 'Seville=Sevilla|La Coruña=A Coruña|San Sebastián=Donostia / San Sebastián|Donostia=Donostia / San Sebastián|Palma de Mallorca=Palma',
  FI: 'Helsingfors=Helsinki|Åbo=Turku|Tammerfors=Tampere|Esbo=Espoo',
  GB: 'Newcastle=Newcastle upon Tyne|Hull=Kingston upon Hull',
  IN: 'Bangalore=Bengaluru|Bombay=Mumbai|Calcutta=Kolkata|Madras=Chennai|Gurugram=Gurgaon',
  IT: 'Roma=Rome|Milano=Milan|Torino=Turin|Napoli=Naples|Firenze=Florence|Venezia=Venice|Genova=Genoa|Padua=Padova|Syracuse=Siracusa',
  MX: 'Ciudad de México=Mexico City|CDMX=Mexico City|Querétaro=Santiago de Querétaro|Acapulco=Acapulco de Juárez|León=León de los Aldama|Pachuca=Pachuca de Soto',
  NL: "Den Haag=The Hague|'s-Gravenhage=The Hague|Den Bosch='s-Hertogenbosch",
  PL: 'Warszawa=Warsaw',
  PT: 'Lisboa=Lisbon',
  RO: 'București=Bucharest',
  RS: 'Beograd=Belgrade',
  RU: 'Moskva=Moscow|Москва=Moscow',
  SE: 'Gothenburg=Göteborg',
  UA: 'Kiev=Kyiv|Odesa=Odessa',
  US: 'Washington=Washington, D.C.',
}

const tables = new Map<string, ReadonlyMap<string, readonly string[]>>()

function tableOf(country: string): ReadonlyMap<string, readonly string[]> {
  let table = tables.get(country)
  if (!table) {
    const built = new Map<string, string[]>()
    for (const pair of spellings[country]?.split('|') ?? []) {
      const [written, listed] = pair.split('=').map(cityKey)
      built.set(written!, [...(built.get(written!) ?? []), listed!])
    }
    table = built
    tables.set(country, table)
  }
  return table
}

/**
 * The keys by which the data may list a city. Those of one group are equals: a name that two of them bear is ambiguous. A later group
 * is for when the groups before it have no such place.
 */
export function cityKeysOf(country: string, city: string): readonly (readonly string[])[] {
  const key = cityKey(city)
  const groups = [[key, ...(tableOf(country).get(key) ?? [])]]
  // "New York" and "New York City", "Québec" and "Quebec City".
  groups.push([key.endsWith(' city') ? key.slice(0, -5) : `${key} city`])
  if (['DE', 'AT', 'CH'].includes(country)) {
    const german = key.replace(/([aou])e/g, '$1').replace(/^saint /, 'sankt ')
    groups.push([german, ...(tableOf(country).get(german) ?? [])])
  }
  return groups
}
