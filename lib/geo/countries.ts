import { fold } from './fold'

/** ISO 3166-1: alpha-2 and alpha-3 of each country, and Kosovo's user-assigned code, which CRMs use. */
const codes = `
AD AND AE ARE AF AFG AG ATG AI AIA AL ALB AM ARM AO AGO AQ ATA AR ARG AS ASM AT AUT AU AUS AW ABW AX ALA AZ AZE
BA BIH BB BRB BD BGD BE BEL BF BFA BG BGR BH BHR BI BDI BJ BEN BL BLM BM BMU BN BRN BO BOL BQ BES BR BRA BS BHS BT BTN BV BVT BW BWA BY BLR BZ BLZ
CA CAN CC CCK CD COD CF CAF CG COG CH CHE CI CIV CK COK CL CHL CM CMR CN CHN CO COL CR CRI CU CUB CV CPV CW CUW CX CXR CY CYP CZ CZE
DE DEU DJ DJI DK DNK DM DMA DO DOM DZ DZA EC ECU EE EST EG EGY EH ESH ER ERI ES ESP ET ETH FI FIN FJ FJI FK FLK FM FSM FO FRO FR FRA
GA GAB GB GBR GD GRD GE GEO GF GUF GG GGY GH GHA GI GIB GL GRL GM GMB GN GIN GP GLP GQ GNQ GR GRC GS SGS GT GTM GU GUM GW GNB GY GUY
HK HKG HM HMD HN HND HR HRV HT HTI HU HUN ID IDN IE IRL IL ISR IM IMN IN IND IO IOT IQ IRQ IR IRN IS ISL IT ITA JE JEY JM JAM JO JOR JP JPN
KE KEN KG KGZ KH KHM KI KIR KM COM KN KNA KP PRK KR KOR KW KWT KY CYM KZ KAZ LA LAO LB LBN LC LCA LI LIE LK LKA LR LBR LS LSO LT LTU LU LUX LV LVA LY LBY
MA MAR MC MCO MD MDA ME MNE MF MAF MG MDG MH MHL MK MKD ML MLI MM MMR MN MNG MO MAC MP MNP MQ MTQ MR MRT MS MSR MT MLT MU MUS MV MDV MW MWI MX MEX MY MYS MZ MOZ
NA NAM NC NCL NE NER NF NFK NG NGA NI NIC NL NLD NO NOR NP NPL NR NRU NU NIU NZ NZL OM OMN PA PAN PE PER PF PYF PG PNG PH PHL PK PAK PL POL PM SPM PN PCN PR PRI
PS PSE PT PRT PW PLW PY PRY QA QAT RE REU RO ROU RS SRB RU RUS RW RWA SA SAU SB SLB SC SYC SD SDN SE SWE SG SGP SH SHN SI SVN SJ SJM SK SVK SL SLE SM SMR SN SEN
SO SOM SR SUR SS SSD ST STP SV SLV SX SXM SY SYR SZ SWZ TC TCA TD TCD TF ATF TG TGO TH THA TJ TJK TK TKL TL TLS TM TKM TN TUN TO TON TR TUR TT TTO TV TUV TW TWN
TZ TZA UA UKR UG UGA UM UMI US USA UY URY UZ UZB VA VAT VC VCT VE VEN VG VGB VI VIR VN VNM VU VUT WF WLF WS WSM XK XKX YE YEM YT MYT ZA ZAF ZM ZMB ZW ZWE`

/** Names that the display names of English, German, French and Spanish lack. */
const aliases: Readonly<Record<string, string>> = {
  US: 'United States|United States of America|The United States|America|Estados Unidos de América|Etats Unis d Amérique|Vereinigte Staaten von Amerika',
  GB: 'UK|United Kingdom|Great Britain|Britain|England|Scotland|Wales|Northern Ireland|Großbritannien|Grande Bretagne|Gran Bretaña|United Kingdom of Great Britain and Northern Ireland',
  DE: 'Germany|Deutschland|GER|BRD|Bundesrepublik Deutschland|Federal Republic of Germany|Germania', IE: 'Republic of Ireland|Eire', NL: 'Holland|Nederland|The Netherlands',
  CH: 'Svizzera|Swiss', IT: 'Italia', ES: 'España', PT: 'Portugal', BE: 'België', LU: 'Lëtzebuerg', AT: 'Oesterreich', DK: 'Danmark', SE: 'Sverige', NO: 'Norge', FI: 'Suomi',
  IS: 'Ísland', PL: 'Polska', CZ: 'Czech Republic|Česko|Česká republika|Tschechische Republik', SK: 'Slovensko|Slovak Republic', HU: 'Magyarország', RO: 'România',
  BG: 'България', HR: 'Hrvatska', SI: 'Slovenija', RS: 'Srbija', GR: 'Ελλάδα|Hellas', TR: 'Turkey|Türkiye', EE: 'Eesti', LV: 'Latvija', LT: 'Lietuva', UA: 'Україна',
  RU: 'Russian Federation|Россия|Russische Föderation', MK: 'Macedonia', CN: 'PRC|P.R. China|Peoples Republic of China|中国', JP: '日本', KR: 'South Korea|Republic of Korea|Korea, Republic of|대한민국',
  TW: 'Taiwan, Province of China|台灣', HK: 'Hong Kong|香港', MO: 'Macau|Macao', VN: 'Viet Nam', LA: 'Lao PDR', IR: 'Islamic Republic of Iran', SY: 'Syrian Arab Republic', AE: 'UAE',
  SA: 'KSA', BR: 'Brasil', MX: 'México', CI: 'Ivory Coast|Cote d Ivoire', CV: 'Cape Verde', SZ: 'Swaziland', MM: 'Burma', TL: 'East Timor', BO: 'Plurinational State of Bolivia',
  VE: 'Bolivarian Republic of Venezuela', TZ: 'United Republic of Tanzania', MD: 'Republic of Moldova', CD: 'DR Congo|Democratic Republic of the Congo', CG: 'Republic of the Congo',
  VA: 'Holy See', PS: 'Palestine|State of Palestine', BA: 'Bosnia and Herzegovina|Bosnia', IN: 'Bharat', NZ: 'Aotearoa', VI: 'Virgin Islands, U.S.|US Virgin Islands', VG: 'British Virgin Islands',
}

const languages = ['en', 'de', 'fr', 'es']

type Names = ReadonlyMap<string, string>

const words = codes.trim().split(/\s+/)
/** ISO 3166-1 alpha-2 of every country. */
export const alpha2: readonly string[] = words.filter((_, i) => i % 2 === 0)

/** The first to claim a name within a table keeps it. */
function table(entries: Iterable<readonly [name: string, code: string]>): Names {
  const names = new Map<string, string>()
  for (const [name, code] of entries) {
    const key = fold(name)
    if (key !== '' && !names.has(key)) names.set(key, code)
  }
  return names
}

function* displayNames(language: string): Generator<readonly [string, string]> {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
  for (const code of alpha2) {
    const name = names.of(code)
    if (name === undefined) continue
    yield [name, code]
    // "Myanmar (Burma)".
    if (name.endsWith(')')) yield [name.slice(0, name.lastIndexOf('(')), code]
  }
}

/**
 * The tables in the order in which they are asked, each built when one before it had no answer: a name of two countries is the English one,
 * and the usual codes and names cost no table of languages.
 */
const makers: readonly (() => Names)[] = [
  () => table(words.map((word, i) => [word, alpha2[i >> 1]!])),
  () => table(Object.entries(aliases).flatMap(([code, names]) => names.split('|').map(name => [name, code] as const))),
  ...languages.map(language => () => table(displayNames(language))),
]
const built: Names[] = []

/** ISO 3166-1 alpha-2 of a country by code or name, as a CRM may have it; null when it is none that we know. */
export function countryCode(text: string): string | null {
  const key = fold(text)
  for (const [i, make] of makers.entries()) {
    const code = (built[i] ??= make()).get(key)
    if (code !== undefined) return code
  }
  return null
}
