import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import { startDemoOrg, type DemoOptions } from '../../demo/server'
import type { Access } from '../../lib/crm/adapter'
import { salesforce } from '../../lib/crm/salesforce/adapter'
import { openGazetteer } from '../../lib/geo/gazetteer'
import type { Plan } from '../../lib/model/plan'
import type { Snapshot } from '../../lib/model/snapshot'
import { wantedFor } from '../../lib/sync/wanted'

/** Every account of a demo org, as the adapter reads it; peers are not in it yet. */
export interface WholeOrg {
  readonly snapshots: readonly Snapshot[]
  /** The org's own clock when all was read. */
  readonly now: number
}

const readers = 4

/** `fetch` to a server on loopback whose certificate nobody signed; all but what the adapter uses of it is left out. */
function loopbackFetch(agent: Agent): Access['fetch'] {
  return (url, init = {}) => new Promise((resolve, reject) => {
    const headers = Object.fromEntries(new Headers(init.headers))
    const req = request(url, { agent, method: init.method ?? 'GET', headers, rejectUnauthorized: false, timeout: 30_000 }, res => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('error', reject)
      res.on('end', () => {
        const answered = new Headers()
        for (const [name, value] of Object.entries(res.headers)) for (const one of [value ?? []].flat()) answered.append(name, one)
        const status = res.statusCode ?? 0
        resolve(new Response(status === 204 || status === 304 ? null : Buffer.concat(chunks), { status, headers: answered }))
      })
    })
    req.on('timeout', () => req.destroy(new Error(`no answer from ${url}`)))
    req.on('error', reject)
    req.end(typeof init.body === 'string' ? init.body : undefined)
  })
}

const gazetteer = openGazetteer(async file => {
  try {
    const bytes = await readFile(new URL(`../../public/geo/${file}`, import.meta.url))
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
})

/**
 * Starts the org, signs in, reads each of its accounts through the adapter as the product does, and stops it. After the deadline it
 * gives up, so that a test that has failed does not go on reading.
 */
export async function readWholeOrg(options: DemoOptions, plan: Plan, deadlineMs: number): Promise<WholeOrg> {
  const deadline = Date.now() + deadlineMs
  const demo = await startDemoOrg(options)
  const agent = new Agent({ keepAlive: true, maxSockets: readers })
  try {
    const fetch = loopbackFetch(agent)
    const login = await fetch(`${demo.url}/login`)
    const sid = login.headers.getSetCookie().map(cookie => /^sid=([^;]+)/.exec(cookie)?.[1]).find(value => value !== undefined)
    if (sid === undefined) throw new Error(`/login gave no session: HTTP ${login.status}`)
    const memo = new Map<string, unknown>()
    const connection = salesforce.connect(demo.url, {
      fetch,
      cookie: async (url, name) => (name === 'sid' && url.startsWith(demo.url) ? decodeURIComponent(sid) : null),
      pageStorage: async () => null,
      memo: { get: async key => memo.get(key), set: async (key, value) => void memo.set(key, structuredClone(value)) },
      now: () => demo.org.clock.now(),
    })
    const want = wantedFor(plan, {}, demo.org.clock.now())
    const ids = demo.org.rows('Account').filter(row => row.IsDeleted !== true && !demo.org.invisible.has(row.Id as string)).map(row => row.Id as string)
    const snapshots: Snapshot[] = []
    const readFrom = async (start: number): Promise<void> => {
      for (let index = start; index < ids.length; index += readers) {
        if (Date.now() > deadline) throw new Error(`read ${snapshots.length} of ${ids.length} accounts in ${deadlineMs} ms`)
        const reading = await connection.read(ids[index]!, want)
        if (!reading.ok) throw new Error(`${ids[index]}: ${JSON.stringify(reading.error)}`)
        const { account } = reading.value
        const located = await gazetteer.locate(account.address, account.coordinates, plan.homeCountry ?? null)
        snapshots.push({ ...reading.value, ...located, peers: [] })
      }
    }
    await Promise.all(Array.from({ length: readers }, (_, start) => readFrom(start)))
    return { snapshots, now: demo.org.clock.now() }
  } finally {
    agent.destroy()
    await demo.close()
  }
}
