/**
 * Holds the built manifests to SECURITY.md: each permission and host is explained there and used by the code, nothing is explained that is not asked for, the content
 * security policy is the one stated, and nothing of the extension is open to pages.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What in the code needs a permission. */
const uses = {
  alarms: /\bbrowser\.alarms\.create\b/,
  contextMenus: /\bbrowser\.contextMenus\.create\b/,
  cookies: /\bbrowser\.cookies\.get\b/,
  identity: /\blaunchWebAuthFlow\b/,
  scripting: /\bbrowser\.scripting\.\w+/,
  sidePanel: /\bchrome\.sidePanel\.open\b/,
  storage: /\bbrowser\.storage\.\w+/,
}

/** How the manifest groups what it asks for, in the words of SECURITY.md. */
const kinds = { permissions: 'always', optional_permissions: 'when needed', host_permissions: 'always', optional_host_permissions: 'when allowed' }

/** Nothing of these is in the manifest: each would open the extension to pages, or pages to it, beyond what it does. */
const never = ['web_accessible_resources', 'externally_connectable', 'sandbox', 'declarative_net_request', 'devtools_page', 'chrome_url_overrides', 'content_security_policy_report_only', 'key', 'update_url']

/** The table of permissions, with the browsers and the kind of each, and the policy. */
export function explainedIn(security) {
  const section = /^## Permissions\n([\s\S]*?)(?=^## )/m.exec(`${security}\n## `)?.[1] ?? ''
  const permissions = [...section.matchAll(/^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)].map(([, name, browsers, kind]) => ({ name, browsers: browsers.trim().split(/,\s*/), kind: kind.trim() }))
  const policy = /^## Content security policy\n[\s\S]*?^ {4}(\S[\s\S]*?)\n\n/m.exec(security)?.[1]?.replace(/\s+/g, ' ').trim() ?? null
  return { permissions, policy }
}

/** @returns a sentence for each thing that is not as it should be */
export function manifestProblems(manifest, browser, security, source) {
  const { permissions, policy } = explainedIn(security)
  const problems = []
  const asked = Object.entries(kinds).flatMap(([key, kind]) => (manifest[key] ?? []).map(name => ({ name, kind })))
  const own = permissions.filter(({ browsers }) => browsers.includes(browser))
  for (const { name, kind } of asked) {
    const row = own.find(row => row.name === name)
    if (!row) problems.push(`${browser}: "${name}" is asked for, and SECURITY.md does not explain it`)
    else if (row.kind !== kind) problems.push(`${browser}: "${name}" is asked for ${kind}, and SECURITY.md says ${row.kind}`)
    if (name.includes('://')) continue
    if (!uses[name]) problems.push(`${browser}: "${name}" is asked for, and check-manifest.mjs does not know what uses it`)
    else if (!uses[name].test(source)) problems.push(`${browser}: "${name}" is asked for, and no code uses it`)
  }
  for (const { name } of own) if (!asked.some(one => one.name === name)) problems.push(`${browser}: SECURITY.md explains "${name}", which is not asked for`)
  for (const key of never) if (manifest[key] !== undefined) problems.push(`${browser}: the manifest has "${key}"`)

  const stated = manifest.content_security_policy?.extension_pages
  if (stated === undefined) problems.push(`${browser}: the manifest states no content security policy`)
  else {
    if (/unsafe-|\*|\bblob:|\bdata:/.test(stated)) problems.push(`${browser}: the content security policy is loose: ${stated}`)
    if (stated !== policy) problems.push(`${browser}: the content security policy is ${stated}, and SECURITY.md says ${policy}`)
  }
  for (const script of manifest.content_scripts ?? []) {
    for (const key of ['all_frames', 'match_about_blank', 'match_origin_as_fallback', 'world']) if (script[key] !== undefined) problems.push(`${browser}: a content script has "${key}"`)
    for (const pattern of script.matches ?? []) if (!(manifest.host_permissions ?? []).includes(pattern)) problems.push(`${browser}: a content script runs on ${pattern}, which is not among the hosts`)
  }
  return problems
}

/** Scripts and styles of the extension's pages come from files of its own. */
function pageProblems(build, browser) {
  return readdirSync(build).filter(file => file.endsWith('.html')).flatMap(file => {
    const html = readFileSync(join(build, file), 'utf8')
    const problems = []
    if (/<style\b|\sstyle=|\son\w+=|<script\b(?![^>]*\ssrc=)/i.test(html)) problems.push(`${browser}: ${file} holds a script or a style`)
    for (const [, address] of html.matchAll(/\b(?:src|href)="([^"]*)"/g)) if (!address.startsWith('/') || address.startsWith('//')) problems.push(`${browser}: ${file} names ${address}`)
    return problems
  })
}

function* sources(root, folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* sources(root, path)
    else if (/\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name)) yield readFileSync(join(root, path), 'utf8')
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = dirname(import.meta.dirname)
  const security = readFileSync(join(root, 'SECURITY.md'), 'utf8')
  const source = ['entrypoints', 'components', 'lib'].flatMap(folder => [...sources(root, folder)]).join('\n')
  const problems = [['Chrome', 'chrome-mv3'], ['Firefox', 'firefox-mv3']].flatMap(([browser, folder]) => {
    const build = join(root, '.output', folder)
    if (!existsSync(join(build, 'manifest.json'))) return [`${browser}: .output/${folder} holds no build`]
    return [...manifestProblems(JSON.parse(readFileSync(join(build, 'manifest.json'), 'utf8')), browser, security, source), ...pageProblems(build, browser)]
  })
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
  else console.log('Both manifests ask for what SECURITY.md explains, and for nothing else.')
}
