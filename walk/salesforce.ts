import type { Site } from './site'
import { taskIds } from './rest'

export interface ServerAt {
  /** Where it really listens. */
  readonly address: string
  readonly port: number
  /** "acme.my.salesforce.com" */
  readonly host: string
}

/** Any server of Salesforce's shape that was given to the walk. */
export function siteAt(server: ServerAt, plan: string, accounts: readonly string[]): Site {
  return {
    name: `${server.host} at ${server.address}:${server.port}`,
    world: { port: server.port, address: server.address, org: server.host.replace(/\.my\.salesforce\.com$/, '') },
    plan,
    accounts,
    home: '/lightning/page/home',
    signIn: world => world.signIn(),
    touches: (world, id) => taskIds(world, server, id),
    close: async () => {},
  }
}
