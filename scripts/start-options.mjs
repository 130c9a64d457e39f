/** What `npm start -- …` was asked for. Plain Node without packages. */
import { parseArgs } from 'node:util'

export const usage = `npm start                 builds Turfside, starts the demo org, opens a browser with both
npm start -- --headless   does so without a window, walks the accounts and prints one JSON line each
  --crm tryton            walks a real Tryton instead
  --accounts ID,ID        these accounts instead of those chosen
  --at https://localhost:PORT --host NAME.my.salesforce.com --plan FILE --accounts ID,ID [--log]
                          walks any server of Salesforce's shape; --log logs one touch there and undoes it`

/** Node's own `parseArgs`, and what belongs together. Throws a sentence. */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      headless: { type: 'boolean', default: false },
      at: { type: 'string' },
      host: { type: 'string' },
      plan: { type: 'string' },
      accounts: { type: 'string' },
      log: { type: 'boolean', default: false },
      crm: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const accounts = values.accounts?.split(/[\s,]+/).filter(Boolean) ?? []
  const crm = values.crm ?? 'salesforce'
  if (crm !== 'salesforce' && crm !== 'tryton') throw new Error(`--crm knows salesforce and tryton, not ${crm}.`)
  if (values.at === undefined) {
    if (values.host !== undefined) throw new Error('--host goes with --at.')
    return { ...values, accounts, crm, server: null }
  }
  if (crm !== 'salesforce') throw new Error('--at goes with a server of Salesforce\'s shape, not with --crm tryton.')
  if (!URL.canParse(values.at)) throw new Error(`--at ${values.at} is no address such as https://localhost:8443.`)
  const at = new URL(values.at)
  if (at.protocol !== 'https:') throw new Error('--at must be an https address: the session\'s cookie is sent over TLS only.')
  const host = values.host?.replace(/^https:\/\//, '').replace(/\/$/, '')
  if (!host || !/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.my\.salesforce\.com$/i.test(host)) throw new Error('--at needs --host NAME.my.salesforce.com, the org\'s name.')
  if (values.plan === undefined) throw new Error('--at needs --plan FILE.')
  if (accounts.length === 0) throw new Error('--at needs --accounts ID,ID.')
  return { ...values, accounts, crm, server: { address: at.hostname, port: Number(at.port || 443), host: host.toLowerCase() } }
}

/** Linux shows windows only where a display is named. */
export const hasDisplay = (env = process.env, platform = process.platform) => platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
