import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failureReport, type FailureFacts, type OwnFiles } from './failureReport'

const own: OwnFiles = { origin: 'chrome-extension://abcdefghijklmnopabcdefghijklmnop', paths: new Set(['background.js', 'chunks/sidepanel-Bx1_-9.js']) }
const facts: FailureFacts = {
  version: '0.1.0', userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36', where: 'panel',
  crm: 'salesforce', mode: 'account', counts: { accounts: 12, waiting: 1 }, at: Date.UTC(2026, 10, 24, 10, 5, 30),
}
const withStack = (error: Error, lines: readonly string[]): Error => Object.assign(error, { stack: [`${error.name}: ${error.message}`, ...lines].join('\n') })

describe('the report of an unknown failure', () => {
  it('tells version, browser, where, how much, and places in our own files', () => {
    const error = withStack(new TypeError('x is undefined'), [`    at draw (${own.origin}/chunks/sidepanel-Bx1_-9.js:1:2345)`, `    at ${own.origin}/background.js:2:7`, '    at https://crm.example/app.js:1:1'])
    expect(failureReport(error, own, facts)).toBe([
      'Turfside 0.1.0 in Chrome 150 on Linux', 'Where: panel; CRM: salesforce; shown: account', 'Cached accounts: 12; touches waiting: 1', 'When: 2026-11-24T10:05Z', 'Error: TypeError',
      '  at chunks/sidepanel-Bx1_-9.js:1:2345', '  at background.js:2:7',
    ].join('\n'))
  })
  it('knows Firefox’s stacks, and tells Edge from Chrome', () => {
    const firefox = { origin: 'moz-extension://0a1b2c3d-0000-4000-8000-000000000000', paths: new Set(['background.js']) }
    const error = Object.assign(new Error('x'), { stack: `draw@${firefox.origin}/background.js:3:9\n` })
    expect(failureReport(error, firefox, { ...facts, userAgent: 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0' })).toMatch(/Firefox 140 on Windows[\s\S]*\n {2}at background\.js:3:9$/)
    expect(failureReport(error, firefox, { ...facts, userAgent: `${facts.userAgent} Edg/149.0` })).toContain('Edg 149')
  })

  const secrets = ['00DHs000001!AQsecret.token', 'Acme Corp', 'acme.my.salesforce.com', '001Hs00003abcdeIAA', 'ana@larkfield.example', 'https://acme.lightning.force.com/x']
  it.each([
    ['in its message', (secret: string) => withStack(new Error(secret), [])],
    ['in a message that looks like a place', (secret: string) => withStack(new Error(`x\n    at ${own.origin}/${secret}:1:1\n    at ${own.origin}/background.js:1:1 ${secret}`), [])],
    ['in its name', (secret: string) => Object.assign(new Error('x'), { name: secret })],
    ['in a message that was changed after', (secret: string) => Object.assign(withStack(new Error(`${own.origin}/${secret}:1:1`), []), { message: 'other' })],
    ['as a thrown text', (secret: string) => secret],
    ['as a thrown object', (secret: string) => ({ name: secret, message: secret, stack: secret, toString: () => secret })],
    ['in the stack’s addresses', (secret: string) => withStack(new Error('x'), [`    at https://${secret}/app.js:1:1`, `    at ${own.origin}/chunks/${secret}.js:1:1`, `    at ${secret} (${own.origin}/background.js:1:1)`])],
  ])('never tells a token, a name or a host that the error holds %s', (_, errorWith) => {
    for (const secret of secrets) {
      const report = failureReport(errorWith(secret), own, { ...facts, crm: secret, mode: secret, version: secret, userAgent: `${facts.userAgent} ${secret}` })
      expect(report).not.toContain(secret)
      expect(report).not.toMatch(/acme|larkfield|secret|001Hs|00DHs/i)
    }
  })
  it('never holds anything of an arbitrary error but what was known beforehand', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.string(), (message, name) => {
      const report = failureReport(Object.assign(withStack(new Error(message), [message, `    at ${message} (${own.origin}/background.js:1:1)`]), { name }), own, facts)
      const lines = report.split('\n')
      expect(lines.slice(0, 4)).toEqual(failureReport(null, own, facts).split('\n').slice(0, 4))
      for (const line of lines.slice(4)) expect(line).toMatch(/^(?:Error: [A-Za-z]+|Error: something that is no error| {2}at (?:background\.js|chunks\/sidepanel-Bx1_-9\.js):\d+:\d+| {2}at a place that is not known)$/)
    }))
  })
})
