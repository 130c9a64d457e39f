import { fold } from './fold'

/**
 * First-level regions by ISO 3166-2 code, "CODE name/other name/other code". `whole` countries are listed in full at the only level
 * that has short codes, so another code is an error there; the others have codes of other levels too (provinces, counties).
 */
const regions: Readonly<Record<string, { readonly whole: boolean; readonly list: string }>> = {
  US: {
    whole: true,
    list: `AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa
|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire
|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee
|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|DC District of Columbia/Washington DC/Washington, D.C.
|AS American Samoa|GU Guam|MP Northern Mariana Islands|PR Puerto Rico|UM United States Minor Outlying Islands|VI Virgin Islands/U.S. Virgin Islands/US Virgin Islands/Virgin Islands, U.S.
|FM Federated States of Micronesia|MH Marshall Islands|PW Palau|AA Armed Forces Americas|AE Armed Forces Europe|AP Armed Forces Pacific`,
  },
  CA: {
    whole: true,
    list: `AB Alberta|BC British Columbia/Colombie Britannique|MB Manitoba|NB New Brunswick/Nouveau Brunswick|NL Newfoundland and Labrador/Newfoundland/Terre Neuve et Labrador/NF
|NS Nova Scotia/Nouvelle Écosse|NT Northwest Territories/Territoires du Nord Ouest|NU Nunavut|ON Ontario|PE Prince Edward Island/PEI/Île du Prince Édouard|QC Quebec/PQ|SK Saskatchewan
|YT Yukon/Yukon Territory/YK`,
  },
  DE: {
    whole: true,
    list: `BW Baden-Württemberg/Baden-Wuerttemberg|BY Bayern/Bavaria|BE Berlin|BB Brandenburg|HB Bremen/Freie Hansestadt Bremen|HH Hamburg|HE Hessen/Hesse
|MV Mecklenburg-Vorpommern/Mecklenburg-Western Pomerania|NI Niedersachsen/Lower Saxony|NW Nordrhein-Westfalen/North Rhine-Westphalia/NRW|RP Rheinland-Pfalz/Rhineland-Palatinate
|SL Saarland|SN Sachsen/Saxony|ST Sachsen-Anhalt/Saxony-Anhalt|SH Schleswig-Holstein|TH Thüringen/Thuringia/Thueringen`,
  },
  AU: {
    whole: true,
    list: 'ACT Australian Capital Territory|NSW New South Wales|NT Northern Territory|QLD Queensland|SA South Australia|TAS Tasmania|VIC Victoria|WA Western Australia',
  },
  AT: {
    whole: true,
    list: `1 Burgenland|2 Kärnten/Carinthia/Kaernten|3 Niederösterreich/Lower Austria/Niederoesterreich|4 Oberösterreich/Upper Austria/Oberoesterreich|5 Salzburg|6 Steiermark/Styria
|7 Tirol/Tyrol|8 Vorarlberg|9 Wien/Vienna`,
  },
  CH: {
    whole: true,
    list: `AG Aargau/Argovie|AI Appenzell Innerrhoden|AR Appenzell Ausserrhoden|BE Bern/Berne|BL Basel-Landschaft/Baselland|BS Basel-Stadt|FR Fribourg/Freiburg|GE Genève/Geneva/Genf
|GL Glarus|GR Graubünden/Grisons/Graubuenden|JU Jura|LU Luzern/Lucerne|NE Neuchâtel/Neuenburg|NW Nidwalden|OW Obwalden|SG St. Gallen/Sankt Gallen|SH Schaffhausen|SO Solothurn|SZ Schwyz
|TG Thurgau|TI Ticino/Tessin|UR Uri|VD Vaud/Waadt|VS Valais/Wallis|ZG Zug|ZH Zürich/Zuerich`,
  },
  NL: {
    whole: true,
    list: `DR Drenthe|FL Flevoland|FR Friesland/Fryslân|GE Gelderland|GR Groningen|LI Limburg|NB Noord-Brabant/North Brabant|NH Noord-Holland/North Holland|OV Overijssel|UT Utrecht
|ZE Zeeland|ZH Zuid-Holland/South Holland`,
  },
  BR: {
    whole: true,
    list: `AC Acre|AL Alagoas|AP Amapá|AM Amazonas|BA Bahia|CE Ceará|DF Distrito Federal|ES Espírito Santo|GO Goiás|MA Maranhão|MT Mato Grosso|MS Mato Grosso do Sul|MG Minas Gerais|PA Pará
|PB Paraíba|PR Paraná|PE Pernambuco|PI Piauí|RJ Rio de Janeiro|RN Rio Grande do Norte|RS Rio Grande do Sul|RO Rondônia|RR Roraima|SC Santa Catarina|SP São Paulo|SE Sergipe|TO Tocantins`,
  },
  MX: {
    whole: true,
    list: `AGU Aguascalientes|BCN Baja California|BCS Baja California Sur|CAM Campeche|CHP Chiapas|CHH Chihuahua|CMX Ciudad de México/Mexico City/CDMX/Distrito Federal|COA Coahuila
|COL Colima|DUR Durango|GUA Guanajuato|GRO Guerrero|HID Hidalgo|JAL Jalisco|MEX México/Estado de México|MIC Michoacán|MOR Morelos|NAY Nayarit|NLE Nuevo León|OAX Oaxaca|PUE Puebla
|QUE Querétaro|ROO Quintana Roo|SLP San Luis Potosí|SIN Sinaloa|SON Sonora|TAB Tabasco|TAM Tamaulipas|TLA Tlaxcala|VER Veracruz|YUC Yucatán|ZAC Zacatecas`,
  },
  GB: { whole: false, list: 'ENG England|NIR Northern Ireland|SCT Scotland|WLS Wales/Cymru' },
  FR: {
    whole: false,
    list: `ARA Auvergne-Rhône-Alpes|BFC Bourgogne-Franche-Comté|BRE Bretagne/Brittany|CVL Centre-Val de Loire|20R Corse/Corsica/COR|GES Grand Est|HDF Hauts-de-France
|IDF Île-de-France|NOR Normandie/Normandy|NAQ Nouvelle-Aquitaine|OCC Occitanie|PDL Pays de la Loire|PAC Provence-Alpes-Côte d'Azur/PACA`,
  },
  IT: {
    whole: false,
    list: `65 Abruzzo|77 Basilicata|78 Calabria|72 Campania|45 Emilia-Romagna|36 Friuli-Venezia Giulia|62 Lazio/Latium|42 Liguria|25 Lombardia/Lombardy|57 Marche|67 Molise|21 Piemonte/Piedmont
|75 Puglia/Apulia|88 Sardegna/Sardinia|82 Sicilia/Sicily|32 Trentino-Alto Adige|52 Toscana/Tuscany|55 Umbria|23 Valle d'Aosta/Aosta Valley|34 Veneto`,
  },
  ES: {
    whole: false,
    list: `AN Andalucía/Andalusia|AR Aragón|AS Asturias|CN Canarias/Canary Islands|CB Cantabria|CL Castilla y León/Castile and León|CM Castilla-La Mancha|CT Cataluña/Catalonia/Catalunya
|CE Ceuta|EX Extremadura|GA Galicia|IB Illes Balears/Balearic Islands/Islas Baleares|RI La Rioja|MD Comunidad de Madrid/Madrid|ML Melilla|MC Región de Murcia/Murcia|NC Navarra/Navarre
|PV País Vasco/Basque Country/Euskadi|VC Comunidad Valenciana/Comunitat Valenciana`,
  },
}

const tables = new Map<string, ReadonlyMap<string, string>>()

function tableOf(country: string): ReadonlyMap<string, string> {
  let table = tables.get(country)
  if (!table) {
    const names = new Map<string, string>()
    for (const entry of regions[country]?.list.split('|') ?? []) {
      const [, code, rest] = /^\s*(\w+) ([^]+?)\s*$/.exec(entry)!
      for (const name of [code!, ...rest!.split('/')]) names.set(fold(name), `${country}-${code}`)
    }
    table = names
    tables.set(country, table)
  }
  return table
}

/** Whether a region that we do not know is none of that country. */
export const listsAllRegions = (country: string): boolean => regions[country]?.whole ?? false

/**
 * ISO 3166-2 of a region of that country by code, ISO code or name; null when it is none that we know. In a country that we do not
 * list in full a bare code of 1 to 3 letters or digits is believed.
 */
export function regionCode(country: string, text: string): string | null {
  const trimmed = text.trim()
  const bare = trimmed.toUpperCase().startsWith(`${country}-`) ? trimmed.slice(country.length + 1) : trimmed
  const known = tableOf(country).get(fold(bare))
  if (known !== undefined) return known
  if (listsAllRegions(country)) return null
  return /^[a-z0-9]{1,3}$/i.test(bare) ? `${country}-${bare.toUpperCase()}` : null
}
