import { expect, it } from 'vitest'
import { planAddress } from './planAddress'

it.each([
  ['https://plans.acme.example/east.json', 'https://plans.acme.example/east.json'],
  ['  plans.acme.example/east.json ', 'https://plans.acme.example/east.json'],
  ['plans.acme.example:8443/a?b=c#d', 'https://plans.acme.example:8443/a?b=c'],
  ['https://8.8.8.8/plan.json', 'https://8.8.8.8/plan.json'],
  ['https://[2606:4700::1111]/plan.json', 'https://[2606:4700::1111]/plan.json'],
  ['https://bücher.example/plan.json', 'https://xn--bcher-kva.example/plan.json'],
])('%s is asked as %s', (typed, address) => expect(planAddress(typed)).toEqual({ address }))

it.each([
  ['', 'noAddress'], ['https://', 'noAddress'], ['my plan', 'noAddress'], [`https://plans.example/${'x'.repeat(3000)}`, 'noAddress'],
  ['http://plans.acme.example/plan.json', 'notHttps'], ['ftp://plans.acme.example/', 'notHttps'], ['file:///etc/passwd', 'notHttps'], ['javascript:alert(1)', 'notHttps'], ['data:application/json,{}', 'notHttps'],
  ['blob:https://plans.acme.example/x', 'notHttps'], ['chrome-extension://abc/plan.json', 'notHttps'], ['view-source:https://plans.acme.example/', 'notHttps'],
  ['https://user:secret@plans.acme.example/', 'withPassword'], ['https://user@plans.acme.example/', 'withPassword'],
])('%j is not asked: %s', (typed, problem) => expect(planAddress(typed)).toEqual({ problem }))

it.each([
  'localhost', 'localhost.', 'plans.localhost', 'LOCALHOST', 'intranet', 'plans.local', 'metadata.google.internal', 'router.home.arpa',
  '127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '127.255.255.254', '0.0.0.0', '0', '10.0.0.7', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '100.127.255.255',
  '169.254.169.254', '0xa9fea9fe', '198.18.0.1', '192.0.0.192', '224.0.0.1', '255.255.255.255', '240.0.0.1',
  '[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:a9fe:a9fe]', '[fe80::1]', '[fd00:ec2::254]', '[fc00::1]', '[ff02::1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '[2001:db8::1]', '[2001:0:1::]', '[::127.0.0.1]',
])('a machine that can only be near is not asked: %s', host => expect(planAddress(`https://${host}/plan.json`)).toEqual({ problem: 'privateHost' }))

it.each(['172.15.0.1', '172.32.0.1', '100.63.0.1', '100.128.0.1', '11.0.0.1', '126.0.0.1', '128.0.0.1', '169.253.0.1', '192.167.0.1', '223.255.255.255', 'local.example', 'localhost.example', 'internal.example.com'])('its neighbours are: %s', host => {
  expect(planAddress(`https://${host}/plan.json`)).toEqual({ address: `https://${host}/plan.json` })
})
