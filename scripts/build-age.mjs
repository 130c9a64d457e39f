/** Whether a build is as new as what it is made of. Plain Node. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the extension is made of. `public/geo` is made by the build itself. */
const sources = ['components', 'entrypoints', 'lib', 'public', 'package-lock.json', 'tsconfig.json', 'wxt.config.ts']

/**
 * @param {string} root folder of the project
 * @param {string} build folder of the build, in it
 */
export function isUpToDate(root, build = '.output/chrome-mv3') {
  const made = join(root, build, 'manifest.json')
  if (!existsSync(made) || !existsSync(join(root, 'public/geo'))) return false
  const since = statSync(made).mtimeMs
  return sources.every(source => newest(join(root, source)) <= since)
}

/** The latest change in a file or folder, removals included: those change the folder. */
function newest(path) {
  if (!existsSync(path)) return Infinity
  const { mtimeMs } = statSync(path)
  if (!statSync(path).isDirectory()) return mtimeMs
  return Math.max(mtimeMs, ...readdirSync(path, { withFileTypes: true }).filter(({ name }) => name !== 'geo' || !path.endsWith('public')).map(({ name }) => newest(join(path, name))))
}
