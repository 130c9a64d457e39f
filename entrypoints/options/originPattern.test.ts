import { expect, it } from 'vitest'
import { apiPattern, originPattern } from './originPattern'

it.each([
  ['https://crm.acme.example', 'https://crm.acme.example/*'],
  ['https://crm.acme.example/web/#db/party/1;x', 'https://crm.acme.example/*'],
  ['  crm.acme.example/  ', 'https://crm.acme.example/*'],
  ['localhost:8000', 'https://localhost:8000/*'],
  ['http://localhost:8000/#crm', 'http://localhost:8000/*'],
  ['HTTP://CRM.Acme.Example:80/', 'http://crm.acme.example/*'],
  ['https://user:secret@crm.acme.example/', 'https://crm.acme.example/*'],
  ['http://10.0.0.7', 'http://10.0.0.7/*'],
  ['https://[::1]:8443/', 'https://[::1]:8443/*'],
])('%s is asked for as %s', (address, pattern) => {
  expect(originPattern(address, false)).toMatchObject({ pattern })
})

it('is asked for without its port where the browser takes none', () => {
  expect(originPattern('http://localhost:8000', true)).toEqual({ host: 'localhost:8000', pattern: 'http://localhost/*' })
})

it.each([
  ['', 'noAddress'],
  ['   ', 'noAddress'],
  ['https://', 'noAddress'],
  ['my crm', 'noAddress'],
  ['*', 'noAddress'],
  ['https://*/', 'noAddress'],
  ['https://*.example.com/', 'noAddress'],
  ['ftp://crm.acme.example', 'notWeb'],
  ['javascript:alert(1)', 'notWeb'],
  ['file:///etc/passwd', 'notWeb'],
  ['chrome://settings', 'notWeb'],
])('%j is no address to connect: %s', (address, problem) => {
  expect(originPattern(address, false)).toEqual({ problem })
})

it.each([
  ['acme.lightning.sfcrmapps.cn', ['https://acme.my.sfcrmproducts.cn/*']],
  ['agency--uat.sandbox.lightning.crmforce.mil', ['https://agency--uat.sandbox.my.salesforce.mil/*']],
  ['acme.my.site.com', ['https://acme.my.salesforce.com/*']],
  ['acme.my.salesforce.mil', []],
  ['erp.example.com', []],
])('asks with %s for the host of its API, where that is another', (host, patterns) => {
  expect(apiPattern(host)).toEqual(patterns)
})
