import type { TurfsideDb } from '../cache/db'
import { keepSource } from '../cache/planSource'
import { savePlan } from '../cache/planStore'
import { withRoom } from '../cache/room'
import { parsePlan, planSizeLimit, sizeProblem, type PathProblem } from '../model/planFile'
import { send } from './send'

export type ImportOutcome =
  | { readonly state: 'taken' | 'unreadable' }
  | { readonly state: 'refused'; readonly problems: readonly PathProblem[]; readonly more: number }

/** Puts the plan of a file in force. The one before stays until the new one is whole and stored. Rejects when it cannot be stored. */
export async function importPlan(db: TurfsideDb, file: File): Promise<ImportOutcome> {
  if (file.size > planSizeLimit) return { state: 'refused', problems: [sizeProblem(file.size)], more: 0 }
  const text = await file.text().catch((error: unknown) => {
    console.warn('The file could not be read', error)
    return null
  })
  if (text === null) return { state: 'unreadable' }
  const reading = parsePlan(text)
  if (!reading.ok) return { state: 'refused', problems: reading.problems, more: reading.more }
  await withRoom(db, () => savePlan(db, reading.plan, file.name))
  // Else tomorrow's look at the address would put the other plan back.
  await keepSource(db, null)
  await send('planChanged', null)
  return { state: 'taken' }
}
