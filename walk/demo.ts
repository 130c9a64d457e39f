import { fileURLToPath } from 'node:url'
import { startDemoOrg } from '../demo/server'
import type { StartOptions } from '../scripts/start-options.mjs'
import { siteAt } from './salesforce'
import type { Site } from './site'

const demoPlan = fileURLToPath(new URL('../demo/plan.json', import.meta.url))

/** The demo org in this process, with the accounts that each show one thing. */
export async function demoSite(options: StartOptions): Promise<Site> {
  const demo = await startDemoOrg()
  const host = `${demo.org.name}.my.salesforce.com`
  const accounts = options.accounts.length > 0 ? options.accounts : Object.values(demo.showcase).map(({ id }) => id)
  const site = siteAt({ address: '127.0.0.1', port: demo.port, host }, options.plan ?? demoPlan, accounts)
  return {
    ...site,
    name: `${host}, answered by ${demo.url}`,
    world: { ...site.world, crmLog: () => demo.log.map(entry => JSON.stringify(entry)).join('\n') },
    close: () => demo.close(),
  }
}
