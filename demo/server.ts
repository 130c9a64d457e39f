import { createServer, type Server } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import selfsigned from 'selfsigned'
import { createClock } from './clock'
import { fill } from './data/fill'
import { examplePlan } from './example'
import { createFaults, manyRequests, type Faults } from './faults'
import { isApi, serveApi, type Gate } from './gate'
import { defaultName, parseHost, type Host } from './hosts'
import { makeId } from './ids'
import type { LogEntry } from './log'
import { createOAuth, type OAuthApp } from './oauth'
import { createOrg, type Org } from './org'
import { serveOrders } from './orders'
import { serveClassic } from './pages/classic'
import { serveLightning } from './pages/lightning'
import { isOAuth, serveOAuth } from './pages/oauth'
import { createSchema, type Features } from './schema/schema'
import { createSessions } from './sessions'
import { showcaseOf, type Showcase } from './showcase'

export interface DemoOptions extends Features {
  /** 0, the default: any that is free. */
  readonly port?: number
  readonly seed?: number
  /** ISO day on which the org's clock starts, at noon; default: the real clock. */
  readonly today?: string
  /** Default 2000. More than 20,000 are not stored but generated when asked for. */
  readonly accounts?: number
  /** Tasks and events in all, generated beside those of a few hundred stored accounts; default: what `accounts` bring with them. */
  readonly activities?: number
  /** Milliseconds before each answer of the API. */
  readonly latencyMs?: number
  /** API requests that the org may make in 24 hours; default 100,000. */
  readonly dailyRequests?: number
  /** The org's My Domain name. */
  readonly name?: string
  /** The admin has switched on API Access Control: the browser's session is no good for the API, only what an app was granted. */
  readonly apiAccessControl?: boolean
  /** Callback URLs of the org's External Client App. */
  readonly callbackUrls?: readonly string[]
}

export interface DemoOrg {
  readonly port: number
  /** "https://localhost:PORT": an address at which the API answers without any mapping of hosts. */
  readonly url: string
  readonly org: Org
  readonly showcase: Showcase
  readonly faults: Faults
  /** The admin's settings of API Access Control and of the org's app. */
  readonly oauth: OAuthApp
  /** The API requests so far; set its length to 0 to start anew. */
  readonly log: LogEntry[]
  close(): Promise<void>
}

/** Orgs beside the main one, such as its sandbox, are made when first asked for, and small. */
const sideAccounts = 150

/** Starts the demo org on loopback. */
export async function startDemoOrg(options: DemoOptions = {}): Promise<DemoOrg> {
  const name = options.name ?? defaultName
  const clock = createClock(examplePlan().timeZone, options.today)
  const schema = createSchema(options)
  const orgs = new Map<string, Org>()
  const make = (key: string, accounts: number): Org => {
    const org = createOrg({ name: key, id: makeId('00D', orgs.size + 1), clock, schema, multiCurrency: options.multiCurrency ?? false })
    fill(org, { seed: options.seed ?? 1, accounts, activities: key === name ? options.activities : undefined })
    orgs.set(key, org)
    return org
  }
  const accounts = options.accounts ?? 2000
  const org = make(name, accounts)
  const sessions = createSessions()
  const log: LogEntry[] = []
  const usage: Gate['usage'] = new Map()
  const cursors: Gate['cursors'] = new Map()
  const faults = createFaults(org, sessions, { usage, cursors }, { latencyMs: options.latencyMs ?? 0, dailyRequests: options.dailyRequests ?? manyRequests })
  const oauth = createOAuth(sessions, options.apiAccessControl ?? false)
  for (const address of options.callbackUrls ?? []) oauth.redirectUris.add(address)
  const gate: Gate = {
    name, sessions, faults, oauth, log, usage, cursors, jobs: new Map(),
    orgOf: host => orgs.get(host.org) ?? make(host.org, Math.min(accounts, sideAccounts)),
  }

  const key = await selfsigned.generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec', algorithm: 'sha256',
    extensions: [{
      name: 'subjectAltName',
      altNames: [
        { type: 2, value: 'localhost' }, { type: 7, ip: '127.0.0.1' },
        ...[
          '*.my.salesforce.com', '*.lightning.force.com', '*.sandbox.my.salesforce.com', '*.sandbox.lightning.force.com',
        ].map(value => ({ type: 2 as const, value }))
      ],
    }],
  })
  // Long SOQL comes in the address; the limit that answers 414 is the gate's.
  const server = createServer({ key: key.private, cert: key.cert, maxHeaderSize: 65_536 }, (req, res) => {
    serve(gate, req, res, name).catch((error: unknown) => {
      // A client that went away is no failure of ours.
      if (req.destroyed || res.destroyed) return
      console.error(error)
      if (!res.headersSent) res.writeHead(500, { 'Content-Type': 'text/plain' })
      res.end('The demo org failed; its own output says why.')
    })
  })
  await listen(server, options.port ?? 0)
  const { port } = server.address() as AddressInfo
  return {
    port, url: `https://localhost:${port}`, org, showcase: showcaseOf(org), faults, oauth, log,
    close: () => new Promise((resolve, reject) => {
      server.close(error => (error ? reject(error) : resolve()))
      server.closeAllConnections()
    }),
  }
}

const listen = (server: Server, port: number): Promise<void> => new Promise((resolve, reject) => {
  server.once('error', reject)
  server.listen(port, '127.0.0.1', () => {
    server.off('error', reject)
    resolve()
  })
})

async function serve(gate: Gate, req: IncomingMessage, res: ServerResponse, name: string): Promise<void> {
  const host = parseHost(req.headers.host ?? '', name)
  if (!host) {
    res.writeHead(404, { 'Content-Type': 'text/plain' }).end(`No such host here: ${req.headers.host ?? ''}`)
    return
  }
  const url = new URL(req.url ?? '/', `https://${req.headers.host!}`)
  const body = await read(req)
  if (url.pathname.startsWith('/__demo/')) return serveOrders(gate, res, req.method ?? 'GET', url, body)
  return serveFace(gate, host, req, res, url, body)
}

async function serveFace(gate: Gate, host: Host, req: IncomingMessage, res: ServerResponse, url: URL, body: string): Promise<void> {
  if (!isApi(url.pathname) && gate.faults.pageLatencyMs > 0) await wait(gate.faults.pageLatencyMs)
  if (host.kind === 'lightning') return serveLightning(gate, host, req, res, url)
  if (isOAuth(url.pathname)) return serveOAuth(gate, host, req, res, url, body)
  if (isApi(url.pathname)) return serveApi(gate, host, req, res, url, body)
  return serveClassic(gate, host, req, res, url, body)
}

async function read(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
