/** Bundles the simulation, and the product as it runs in it: as it is, or with a bug planted. */
import { build } from 'esbuild'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const shared = { bundle: true, logLevel: 'warning', charset: 'utf8', target: 'es2022' }

/** The simulation itself. Dexie must not find what would let it do things aside from the loop. */
export const bundleSimulation = folder => build({
  ...shared, entryPoints: ['faults/sim/main.ts'], outfile: join(folder, 'main.mjs'), platform: 'node', format: 'esm',
  banner: { js: 'for (const name of ["BroadcastChannel", "FinalizationRegistry", "WeakRef"]) delete globalThis[name]' },
})

/**
 * The product, as a function's body. A plant replaces a piece of one of its files; the piece must be there exactly once, or the plant is out of date.
 *
 * @param {{ name: string, file: string, from: string, to: string } | null} plant
 */
export async function bundleProduct(folder, plant) {
  // What is wrong with a plant is told by whoever plants it.
  const logLevel = plant === null ? 'warning' : 'silent'
  const outfile = join(folder, `${plant?.name ?? 'product'}.cjs`)
  let planted = plant === null
  await build({
    ...shared, logLevel, entryPoints: ['faults/sim/product.ts'], outfile, platform: 'neutral', format: 'cjs', mainFields: ['module', 'main'], external: ['dexie', 'webextension-polyfill'],
    define: { 'import.meta.env.FIREFOX': 'false', 'import.meta.env.CHROME': 'true', 'import.meta.env.EDGE': 'false' },
    plugins: plant === null ? [] : [{
      name: 'plant',
      setup(to) {
        to.onLoad({ filter: new RegExp(`${plant.file.replaceAll(/[./]/g, '[./\\\\]')}$`) }, ({ path }) => {
          const text = readFileSync(path, 'utf8')
          const places = text.split(plant.from).length - 1
          if (places !== 1) throw new Error(`The plant ${plant.name} finds its place in ${plant.file} ${places} times; it must be once.`)
          planted = true
          return { contents: text.replace(plant.from, () => plant.to), loader: 'ts' }
        })
      },
    }],
  })
  if (!planted) throw new Error(`The plant ${plant.name} is in ${plant.file}, which is not part of the product as simulated.`)
  return outfile
}
