import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly lines: readonly Record<string, unknown>[]
  readonly said: string
}

/** `npm start` as a person types it, less npm. */
export function start(args: readonly string[], deadlineMs: number, env: NodeJS.ProcessEnv = process.env): Promise<Ended> {
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

const decimalOrNull = (value: unknown) => expect(value === null || /^-?\d+(\.\d+)?$/.test(String(value))).toBe(true)

/** Every key of a line, always there, with values of the promised kinds. */
export function checkLine(line: Record<string, unknown>): void {
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
export function checkSum(line: Record<string, unknown>): void {
  const { revenue, travel, repTime, marketing, net } = line.profitability as Record<string, string | null>
  if (net === null) return expect(revenue).toBeNull()
  const cents = (value: string | null | undefined) => Math.round(Number(value ?? 0) * 100)
  expect(cents(net)).toBe(cents(revenue) - cents(travel) - cents(repTime) - cents(marketing))
}
