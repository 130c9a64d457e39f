/** Every `_locales` key that the code uses exists, in every language, with the placeholders it mentions. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

function* files(folder) {
  if (!existsSync(folder)) return
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* files(path)
    else yield path
  }
}

/**
 * The keys that a text asks for, as tests of a key: whole ones (`t('due')`, `plural('touch', n)`, `because('neverBought')`, `__MSG_name__`), and
 * the beginnings of those put together (`t(`type_${type}`)`).
 */
export function keysUsed(text) {
  const whole = new Set()
  const beginnings = new Set()
  for (const [, key] of text.matchAll(/\b(?:t|find|rich|getMessage)\(\s*['"`](\w+)['"`]/g)) whole.add(key)
  for (const [, key] of text.matchAll(/\b(?:plural|counted)\(\s*['"`](\w+)['"`]/g)) whole.add(`${key}_other`)
  for (const [, key] of text.matchAll(/__MSG_(\w+?)__/g)) whole.add(key)
  for (const [, codes] of text.matchAll(/\bbecause\(([^,)]*)/g)) for (const [, code] of codes.matchAll(/['"`](\w+)['"`]/g)) whole.add(`why_${code}`)
  for (const [, key] of text.matchAll(/\b(?:t|find|rich|getMessage|plural|counted)\(\s*`(\w+)\$\{/g)) beginnings.add(key)
  return { whole, beginnings }
}

const used = message => new Set([...String(message).matchAll(/\$([A-Za-z]\w*)\$/g)].map(([, name]) => name.toLowerCase()))

/** Where a translation does not put in what the English message does. The sentence for one may leave the number out. */
function strayed(language, key, { message, placeholders = {} }, original) {
  const problems = []
  const contents = original.placeholders ?? {}
  const declared = new Map(Object.entries(placeholders).map(([name, { content }]) => [name.toLowerCase(), content]))
  const [mine, theirs] = [used(message), used(original.message)]
  for (const name of theirs) {
    const number = key.endsWith('_one') && Object.entries(contents).some(([known, { content }]) => known.toLowerCase() === name && content === '$1')
    if (!mine.has(name) && !number) problems.push(`${language}: ${key} leaves out $${name}$`)
  }
  for (const name of mine) if (!theirs.has(name)) problems.push(`${language}: ${key} uses $${name}$, which en does not`)
  for (const [name, { content }] of Object.entries(contents)) {
    const given = declared.get(name.toLowerCase())
    if (given !== undefined && given !== content) problems.push(`${language}: ${key} takes $${name}$ from ${given}, en from ${content}`)
  }
  return problems
}

export function checkStrings(root) {
  const folder = join(root, 'public/_locales')
  if (!existsSync(join(folder, 'en/messages.json'))) return ['public/_locales/en/messages.json is not there']
  const problems = []
  const languages = new Map()
  for (const language of readdirSync(folder)) {
    try {
      languages.set(language, JSON.parse(readFileSync(join(folder, language, 'messages.json'), 'utf8')))
    } catch (error) {
      problems.push(`public/_locales/${language}/messages.json cannot be read: ${error.message}`)
    }
  }
  const english = languages.get('en') ?? {}
  for (const [language, messages] of languages) {
    for (const key of Object.keys(english)) if (!messages[key]) problems.push(`${language} lacks ${key}`)
    for (const [key, { message, placeholders = {} }] of Object.entries(messages)) {
      const original = english[key] ?? english[key.replace(/_(?:zero|two|few|many)$/, '_other')]
      if (!original) problems.push(`${language} has ${key}, which en lacks`)
      else if (language !== 'en') problems.push(...strayed(language, key, messages[key], original))
      if (typeof message !== 'string' || message.trim() === '') problems.push(`${language}: ${key} says nothing`)
      else for (const [, name] of message.matchAll(/\$([A-Za-z]\w*)\$/g)) {
        if (!Object.keys(placeholders).some(known => known.toLowerCase() === name.toLowerCase())) problems.push(`${language}: ${key} uses $${name}$, which it does not declare`)
      }
    }
  }
  for (const top of ['entrypoints', 'components', 'lib', 'wxt.config.ts']) {
    const paths = top.endsWith('.ts') ? [join(root, top)].filter(path => existsSync(path)) : files(join(root, top))
    for (const path of paths) {
      if (!/\.(?:tsx?|html)$/.test(path) || /\.test\.tsx?$/.test(path)) continue
      const { whole, beginnings } = keysUsed(readFileSync(path, 'utf8'))
      const file = path.slice(root.length + 1)
      for (const key of whole) if (!english[key]) problems.push(`${file} uses ${key}, which public/_locales/en lacks`)
      for (const key of beginnings) if (!Object.keys(english).some(known => known.startsWith(key))) problems.push(`${file} uses keys that begin with ${key}, and public/_locales/en has none`)
    }
  }
  return problems
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const problems = checkStrings(dirname(import.meta.dirname))
  for (const problem of problems) console.error(problem)
  console.log(problems.length === 0 ? 'Every string is there.' : `${problems.length} strings are wrong.`)
  process.exit(problems.length === 0 ? 0 : 1)
}
