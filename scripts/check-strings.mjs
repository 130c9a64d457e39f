/** Every `_locales` key that the code uses exists, in every language, and none is left over from code that is gone. */
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

/** Calls of `t('key'…)`, `say('key'…)`, `getMessage('key'…)` and `__MSG_key__` in a text. */
export function keysUsed(text) {
  const keys = new Set()
  for (const [, key] of text.matchAll(/\b(?:t|say|getMessage)\(\s*['"`](\w+)['"`]/g)) keys.add(key)
  for (const [, key] of text.matchAll(/__MSG_(\w+?)__/g)) keys.add(key)
  return keys
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
      if (!english[key]) problems.push(`${language} has ${key}, which en lacks`)
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
      for (const key of keysUsed(readFileSync(path, 'utf8'))) {
        if (!english[key] && !key.startsWith('@@')) problems.push(`${path.slice(root.length + 1)} uses ${key}, which public/_locales/en lacks`)
      }
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
