import { copyFileSync, existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { findBrowser, noBrowser } from '../../scripts/find-browser.mjs'

export interface BrowserLanguage {
  /** The program to start; none: the usual one. */
  readonly executablePath?: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  remove(): void
}

/**
 * The installed browser in another language. On Linux a browser takes the language of its environment, and only one whose own words it has
 * beside its program: a distribution may leave them out, and then a copy by links is made in which English stands in for them. What an
 * extension is told (`i18n.getUILanguage`, its catalogue, `Intl`) is the same.
 */
export function browserIn(language: string): BrowserLanguage {
  const way = { args: [`--lang=${language}`], env: { LANGUAGE: language, LC_ALL: `${language}.UTF-8` } }
  const installed = findBrowser()
  if (!installed) throw new Error(noBrowser)
  const home = [dirname(realpathSync(installed)), join('/usr/lib', basename(installed))].find(folder => existsSync(join(folder, 'locales')))
  if (process.platform !== 'linux' || home === undefined || existsSync(join(home, 'locales', `${language}.pak`))) return { ...way, remove: () => undefined }
  const dir = mkdtempSync(join(tmpdir(), `turfside-browser-${language}-`))
  linked(home, dir)
  link(join(home, 'locales/en-US.pak'), join(dir, 'locales', `${language}.pak`))
  return { ...way, executablePath: join(dir, basename(installed)), remove: () => rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }) }
}

function linked(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) linked(join(from, entry.name), join(to, entry.name))
    else link(join(from, entry.name), join(to, entry.name))
  }
}

function link(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    // Another disk, or another's file: a copy takes longer and is as good.
    copyFileSync(from, to)
  }
}
