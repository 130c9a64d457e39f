import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { browserIn, type BrowserLanguage } from '../browser/language'
import { openScene, picture, pillSays, textOf, type Scene } from './world'

/** The production build in a browser whose language is German. */
let german: BrowserLanguage
let scene: Scene
let panel: Page

beforeAll(async () => {
  german = browserIn('de')
  scene = await openScene({ demo: { accounts: 60 }, world: german })
  panel = (await scene.world.openAccount(scene.demo.showcase.overlap.id)).panel
})
afterAll(async () => {
  await scene?.close()
  german?.remove()
})

it('a German browser shows the panel in German, with German figures and days', async () => {
  expect(await panel.evaluate(() => [chrome.i18n.getUILanguage(), document.documentElement.lang, document.documentElement.dir])).toEqual(['de', 'de', 'ltr'])
  // Capitals are the headings' look.
  const words = (await textOf(panel, 'main')).toLowerCase()
  for (const word of ['nächster kontakt', 'gebiet', 'rentabilität', 'umsatz', 'reisekosten', 'beanspruchen diesen account', 'warum dann?']) expect(words).toContain(word)
  expect(await textOf(panel, '.kare')).toBe('Halten Gewinnen Rückholen Ausbauen')
  const net = await panel.$eval('data[data-part=net]', data => ({ shown: data.textContent, minor: (data as HTMLDataElement).value }))
  const amount = new Intl.NumberFormat('de', { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 }).format(Number(net.minor))
  expect(net.shown).toBe(`Ergebnis ${amount.replace('-', '−')}`)
  expect(net.shown).toMatch(/\d{1,3}(?:\.\d{3})+\s\$/)
  const due = await panel.$eval('time', time => ({ shown: time.textContent, day: time.dateTime }))
  expect(due.shown).toContain(new Intl.DateTimeFormat('de', { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' }).format(Date.parse(due.day)))
  await picture(panel, 'german')
})

it('the pill on the page says it in German too', async () => {
  const pill = await pillSays(scene.world.page, ({ label }) => /fällig|Überschneidung|Erledigt/.test(label))
  expect(pill.label).toMatch(/^Turfside: .*\. Öffnet die Seitenleiste\.$/)
})
