import { describe, expect, it } from 'vitest'
import { findBrowser } from './find-browser.mjs'
import { hasDisplay, readOptions } from './start-options.mjs'

const at = ['--at', 'https://localhost:8443', '--host', 'Acme--uat.sandbox.my.salesforce.com', '--plan', 'p.json', '--accounts', '001a, 001b']

describe('what npm start was asked for', () => {
  it('is the demo in a window when nothing is said', () => {
    expect(readOptions([])).toMatchObject({ headless: false, crm: 'salesforce', server: null, accounts: [], log: false })
  })

  it('is a given server with its org, plan and accounts', () => {
    expect(readOptions(at)).toMatchObject({
      server: { address: 'localhost', port: 8443, host: 'acme--uat.sandbox.my.salesforce.com' }, plan: 'p.json', accounts: ['001a', '001b'],
    })
  })

  it('takes 400 accounts in one call', () => {
    const ids = Array.from({ length: 400 }, (_, n) => `001${n}`)
    expect(readOptions([...at.slice(0, -1), ids.join(',')]).accounts).toEqual(ids)
  })

  it.each([
    ['an unknown option', ['--fast'], /--fast/],
    ['a CRM that is none of ours', ['--crm', 'abacus'], /not abacus/],
    ['an address without TLS', ['--at', 'http://localhost:1', ...at.slice(2)], /must be an https address/],
    ['no address at all', ['--at', 'localhost', ...at.slice(2)], /https/],
    ['a server without its name', ['--at', 'https://localhost:1', '--plan', 'p', '--accounts', 'a'], /--host NAME/],
    ['a name that is no org', ['--at', 'https://localhost:1', '--host', 'acme.example.com', '--plan', 'p', '--accounts', 'a'], /--host NAME/],
    ['a server without a plan', ['--at', 'https://localhost:1', '--host', 'a.my.salesforce.com', '--accounts', 'a'], /--plan FILE/],
    ['a server without accounts', ['--at', 'https://localhost:1', '--host', 'a.my.salesforce.com', '--plan', 'p'], /--accounts/],
    ['a server and Tryton', [...at, '--crm', 'tryton'], /not with --crm tryton/],
  ])('%s is refused with a sentence', (_what, args, sentence) => {
    expect(() => readOptions(args)).toThrow(sentence)
  })
})

it('knows that Linux needs a display and others have one', () => {
  expect(hasDisplay({}, 'linux')).toBe(false)
  expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true)
  expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true)
  expect(hasDisplay({}, 'darwin')).toBe(true)
})

it('finds the browser that was named, and none on a bare machine', () => {
  expect(findBrowser({ TURFSIDE_BROWSER: process.execPath }, 'linux')).toBe(process.execPath)
  expect(findBrowser({}, 'win32')).toBeNull()
})
