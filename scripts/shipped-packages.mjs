/** Which packages end up in a build: told by the bundler itself, so that none is forgotten. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** The package that a bundled file belongs to; null: it is our own. */
export const packageOf = file => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file.replaceAll('\\', '/'))?.[1] ?? null

/**
 * A plugin for each of WXT's bundles, and what writes their packages to a file once all are done.
 *
 * @returns {{ plugin: () => object, write: (file: string) => void }}
 */
export function shippedPackages() {
  const names = new Set()
  return {
    plugin: () => ({
      name: 'shipped-packages',
      generateBundle(_options, bundle) {
        for (const part of Object.values(bundle)) {
          if (part.type !== 'chunk') continue
          for (const [file, { renderedLength }] of Object.entries(part.modules)) {
            const name = renderedLength > 0 ? packageOf(file) : null
            if (name !== null) names.add(name)
          }
        }
      },
    }),
    write: file => {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, `${JSON.stringify([...names].sort(), null, 1)}\n`)
    },
  }
}
