import { describe, expect, it } from 'vitest'
import { checkLine, checkSum, start } from './npm-start'

describe('npm start -- --crm tryton', () => {
  it('walks a real Tryton: reads a company’s parties from the panel, logs a call there as a note, and takes it back', async () => {
    const { code, lines, said } = await start(['--headless', '--crm', 'tryton'], 590_000)
    expect(code, said).toBe(0)
    expect(lines.length).toBeGreaterThanOrEqual(12)
    for (const line of lines) {
      checkLine(line)
      checkSum(line)
    }
    const seen = (of: (line: Record<string, Record<string, unknown>>) => unknown) => new Set(lines.map(line => of(line as Record<string, Record<string, unknown>>)))
    expect(seen(line => line.kare!.bucket)).toEqual(new Set(['keep', 'attain', 'recapture', 'expand']))
    expect(seen(line => line.territory!.state)).toEqual(new Set(['assigned', 'overlap', 'unassigned']))
    expect(said).toMatch(/was in the CRM, and is gone/)
  }, 600_000)
})
