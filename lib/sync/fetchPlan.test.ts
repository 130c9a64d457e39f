import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, it } from 'vitest'
import { fetchPlan, mostBytes } from './fetchPlan'

const address = 'https://plans.example/east.json'
let server: Server | null = null
const seen: { url: string; headers: Record<string, unknown> }[] = []
let sent = 0

afterEach(async () => {
  seen.length = 0
  sent = 0
  server?.closeAllConnections()
  await new Promise(resolve => (server ? server.close(resolve) : resolve(null)))
  server = null
})

/** A real server that stands for every https host, and real fetch to it. */
async function answering(listener: RequestListener): Promise<typeof globalThis.fetch> {
  server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', headers: request.headers })
    listener(request, response)
  })
  await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return (input, init) => {
    const { pathname, search } = new URL(String(input as string))
    return fetch(`http://127.0.0.1:${port}${pathname}${search}`, init)
  }
}
const json = (text: string, headers: Record<string, string> = {}): RequestListener => (_, response) => void response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(text)
const failedWith = (code: string) => ({ state: 'failed', problem: { code } })

it('takes a file, with what the server calls its version, and sends nothing of the user', async () => {
  const fetch = await answering(json('{"turfside":1}', { 'etag': '"7"', 'last-modified': 'Mon, 23 Nov 2026 10:00:00 GMT' }))
  let init: RequestInit | undefined
  expect(await fetchPlan(address, null, (input, given) => fetch(input, init = given))).toEqual({ state: 'text', text: '{"turfside":1}', stamps: { etag: '"7"', modified: 'Mon, 23 Nov 2026 10:00:00 GMT' } })
  expect(init).toMatchObject({ credentials: 'omit', redirect: 'manual', cache: 'no-store', referrerPolicy: 'no-referrer' })
  expect(Object.keys(seen[0]!.headers)).not.toContain('cookie')
  expect(Object.keys(seen[0]!.headers)).not.toContain('referer')
})

it('asks for a version other than the one that is in force', async () => {
  const fetch = await answering((request, response) => void response.writeHead(request.headers['if-none-match'] === '"7"' ? 304 : 500).end())
  expect(await fetchPlan(address, { etag: '"7"', modified: null }, fetch)).toEqual({ state: 'same' })
  expect(await fetchPlan(address, null, fetch)).toEqual({ state: 'failed', problem: { code: 'status', status: 500 } })
})

it('a plan URL that redirects is not followed: neither to a private address, nor to another host, nor to its own', async () => {
  for (const location of ['http://169.254.169.254/latest/meta-data/', 'http://127.0.0.1:1/', 'https://other.example/plan.json', '/elsewhere.json', 'file:///etc/passwd']) {
    for (const status of [301, 302, 303, 307, 308]) {
      const fetch = await answering((_, response) => void response.writeHead(status, { location }).end())
      expect(await fetchPlan(address, null, fetch), `${status} ${location}`).toEqual(failedWith('redirects'))
      expect(seen).toHaveLength(1)
      server!.closeAllConnections()
      await new Promise(resolve => server!.close(resolve))
      server = null
      seen.length = 0
    }
  }
})

it('a plan URL that sends 1 GB costs no more than the limit, and the connection ends', async () => {
  const chunk = Buffer.alloc(1 << 20, ' ')
  let ended = false
  const fetch = await answering((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.on('close', () => (ended = true))
    const more = (): void => {
      while (!ended && sent < 1_000_000_000) {
        sent += chunk.length
        if (!response.write(chunk)) return void response.once('drain', more)
      }
      response.end()
    }
    more()
  })
  let read = 0
  const counting: typeof globalThis.fetch = async (input, init) => {
    const answer = await fetch(input, init)
    const counted = answer.body!.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({ transform: (part, out) => {
      read += part.byteLength
      out.enqueue(part)
    } }))
    return new Response(counted, answer)
  }
  expect(await fetchPlan(address, null, counting)).toEqual(failedWith('tooLarge'))
  expect(read).toBeLessThan(mostBytes + (4 << 20))
  // What lies in the buffers of the two ends was sent as well.
  expect(sent).toBeLessThan(40_000_000)
  await expect.poll(() => ended).toBe(true)
})

it('a small answer that unpacks to more than the limit is not taken', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000, ' '))
  expect(bomb.length).toBeLessThan(mostBytes)
  const fetch = await answering((_, response) => void response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb))
  expect(await fetchPlan(address, null, fetch)).toEqual(failedWith('tooLarge'))
})

it('what says that it is too large is not read at all', async () => {
  const fetch = await answering((_, response) => void response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(mostBytes + 1) }).write(' '))
  expect(await fetchPlan(address, null, fetch)).toEqual(failedWith('tooLarge'))
})

it('a server that dawdles, before its answer or in the middle of it, is not waited for', async () => {
  const silent = await answering(() => undefined)
  expect(await fetchPlan(address, null, silent, 200)).toEqual(failedWith('late'))
  server!.closeAllConnections()
  await new Promise(resolve => server!.close(resolve))
  const trickling = await answering((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const timer = setInterval(() => response.write(' '), 20)
    response.on('close', () => clearInterval(timer))
  })
  expect(await fetchPlan(address, null, trickling, 300)).toEqual(failedWith('late'))
})

it.each(['text/html', 'text/plain', 'application/javascript', 'image/svg+xml', 'application/jsonp', ''])('what the server calls %j is no plan', async type => {
  const fetch = await answering((_, response) => void response.writeHead(200, type === '' ? {} : { 'content-type': type }).end('{"turfside":1}'))
  expect(await fetchPlan(address, null, fetch)).toEqual(failedWith('notJson'))
})

it.each([['http://plans.example/', 'notHttps'], ['https://127.0.0.1/plan.json', 'privateHost'], ['https://169.254.169.254/latest', 'privateHost'], ['https://u:p@plans.example/', 'withPassword'], ['javascript:alert(1)', 'notHttps']])('%s is not asked at all', async (typed, code) => {
  const fetch = await answering(json('{}'))
  expect(await fetchPlan(typed, null, fetch)).toEqual(failedWith(code))
  expect(seen).toEqual([])
})

it('no network is said to be that', async () => {
  expect(await fetchPlan(address, null, () => Promise.reject(new TypeError('Failed to fetch')))).toEqual(failedWith('unreachable'))
})
