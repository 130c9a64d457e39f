import { expect, it } from 'vitest'
import { watchingClock } from './serverClock'

const now = Date.UTC(2026, 10, 24, 10)
const hour = 3_600_000

/** What is kept after answers of these server clocks, status 200 unless told. */
async function keptAfter(...answers: { ahead: number; status?: number }[]): Promise<{ kept: unknown; writes: number }> {
  let kept: unknown
  let writes = 0
  const memo = {
    get: async () => kept,
    set: async (_: string, value: unknown) => {
      kept = value
      writes++
    },
  }
  const waiting = [...answers]
  const fetch = watchingClock(memo, async () => {
    const { ahead, status = 200 } = waiting.shift()!
    return new Response('{}', { status, headers: { date: new Date(now - ahead).toUTCString() } })
  }, () => now)
  for (let i = 0; i < answers.length; i++) await fetch('https://crm.example/')
  return { kept, writes }
}

it('keeps by how much this computer is ahead of the CRM, or behind it', async () => {
  expect((await keptAfter({ ahead: 24 * hour })).kept).toBe(24 * hour)
  expect((await keptAfter({ ahead: -24 * hour })).kept).toBe(-24 * hour)
})
it('makes nothing of a few minutes', async () => {
  expect(await keptAfter({ ahead: 4 * 60_000 }, { ahead: -4 * 60_000 })).toEqual({ kept: undefined, writes: 0 })
})
it('is forgotten once the clock is right again, and written only when it changes', async () => {
  expect(await keptAfter({ ahead: hour }, { ahead: hour + 2000 }, { ahead: hour }, { ahead: 0 }, { ahead: 0 })).toEqual({ kept: null, writes: 2 })
})
it('believes good answers only, and an answer without a date says nothing', async () => {
  expect((await keptAfter({ ahead: 24 * hour, status: 502 })).kept).toBeUndefined()
  const fetch = watchingClock({ get: async () => undefined, set: () => Promise.reject(new Error('must not be kept')) }, async () => new Response('{}'), () => now)
  expect((await fetch('https://crm.example/')).status).toBe(200)
})
