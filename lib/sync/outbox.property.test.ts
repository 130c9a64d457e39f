import fc from 'fast-check'
import { expect, it } from 'vitest'
import { call, outboxWorld } from '../../tests/outboxWorld'
import type { CrmError } from '../crm/adapter'

/** What a person and the world do to the outbox; each touch by its number. */
type Step =
  | { readonly do: 'log' | 'undo' | 'discard' | 'again'; readonly touch: number }
  | { readonly do: 'drain' | 'wipe' | 'restart' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'user'; readonly user: 'anna' | 'bert' | null }
  | { readonly do: 'crm'; readonly trouble: CrmError | null; readonly after: boolean }

const touch = fc.nat({ max: 3 })
const troubles: readonly (CrmError | null)[] = [null, { kind: 'offline' }, { kind: 'down', status: 503 }, { kind: 'limit', retryAt: null }, { kind: 'refused', message: 'no', fields: [] }]
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('log' as const), touch }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'discard' as const, 'again' as const), touch }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('drain' as const, 'wipe' as const, 'restart' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 6_000, 60_000, 3_600_000) }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'crm', trouble: { kind: 'offline' }, after: true }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('user' as const), user: fc.constantFrom('anna' as const, 'bert' as const, null) }) },
  // Only an answer that is lost, or the server's ailing, leaves open what was done.
  { weight: 3, arbitrary: fc.record({ do: fc.constant('crm' as const), trouble: fc.constantFrom(...troubles), after: fc.boolean() }).map(({ trouble, after, ...rest }) => ({ ...rest, trouble, after: after && (trouble?.kind === 'offline' || trouble?.kind === 'down') })) },
)

it('whatever happens in between: what was told to be kept is in the CRM once, as its own user’s, or still waits; what was told to be taken back is in neither', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async steps => {
    const world = outboxWorld()
    let outbox = world.worker()
    const kept = new Map<string, string>()
    const undone = new Set<string>()
    /** Undo was pressed, whatever it said: from then on it may go at any time. */
    const asked = new Set<string>()
    try {
      for (const doing of steps) {
        const mark = 'touch' in doing ? `m${doing.touch}` : ''
        if (doing.do === 'log') {
          // That the same click twice is one touch is tested apart: of one that has left, a wiped browser knows nothing more.
          if (kept.has(mark)) continue
          const answer = await outbox.log(call(mark, `a${doing.touch % 2}`))
          if ('mark' in answer) kept.set(mark, world.user!)
          await outbox.drain()
        } else if (doing.do === 'undo') {
          if (!kept.has(mark)) continue
          asked.add(mark)
          if (await outbox.undo(mark)) undone.add(mark)
        } else if (doing.do === 'discard') {
          const refused = (await world.db.outbox.get(mark))?.state === 'refused'
          await outbox.discard(mark)
          if (refused) undone.add(mark)
        } else if (doing.do === 'again') await outbox.again(mark, null)
        else if (doing.do === 'drain') await outbox.drain()
        // A browser that wipes forgets what has left the outbox as well; what waits lies in the mirror.
        else if (doing.do === 'wipe') await world.db.delete({ disableAutoOpen: false })
        else if (doing.do === 'restart') outbox = world.worker()
        else if (doing.do === 'wait') world.now += doing.ms
        else if (doing.do === 'user') world.user = doing.user
        else if (doing.do === 'crm') {
          const { trouble: error, after } = doing
          world.trouble = error && (() => ({ error, after }))
        }
      }
      world.trouble = null
      for (const user of ['anna', 'bert'] as const) {
        world.user = user
        await outbox.wake(null)
        await world.run(outbox, 4 * 3_600_000)
      }
      const waiting = new Map((await world.db.outbox.toArray()).map(row => [row.mark, row.state]))
      for (const [mark, user] of kept) {
        const there = world.records.filter(record => record.touch.mark === mark)
        if (undone.has(mark)) expect([mark, there.length, waiting.has(mark)]).toEqual([mark, 0, false])
        else if (waiting.get(mark) === 'refused') expect([mark, there.length]).toEqual([mark, 0])
        else if (asked.has(mark) && there.length === 0) expect(waiting.has(mark)).toBe(false)
        else expect([mark, ...there.map(({ by }) => by)]).toEqual([mark, user])
      }
      expect(world.records.filter(({ touch: { mark } }) => !kept.has(mark))).toEqual([])
    } finally {
      world.db.close()
    }
  }), { numRuns: 40 })
}, 120_000)
