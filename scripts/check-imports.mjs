/**
 * Imports go one way: entrypoints → components → lib; inside lib, model ← geo ← assess ← team, optimize. And nothing that is shipped
 * names a CRM outside its own folder. Run it with a folder to check another tree than this one.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, posix, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What each part of the house may import: `part` as it likes, `type:part` types only. A part always knows itself. */
const rules = {
  'lib/model': [],
  'lib/geo': ['lib/model'],
  'lib/assess': ['lib/model', 'lib/geo'],
  'lib/starter': ['lib/model', 'lib/geo'],
  'lib/book': ['lib/model', 'lib/geo'],
  'lib/team': ['lib/model', 'lib/geo', 'lib/assess'],
  'lib/optimize': ['lib/model', 'lib/geo', 'lib/assess'],
  'lib/crm/adapter': ['lib/model', 'type:lib/crm/book'],
  'lib/crm/book': ['lib/model', 'type:lib/crm/adapter', 'type:lib/book'],
  'lib/crm/registry': ['lib/crm/adapter', 'lib/crm/*'],
  'lib/crm/sites': ['lib/crm/adapter', 'lib/crm/*'],
  'lib/crm/*': ['lib/crm/adapter', 'lib/crm/book', 'lib/model', 'type:lib/book'],
  'lib/cache': ['lib/model', 'lib/book', 'type:lib/crm/adapter', 'type:lib/crm/book'],
  'lib/messages': ['type:lib/model', 'type:lib/crm/adapter'],
  'lib/sync': ['lib/model', 'lib/geo', 'lib/assess', 'lib/starter', 'lib/book', 'lib/crm/adapter', 'lib/crm/book', 'lib/crm/sites', 'lib/crm/registry', 'lib/cache', 'type:lib/messages'],
  'lib/pill': ['type:lib/messages'],
  components: ['lib/model', 'type:lib/crm/adapter', 'type:lib/messages'],
  entrypoints: ['components', 'lib/model', 'lib/geo', 'lib/assess', 'lib/starter', 'lib/book', 'lib/team', 'lib/optimize', 'lib/crm/adapter', 'lib/crm/sites', 'lib/crm/registry', 'lib/cache', 'lib/messages', 'lib/pill', 'lib/sync'],
}

const crmNames = /salesforce|tryton/i
const source = /\.(?:ts|tsx|mts|js|mjs|jsx)$/
const test = /\.test\.tsx?$/

/** The part of the house that a file (without its ending) belongs to; null: none. */
function partOf(path) {
  const [top, second, third] = path.replace(/\.(?:ts|tsx|mts|js|mjs|jsx)$/, '').split('/')
  if (top === 'components' || top === 'entrypoints') return top
  if (top !== 'lib') return null
  if (second === 'crm') return path.split('/').length > 3 || !['adapter', 'book', 'registry', 'sites'].includes(third) ? 'lib/crm/*' : `lib/crm/${third}`
  return rules[`lib/${second}`] ? `lib/${second}` : null
}

const adapterFolder = path => /^lib\/crm\/([^/]+)\//.exec(path)?.[1] ?? null

function* files(root, folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = posix.join(folder, entry.name)
    if (entry.isDirectory()) yield* files(root, path)
    else yield path
  }
}

/** Every `from '…'`, `import '…'`, `import('…')` with its line, and whether it brings in types only. */
export function importsOf(text) {
  const found = []
  const add = (match, specifier, typeOnly) => found.push({ specifier, typeOnly, line: text.slice(0, match.index + match[0].length).split('\n').length })
  for (const match of text.matchAll(/^[ \t]*(?:import|export)\b([^'"`;]*?)\bfrom\s*['"]([^'"]+)['"]/gm)) add(match, match[2], onlyTypes(match[1]))
  for (const match of text.matchAll(/^[ \t]*import\s*['"]([^'"]+)['"]/gm)) add(match, match[1], false)
  for (const match of text.matchAll(/(typeof\s+)?\bimport\s*\(\s*['"`]([^'"`]+)['"`]/g)) add(match, match[2], match[1] !== undefined)
  for (const match of text.matchAll(/new URL\(\s*['"]([^'"]+)['"]\s*,\s*import\.meta\.url/g)) add(match, match[1], false)
  return found
}

function onlyTypes(clause) {
  if (/^\s*type\s+[\w{*]/.test(clause)) return true
  const names = /\{([^}]*)\}/.exec(clause)
  if (!names || /^[^{]*\w/.test(clause.slice(0, names.index).replace(/,/g, ''))) return false
  const list = names[1].split(',').map(name => name.trim()).filter(Boolean)
  return list.length > 0 && list.every(name => name.startsWith('type '))
}

/** The file a specifier leads to, from the root, without its ending; null for a package. */
function target(file, specifier) {
  const clean = specifier.replace(/\?.*$/, '').replace(/\.(?:ts|tsx|mts|js|mjs|jsx)$/, '')
  if (clean.startsWith('.')) return posix.normalize(posix.join(posix.dirname(file), clean))
  // WXT's names for the root.
  const root = /^(?:@@|~~|@|~)\/(.*)$/.exec(clean)
  return root ? posix.normalize(root[1]) : null
}

function trouble(root, file, from, { specifier, typeOnly }, shippedPackages) {
  const to = target(file, specifier)
  if (to === null) {
    if (specifier.startsWith('node:')) return `imports ${specifier}, which browsers do not have`
    const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
    // Types leave no code behind.
    return typeOnly || name === 'wxt' || name.startsWith('virtual:') || shippedPackages.has(name) ? null : `imports ${name}, which is not in "dependencies" of package.json`
  }
  if (to.startsWith('public/')) return null
  // A style sheet or picture beside the screen.
  if (/\.(?:css|svg|png|html|json)$/.test(to) && to.split('/')[0] === file.split('/')[0]) return null
  const isFolder = existsSync(join(root, to)) && !existsSync(`${join(root, to)}.ts`) && !existsSync(`${join(root, to)}.tsx`)
  const part = partOf(isFolder ? `${to}/index` : to)
  if (part === null) return `imports ${to}, which is not shipped`
  if (part === 'lib/crm/*') {
    if (from === 'lib/crm/registry' || from === 'lib/crm/sites') return null
    const own = adapterFolder(file)
    const theirs = adapterFolder(isFolder ? `${to}/` : to)
    return own !== null && own === theirs ? null : `imports the adapter ${theirs ?? to}: only lib/crm/registry.ts and sites.ts may`
  }
  if (part === from || rules[from].includes(part)) return null
  if (rules[from].includes(`type:${part}`)) return typeOnly ? null : `imports more than types of ${part} (${specifier})`
  return `imports ${to}: ${from} must not know ${part}`
}

/** All violations under `root`, as sentences with file and line. */
export function checkImports(root) {
  const violations = []
  const manifest = join(root, 'package.json')
  const shippedPackages = new Set(Object.keys(existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).dependencies ?? {} : {}))
  for (const top of ['lib', 'components', 'entrypoints']) {
    if (!existsSync(join(root, top))) continue
    for (const file of files(root, top)) {
      const text = readFileSync(join(root, file), 'utf8')
      const namesAllowed = adapterFolder(file) !== null || file === 'lib/crm/registry.ts' || file === 'lib/crm/sites.ts'
      if (!namesAllowed && !test.test(file) && /\.(?:ts|tsx|mts|js|mjs|jsx|html|css)$/.test(file)) {
        text.split('\n').forEach((line, at) => {
          const name = crmNames.exec(line)
          if (name) violations.push(`${file}:${at + 1} names a CRM (${name[0]}): only its adapter may`)
        })
      }
      // Tests are not shipped and may reach for the demo; what they test may not.
      if (!source.test(file) || test.test(file)) continue
      const from = partOf(file)
      if (from === null) {
        violations.push(`${file} has no place in the house: give ${file.split('/').slice(0, 2).join('/')} a line in scripts/check-imports.mjs`)
        continue
      }
      for (const found of importsOf(text)) {
        const sentence = trouble(root, file, from, found, shippedPackages)
        if (sentence) violations.push(`${file}:${found.line} ${sentence}`)
      }
    }
  }
  return violations
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = process.argv[2] ? resolve(process.argv[2]) : dirname(import.meta.dirname)
  const violations = checkImports(root)
  for (const violation of violations) console.error(violation.split(sep).join('/'))
  console.log(violations.length === 0 ? 'All imports go one way.' : `${violations.length} imports or names go the wrong way in ${relative(process.cwd(), root) || 'this tree'}.`)
  process.exit(violations.length === 0 ? 0 : 1)
}
