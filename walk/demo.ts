import type { StartOptions } from '../scripts/start-options.mjs'
import type { Site } from './site'
export async function demoSite(_options: StartOptions): Promise<Site> {
  throw new Error('The demo org is not there yet')
}
