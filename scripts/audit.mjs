/** What `npm audit` knows of our packages. Told, and never a failure: it needs a service that may not be there, and its news are not a change of ours. */
import { dirname } from 'node:path'
import { run } from './steps.mjs'

const { code, output = '', late } = await run('npm', ['audit', '--json', '--audit-level=none'], { deadlineMs: 15_000, cwd: dirname(import.meta.dirname) })
let counts = null
try {
  counts = JSON.parse(output.slice(output.indexOf('{'))).metadata?.vulnerabilities ?? null
} catch {
  // No JSON: no service.
}
if (counts) console.log(counts.total === 0 ? 'npm audit: no known weakness' : `npm audit: ${Object.entries(counts).filter(([kind, count]) => kind !== 'total' && count > 0).map(([kind, count]) => `${count} ${kind}`).join(', ')}; see npm audit`)
else console.log(`npm audit: its service does not answer here${late ? ' in time' : ` (${code})`}`)
