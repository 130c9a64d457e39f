import { parseArgs } from 'node:util'
import { startDemoOrg } from './server'

/**
 * `tsx demo/serve.ts --port N --latency ms`: the demo org on its own. The first line it prints is JSON: where it listens. With `--accounts 100000 --activities 1000000` it is an
 * org of size, with `--daily-requests N` one that is short of requests. With
 * `--api-access-control --callback-url https://<id>.chromiumapp.org/` it lets in its app only, whose client id is printed too.
 */
const { values } = parseArgs({ options: {
  port: { type: 'string', default: '0' }, latency: { type: 'string', default: '0' }, seed: { type: 'string', default: '1' },
  accounts: { type: 'string', default: '2000' }, activities: { type: 'string' }, 'daily-requests': { type: 'string' },
  today: { type: 'string' }, name: { type: 'string' }, 'multi-currency': { type: 'boolean', default: false },
  'api-access-control': { type: 'boolean', default: false }, 'callback-url': { type: 'string', multiple: true, default: [] },
} })

const number = (name: 'port' | 'latency' | 'seed' | 'accounts' | 'activities' | 'daily-requests'): number => {
  const n = Number(values[name])
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`--${name} must be a whole number, got "${values[name]}"`)
  return n
}

const demo = await startDemoOrg({
  port: number('port'), latencyMs: number('latency'), seed: number('seed'), accounts: number('accounts'), multiCurrency: values['multi-currency'],
  apiAccessControl: values['api-access-control'], callbackUrls: values['callback-url'],
  ...(values.activities === undefined ? {} : { activities: number('activities') }),
  ...(values['daily-requests'] === undefined ? {} : { dailyRequests: number('daily-requests') }),
  ...(values.today === undefined ? {} : { today: values.today }), ...(values.name === undefined ? {} : { name: values.name }),
})
console.log(JSON.stringify({
  port: demo.port, url: demo.url, host: `${demo.org.name}.my.salesforce.com`, lightning: `${demo.org.name}.lightning.force.com`,
  showcase: demo.showcase, clientId: demo.oauth.clientId,
}))

const stop = (): void => {
  void demo.close().then(() => process.exit(0))
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
