import { request } from 'node:https'
import type { World } from '../tests/browser/world'

/**
 * Asks a Salesforce-shaped org for the tasks of an account, with the browser's session but without the extension: straight to the
 * server, under the org's name, whatever its certificate.
 */
export async function taskIds(world: World, server: { readonly address: string; readonly port: number }, accountId: string): Promise<ReadonlySet<string>> {
  const host = new URL(world.apiOrigin).hostname
  const session = (await world.browser.cookies()).find(cookie => cookie.name === 'sid' && host.endsWith(cookie.domain.replace(/^\./, '')))
  if (!session) throw new Error(`The browser has no session of ${host}`)
  const get = (path: string) => new Promise<unknown>((resolve, reject) => {
    const asked = request({
      host: server.address, port: server.port, path, rejectUnauthorized: false, servername: host, timeout: 10_000,
      headers: { host, authorization: `Bearer ${session.value}`, cookie: `sid=${session.value}`, accept: 'application/json' },
    }, answer => {
      let body = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => { body += chunk }).on('end', () => {
        if (answer.statusCode !== 200) reject(new Error(`${path} answered ${answer.statusCode}: ${body.slice(0, 300)}`))
        else resolve(JSON.parse(body))
      })
    })
    asked.on('timeout', () => asked.destroy(new Error(`${path}: no answer within 10 s`))).on('error', reject).end()
  })

  const versions = await get('/services/data/') as readonly { readonly version: string; readonly url: string }[]
  const latest = versions.reduce((best, one) => (Number(one.version) > Number(best.version) ? one : best))
  const ids = new Set<string>()
  let path: string | undefined = `${latest.url}/query?q=${encodeURIComponent(`SELECT Id FROM Task WHERE WhatId = '${accountId}'`)}`
  while (path !== undefined) {
    const part = await get(path) as { readonly records: readonly { readonly Id: string }[]; readonly nextRecordsUrl?: string }
    for (const record of part.records) ids.add(record.Id)
    path = part.nextRecordsUrl
  }
  return ids
}
