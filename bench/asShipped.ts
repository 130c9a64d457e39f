import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/**
 * A module of this project bundled as the extension ships it. tsx keeps the names of functions by a call for each closure made, which
 * the shipped code has not, and which would be a third of what is measured.
 *
 * @param file from this folder, as in an import
 */
export async function asShipped<T>(file: string): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'turfside-bench-'))
  const outfile = join(folder, 'module.mjs')
  try {
    await build({ entryPoints: [fileURLToPath(new URL(file, import.meta.url))], outfile, bundle: true, format: 'esm', target: 'es2022', platform: 'neutral', logLevel: 'error' })
    return await import(pathToFileURL(outfile).href) as T
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
