import { expect, it } from 'vitest'
import { shippingProblems, thirdParty } from './check-licences.mjs'
import { packageOf } from './shipped-packages.mjs'

const good = { name: 'a', version: '1.0.0', licence: 'MIT', source: '', text: 'Permission is granted' }

it.each([
  ['a permissive licence', good, ''],
  ['one that reaches our code', { ...good, licence: 'AGPL-3.0' }, 'under AGPL-3.0'],
  ['no licence', { ...good, licence: 'none' }, 'under none'],
  ['no text', { ...good, text: ' ' }, 'no licence text'],
  ['a named one whose source is not told', { ...good, name: 'webextension-polyfill', licence: 'MPL-2.0' }, 'where its source is'],
  ['a named one under another licence', { ...good, name: 'webextension-polyfill', licence: 'GPL-3.0', source: 'https://x.example' }, 'under GPL-3.0'],
])('a package with %s', (_what, shipped, said) => expect(shippingProblems([shipped]).join('\n')).toContain(said))

it('credits the places, and says where the source of what asks for it is', () => {
  const text = thirdParty([good, { ...good, name: 'webextension-polyfill', licence: 'MPL-2.0', source: 'https://x.example/polyfill' }])
  expect(text).toContain('GeoNames')
  expect(text).toContain('a 1.0.0 (MIT)')
  expect(text).toContain('Its source form: https://x.example/polyfill')
})

it.each([['/w/node_modules/dexie/dist/modern.mjs', 'dexie'], ['/w/node_modules/@preact/signals/dist/x.js', '@preact/signals'], ['/w/node_modules/a/node_modules/b/x.js', 'b'], ['\0virtual:/w/node_modules/wxt/x.js', 'wxt'], ['/w/lib/x.ts', null]])('%s is of %s', (file, name) => expect(packageOf(file)).toBe(name))
