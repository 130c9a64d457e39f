import { afterEach } from 'vitest'
import type { World } from './world'

/** In a test file: a failing test leaves pictures and the CRM's log under screenshots/failures, named as the test. */
export function keepEvidence(world: () => World | undefined): void {
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await world()?.saveEvidence(task.name)
  })
}
