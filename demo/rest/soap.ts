import type { Org } from '../org'
import type { Row } from '../schema/field'

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const unescape = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&')

const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com" xmlns:sf="urn:fault.partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`

/** Who a SOAP login names; null when it is no login. */
export function credentials(xml: string): { username: string; password: string } | null {
  const username = /<(?:\w+:)?username>([^<]*)</.exec(xml)?.[1]
  const password = /<(?:\w+:)?password>([^<]*)</.exec(xml)?.[1]
  return username === undefined || password === undefined ? null : { username: unescape(username), password: unescape(password) }
}

/** The answer to login(). */
export function loginResult(o: { org: Org; user: Row; sid: string; origin: string; version: string }): string {
  const { org, user, sid, origin, version } = o
  const url = (letter: string): string => `${origin}/services/Soap/${letter}/${version}/${org.id.slice(0, 15)}`
  const info: Record<string, string> = {
    accessibilityMode: 'false', currencySymbol: '$', orgDefaultCurrencyIsoCode: 'USD', organizationId: org.id,
    organizationMultiCurrency: String(org.multiCurrency),
    organizationName: 'Turfside Demo', profileId: String(user.ProfileId), userEmail: String(user.Email),
    userFullName: `${String(user.FirstName)} ${String(user.LastName)}`,
    userId: String(user.Id), userLanguage: 'en_US', userLocale: 'en_US', userName: String(user.Username), userTimeZone: String(user.TimeZoneSidKey),
    userType: 'Standard', userUiSkin: 'Theme3',
  }
  const tags = Object.entries(info).map(([k, v]) => `<${k}>${escape(v)}</${k}>`).join('')
  return envelope(`<loginResponse><result><metadataServerUrl>${url('m')}</metadataServerUrl><passwordExpired>false</passwordExpired><sandbox>false</sandbox><serverUrl>${url('u')}</serverUrl><sessionId>${escape(sid)}</sessionId><userId>${String(user.Id)}</userId><userInfo>${tags}</userInfo></result></loginResponse>`)
}

export const logoutResult = (): string => envelope('<logoutResponse/>')

export const soapFault = (code: string, message: string): string =>
  envelope(`<soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${code}: ${escape(message)}</faultstring><detail><sf:LoginFault xsi:type="sf:LoginFault"><sf:exceptionCode>${code}</sf:exceptionCode><sf:exceptionMessage>${escape(message)}</sf:exceptionMessage></sf:LoginFault></detail></soapenv:Fault>`)
