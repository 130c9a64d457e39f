import type { Page } from 'puppeteer-core'

/** A task of a page's main thread, in milliseconds: of the clock, and of the thread's own time. */
export interface Task {
  readonly wall: number
  readonly cpu: number
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Microseconds. */
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly data?: { readonly message?: string } }
}

const mark = 'turfside-bench'

/** The tasks of the page's main thread while `work` runs. */
export async function tasksOf(page: Page, work: () => Promise<unknown>): Promise<Task[]> {
  await page.tracing.start({ categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] })
  // Tells which of the browser's threads is the page's.
  await page.evaluate(name => console.timeStamp(name), mark)
  await work()
  const { traceEvents } = JSON.parse(new TextDecoder().decode(await page.tracing.stop())) as { traceEvents: TraceEvent[] }
  const own = traceEvents.find(({ name, args }) => name === 'TimeStamp' && args?.data?.message === mark)
  if (!own) throw new Error('the trace does not tell the page\'s thread')
  return traceEvents
    .filter(({ name, ph, pid, tid }) => ph === 'X' && name === 'RunTask' && pid === own.pid && tid === own.tid)
    .map(({ dur = 0, tdur }) => ({ wall: dur / 1000, cpu: (tdur ?? dur) / 1000 }))
}
