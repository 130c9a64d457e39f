import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where `npm run build` leaves the production build. */
export const productionBuild = fileURLToPath(new URL('../../.output/chrome-mv3', import.meta.url))

export interface Copy {
  readonly dir: string
  remove(): void
}

/**
 * A copy of a build whose manifest grants the given hosts from the start, and differs in nothing else: a permission prompt cannot be
 * answered without a window. `hosts` are match patterns such as "http://localhost/*" (patterns that name a port are refused by Chrome).
 */
export function copyWithHosts(extensionDir: string, hosts: readonly string[]): Copy {
  const manifestOf = (dir: string) => join(dir, 'manifest.json')
  if (!existsSync(manifestOf(extensionDir))) throw new Error(`${extensionDir} holds no build: run npm run build first`)
  const dir = mkdtempSync(join(tmpdir(), 'turfside-build-'))
  cpSync(extensionDir, dir, { recursive: true })
  const manifest = JSON.parse(readFileSync(manifestOf(dir), 'utf8')) as { host_permissions?: string[] }
  manifest.host_permissions = [...new Set([...(manifest.host_permissions ?? []), ...hosts])]
  writeFileSync(manifestOf(dir), JSON.stringify(manifest))
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) }
}
