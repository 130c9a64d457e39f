import type { World } from '../tests/browser/world'
import type { Site } from './site'

const deadlineMs = 20_000

/** Asks until the answer is right; throws what it last was. */
async function until(what: string, ask: () => Promise<true | string>): Promise<void> {
  const start = Date.now()
  let answer = await ask()
  while (answer !== true) {
    if (Date.now() - start > deadlineMs) throw new Error(`${what}: ${answer} (after ${deadlineMs / 1000} s)`)
    await new Promise(resolve => setTimeout(resolve, 150))
    answer = await ask()
  }
}

/** Logs a call in the panel, sees in the CRM itself that exactly one touch more is there, undoes it, and sees that it is gone. Answers its id. */
export async function logAndUndo(world: World, site: Site, id: string): Promise<string> {
  const { panel } = await world.openAccount(id)
  const before = await site.touches(world, id)
  const added = async () => [...await site.touches(world, id)].filter(touch => !before.has(touch))

  const button = await panel.waitForSelector('button[data-log="call"]', { visible: true, timeout: deadlineMs })
  await button!.click()
  const undo = await panel.waitForSelector('[role=status] button[data-undo]', { visible: true, timeout: deadlineMs })
  let touch = ''
  await until('The logged call in the CRM', async () => {
    const now = await added()
    touch = now[0] ?? ''
    return now.length === 1 ? true : `${now.length} touches more than before`
  })
  await undo!.click()
  await until('The call after Undo', async () => {
    const now = await site.touches(world, id)
    const lost = [...before].filter(one => !now.has(one))
    if (lost.length > 0) return `touches that were there before are gone: ${lost.join(', ')}`
    const more = (await added()).length
    return more === 0 ? true : `${more} touches more than before`
  })
  return touch
}
