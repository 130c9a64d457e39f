import { expect, it } from 'vitest'
import { lineOf, runReal } from '../../faults/real'

it('what the real panel says was logged arrives once, under its account and user, while the worker is stopped, the CRM cut off and users change', async () => {
  const result = await runReal({ rounds: 3, seed: 7, without: ['kill'] })
  expect([lineOf(result).replace(/, [\d.]+ seconds/, ''), result.failures]).toEqual([`3 rounds, ${result.logged} touches logged, 0 lost, 0 duplicated, 0 misattributed`, []])
  expect(result.logged).toBeGreaterThan(3)
})
