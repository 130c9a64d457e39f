import { request } from 'node:https'
import type { Access } from '../../lib/crm/adapter'

/** Answers every https host from a server on loopback, as Chromium's `--host-resolver-rules` does. Throws what a browser's fetch throws. */
export function fetchAt(port: number): Access['fetch'] {
  return (url, init = {}) => new Promise((resolve, reject) => {
    const { host, pathname, search } = new URL(url)
    const signal = init.signal ?? undefined
    const failed = (error: Error): void => reject(signal?.aborted ? signal.reason as Error : new TypeError('fetch failed', { cause: error }))
    const sent = request({
      host: '127.0.0.1', port, path: pathname + search, method: init.method ?? 'GET', servername: host, rejectUnauthorized: false, agent: false,
      headers: { ...(init.headers as Record<string, string> | undefined), host }, signal,
    }, response => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', failed)
      response.on('end', () => {
        const headers = new Headers()
        for (const [name, value] of Object.entries(response.headers)) for (const one of [value ?? []].flat()) headers.append(name, one)
        const status = response.statusCode ?? 0
        resolve(new Response(status === 204 || status === 304 ? null : Buffer.concat(chunks), { status, headers }))
      })
    })
    sent.on('error', failed)
    sent.end(init.body as string | undefined)
  })
}

/** A memo in memory; `entries` shows what was put there, as JSON. */
export function memoryMemo(): Access['memo'] & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>()
  return {
    entries,
    get: async key => (entries.has(key) ? JSON.parse(entries.get(key)!) as unknown : undefined),
    set: async (key, value) => void entries.set(key, JSON.stringify(value)),
  }
}
