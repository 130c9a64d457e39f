import { describe, expect, it } from 'vitest'
import { startDemoOrg } from '../../demo/server'
import { showcaseId } from '../../demo/showcase'
import { checkLine, checkSum, start } from './npm-start'

const decimal = expect.stringMatching(/^-?\d+(\.\d+)?$/) as unknown

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
