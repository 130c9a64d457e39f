import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import type { Copy } from './build'

const accents: Readonly<Record<string, string>> = { a: 'á', c: 'ç', e: 'é', g: 'ğ', i: 'ï', l: 'ł', n: 'ñ', o: 'ö', r: 'ř', s: 'š', u: 'ü', y: 'ý', z: 'ž', A: 'Å', C: 'Ç', E: 'É', L: 'Ł', N: 'Ñ', O: 'Ö', S: 'Š', T: 'Ţ', U: 'Ü', W: 'Ŵ' }

/** A message in a language that does not exist: accented, two fifths longer as German is, and between brackets that show where it begins and ends. */
export function pseudo(message: string): string {
  const text = message.replace(/\$\w+\$|[A-Za-z]/g, piece => (piece.length > 1 ? piece : (accents[piece] ?? piece)))
  const words = message.replace(/\$\w+\$/g, '').length
  return `⟦${text}${' ößé'.repeat(Math.ceil((words * 0.4) / 4))}⟧`
}

/** A copy of a build whose English is that language. What the browser itself must read (its name, the code of the language) stays. */
export function copyInPseudo(extensionDir: string): Copy {
  const dir = mkdtempSync(join(tmpdir(), 'turfside-pseudo-'))
  cpSync(extensionDir, dir, { recursive: true })
  const file = join(dir, '_locales/en/messages.json')
  const messages = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { message: string }>
  for (const [key, entry] of Object.entries(messages)) if (key !== 'locale' && !key.startsWith('ext')) entry.message = pseudo(entry.message)
  writeFileSync(file, JSON.stringify(messages))
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

/**
 * What a page says that is no message: words outside the brackets, in text and in what is read aloud or shown on hovering. Names and figures of the
 * CRM stand in `bdi`, `data`, `time`, or in a field.
 */
export const bareWords = (page: Page): Promise<string[]> => page.evaluate(() => {
  const bare: string[] = []
  let depth = 0
  /** With its unit: "1,788 km". */
  const figure = /\d[\d.,\s]*\p{L}{1,3}\b/gu
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement
    if (!parent || parent.closest('script, style')) continue
    let outside = ''
    for (const char of node.textContent ?? '') {
      if (char === '⟦') depth++
      else if (char === '⟧') depth--
      else if (depth === 0) outside += char
    }
    if (/\p{L}{2,}/u.test(outside.replace(figure, '')) && !parent.closest('bdi, data, time, option, textarea, pre, code, kbd')) bare.push(`${parent.tagName}.${parent.className}: ${outside.trim()}`)
  }
  // A name that is cut off on the screen is whole on hovering.
  const isData = (words: string, element: Element): boolean => [...element.querySelectorAll('bdi')].some(({ textContent }) => textContent !== null && words.includes(textContent))
  const said = new Set([...document.querySelectorAll('bdi')].map(element => element.textContent))
  for (const element of document.querySelectorAll('[title], [aria-label], [placeholder], [alt]')) {
    for (const name of ['title', 'aria-label', 'placeholder', 'alt']) {
      const words = element.getAttribute(name)
      if (words && /\p{L}{2,}/u.test(words) && !words.includes('⟦') && !said.has(words) && !URL.canParse(words) && !isData(words, element)) bare.push(`${element.tagName} ${name}: ${words}`)
    }
  }
  if (depth !== 0) bare.push(`${depth} brackets stay open: a message is cut`)
  return bare
})

/** What sticks out of a page, or is cut off where it must not be. */
export const clipped = (page: Page): Promise<string[]> => page.evaluate(() => {
  const width = document.documentElement.clientWidth
  return [...document.querySelectorAll('main *')].filter(element => {
    const box = element.getBoundingClientRect()
    // A name of the CRM may be longer than any screen: it is cut with dots, and whole on hovering.
    if (box.width === 0 || element.closest('.unseen, bdi') || element.querySelector('bdi')) return false
    const cut = element.matches('button, th, dt, dd, label') && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== 'visible'
    // What scrolls by itself, such as a wide table, sticks out of nothing.
    const scrolls = element.closest('[data-scrolls]') !== null
    return cut || (!scrolls && (box.right > width + 0.5 || box.left < -0.5))
  }).map(element => `${element.tagName}.${element.className}: ${element.textContent?.slice(0, 60)}`)
})
