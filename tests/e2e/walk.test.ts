import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { startDemoOrg } from '../../demo/server'
import { showcaseId } from '../../demo/showcase'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Ended {
  readonly code: number | null
  readonly lines: readonly Record<string, unknown>[]
  readonly said: string
}

/** `npm start` as a person types it, less npm. */
function start(args: readonly string[], deadlineMs: number, env: NodeJS.ProcessEnv = process.env): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['scripts/start.mjs', ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let [out, said] = ['', '']
    child.stdout.on('data', chunk => { out += String(chunk) })
    child.stderr.on('data', chunk => { said += String(chunk) })
    const late = setTimeout(() => {
      child.kill('SIGTERM')
      reject(new Error(`npm start ${args.join(' ')} was not done in ${deadlineMs} ms:\n${said.slice(-2000)}`))
    }, deadlineMs)
    child.on('close', code => {
      clearTimeout(late)
      resolve({ code, lines: out.split('\n').filter(line => line.startsWith('{')).map(line => JSON.parse(line) as Record<string, unknown>), said })
    })
  })
}

const decimal = expect.stringMatching(/^-?\d+(\.\d+)?$/) as unknown
const decimalOrNull = (value: unknown) => expect(value === null || /^-?\d+(\.\d+)?$/.test(String(value))).toBe(true)

/** Every key of a line, always there, with values of the promised kinds. */
function checkLine(line: Record<string, unknown>): void {
  expect(Object.keys(line)).toEqual(['id', 'name', 'territory', 'profitability', 'kare', 'nextTouch', 'ms', 'screenshot'])
  const { territory, profitability, kare, nextTouch, ms, screenshot } = line as Record<string, Record<string, unknown>>
  expect(Object.keys(territory!)).toEqual(['names', 'state', 'reason', 'ownerMismatch'])
  expect(['assigned', 'overlap', 'unassigned']).toContain(territory!.state)
  expect(typeof territory!.ownerMismatch).toBe('boolean')
  expect(Object.keys(profitability!)).toEqual(['currency', 'revenue', 'travel', 'repTime', 'marketing', 'net', 'margin', 'missing', 'estimated'])
  for (const part of ['revenue', 'travel', 'repTime', 'marketing', 'net']) decimalOrNull(profitability![part])
  expect(profitability!.margin === null || typeof profitability!.margin === 'number').toBe(true)
  expect(['keep', 'attain', 'recapture', 'expand']).toContain(kare!.bucket)
  expect(Object.keys(nextTouch!)).toEqual(['type', 'due', 'remaining', 'overdue'])
  expect(nextTouch!.due === null || /^\d{4}-\d\d-\d\d$/.test(String(nextTouch!.due))).toBe(true)
  for (const left of Object.values(nextTouch!.remaining as Record<string, number>)) expect(left).toBeGreaterThanOrEqual(0)
  expect(Object.keys(ms!)).toEqual(['cached', 'fresh'])
  expect(existsSync(`${root}/${String(screenshot)}`)).toBe(true)
}

/** The parts of a line add up to its net. */
function checkSum(line: Record<string, unknown>): void {
  const { revenue, travel, repTime, marketing, net } = line.profitability as Record<string, string | null>
  if (net === null) return expect(revenue).toBeNull()
  const cents = (value: string | null | undefined) => Math.round(Number(value ?? 0) * 100)
  expect(cents(net)).toBe(cents(revenue) - cents(travel) - cents(repTime) - cents(marketing))
}

describe('npm start', () => {
  it('walks the demo org’s accounts without a window, and prints what the panel shows of each', async () => {
    const { code, lines, said } = await start(['--headless'], 170_000)
    expect(code, said).toBe(0)
    expect(lines.length).toBeGreaterThanOrEqual(12)
    for (const line of lines) {
      checkLine(line)
      checkSum(line)
    }
    const all = <T>(of: (line: Record<string, Record<string, unknown>>) => T) => new Set(lines.map(line => of(line as Record<string, Record<string, unknown>>)))
    expect(all(line => line.kare!.bucket)).toEqual(new Set(['keep', 'attain', 'recapture', 'expand']))
    expect(all(line => line.territory!.state)).toEqual(new Set(['assigned', 'overlap', 'unassigned']))
    expect(all(line => line.territory!.ownerMismatch).has(true)).toBe(true)
    expect(all(line => line.nextTouch!.overdue).has(true)).toBe(true)
    expect(lines.some(line => String(line.name).includes('<script>'))).toBe(true)
    for (const line of lines) expect((line.ms as Record<string, unknown>).fresh).toEqual(expect.any(Number))
  })

  it('walks any server of that shape, by ids of 15 and 18 characters, logs there and takes it back', async () => {
    const demo = await startDemoOrg({ accounts: 60, name: 'acme-field' })
    try {
      const ids = [showcaseId('overlap'), showcaseId('attain').slice(0, 15), showcaseId('noAddress')]
      const before = demo.org.rows('Task').length
      const { code, lines, said } = await start(['--headless', '--at', `https://localhost:${demo.port}`, '--host', 'acme-field.my.salesforce.com', '--plan', 'demo/plan.json', '--accounts', ids.join(','), '--log'], 120_000)
      expect(code, said).toBe(0)
      expect(lines.map(line => line.id)).toEqual(ids)
      for (const line of lines) checkLine(line)
      expect(lines[0]!.profitability).toMatchObject({ revenue: decimal, net: decimal })
      expect(demo.org.rows('Task').filter(task => !task.IsDeleted)).toHaveLength(before)
      expect(demo.log.some(entry => entry.method === 'DELETE')).toBe(true)
    } finally {
      await demo.close()
    }
  })

  it('names the account that was not read and why, and fails', async () => {
    const demo = await startDemoOrg({ accounts: 60 })
    try {
      const missing = '001Hs000000ZZZZ'
      const { code, lines, said } = await start(['--headless', '--at', `https://localhost:${demo.port}`, '--host', 'turfside-demo.my.salesforce.com', '--plan', 'demo/plan.json', '--accounts', `${missing},${showcaseId('keep')}`], 120_000)
      expect(code).not.toBe(0)
      expect(said).toContain(missing)
      expect(lines.map(line => line.id)).toContain(showcaseId('keep'))
    } finally {
      await demo.close()
    }
  })

  it('says at once that there is no display, and what to do', async () => {
    const began = Date.now()
    const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = process.env
    const { code, said } = await start([], 30_000, env)
    if (process.platform !== 'linux') return
    expect(code).toBe(2)
    expect(said).toContain('--headless')
    expect(Date.now() - began).toBeLessThan(15_000)
  })
})
