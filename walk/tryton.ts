import { fileURLToPath } from 'node:url'
import { signInPage } from '../demo/tryton/browser'
import { signIn } from '../demo/tryton/call'
import { adminPassword, startTryton } from '../demo/tryton/server'
import type { StartOptions } from '../scripts/start-options.mjs'
import { copyWithHosts, productionBuild } from '../tests/browser/build'
import type { Site } from './site'

const trytonPlan = fileURLToPath(new URL('../demo/tryton/plan.json', import.meta.url))
/** The walk shows at least so many accounts. */
const least = 12

/** A real trytond with the demo company, in a browser that was granted its host. */
export async function trytonSite(options: StartOptions, say: (line: string) => void): Promise<Site> {
  const server = await startTryton({ say: line => say(`  ${line}`) })
  const build = copyWithHosts(productionBuild, ['http://localhost/*'])
  const admin = await signIn(server.origin, server.database, 'admin', adminPassword)
  const shown = server.company.showcase.map(({ id }) => id)
  const more = server.company.parties.filter(id => !shown.includes(id)).slice(0, Math.max(0, least - shown.length))
  const page = (path: string) => `${server.origin}/#${server.database}${path}`
  return {
    name: `Tryton with ${server.company.parties.length} parties at ${server.origin}`,
    world: { extensionDir: build.dir, accountPage: id => page(`/model/party.party/${id}`) },
    plan: options.plan ?? trytonPlan,
    accounts: options.accounts.length > 0 ? options.accounts : [...shown, ...more],
    home: page(''),
    signIn: async world => {
      await signInPage(world.page, server.origin)
      // The client opens its own first tabs for a while, and puts their address over any that was gone to meanwhile.
      await world.page.waitForNetworkIdle({ idleTime: 1_000, timeout: 30_000 })
    },
    touches: async (_world, id) => new Set((await admin.call('model.ir.note.search', [['resource', '=', `party.party,${id}`]], 0, null, null, {}) as readonly number[]).map(String)),
    close: async () => {
      build.remove()
      await server.close()
    },
  }
}
