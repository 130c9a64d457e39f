/** Which org and which of its faces a Host header asks for. */
export interface Host {
  readonly kind: 'api' | 'lightning'
  /** "turfside-demo" or "turfside-demo--uat". */
  readonly org: string
  readonly api: string
  readonly lightning: string
}

const shape = /^(?<name>[a-z0-9][a-z0-9-]*?)(?<sandbox>--[a-z0-9]+\.sandbox)?\.(?<face>my\.salesforce\.com|lightning\.force\.com)(?<port>:\d+)?$/i
const loopback = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

export const defaultName = 'turfside-demo'

export function parseHost(header: string, name = defaultName): Host | null {
  if (loopback.test(header)) return { kind: 'api', org: name, api: `https://${header}`, lightning: `https://${name}.lightning.force.com` }
  const groups = shape.exec(header.toLowerCase())?.groups
  if (!groups) return null
  const domain = groups.name! + (groups.sandbox ?? '')
  const port = groups.port ?? ''
  return {
    kind: groups.face!.startsWith('my') ? 'api' : 'lightning',
    org: domain.replace(/\.sandbox$/, ''),
    api: `https://${domain}.my.salesforce.com${port}`,
    lightning: `https://${domain}.lightning.force.com${port}`,
  }
}
