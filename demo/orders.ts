import type { ServerResponse } from 'node:http'
import { change, type ChangeOrders } from './changes'
import { obey, type FaultOrders } from './faults'
import type { Gate } from './gate'
import { roundTrips } from './log'
import { showcaseOf } from './showcase'

/** The demo org's own levers, for tests and scripts in other processes. The server listens on loopback only. */
export function serveOrders(gate: Gate, res: ServerResponse, method: string, url: URL, body: string): void {
  const say = (status: number, answer: unknown): void => {
    res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
  }
  const org = gate.orgOf({ kind: 'api', org: url.searchParams.get('org') ?? gate.name, api: '', lightning: '' })
  switch (`${method} ${url.pathname}`) {
    case 'POST /__demo/faults':
      try {
        obey(gate.faults, JSON.parse(body) as FaultOrders)
      } catch (error) {
        return say(400, { error: error instanceof Error ? error.message : String(error) })
      }
      return say(200, { latencyMs: gate.faults.latencyMs })
    case 'DELETE /__demo/faults':
      gate.faults.clear()
      return say(200, {})
    case 'POST /__demo/changes':
      try {
        return say(200, { changed: change(org, JSON.parse(body) as ChangeOrders) })
      } catch (error) {
        return say(400, { error: error instanceof Error ? error.message : String(error) })
      }
    case 'GET /__demo/log':
      return say(200, { roundTrips: roundTrips(gate.log), entries: gate.log })
    case 'DELETE /__demo/log':
      gate.log.length = 0
      return say(200, {})
    case 'GET /__demo/showcase':
      return say(200, showcaseOf(org))
    default:
      return say(404, { error: 'There are /__demo/faults, /__demo/changes, /__demo/log and /__demo/showcase.' })
  }
}
