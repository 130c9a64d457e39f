import type { Access, Connection, CrmError } from '../crm/adapter'

/**
 * A CRM that asked to be left alone is left alone: by every tab, panel and list, and by a worker that was stopped in between. What it said
 * stands until the moment it named; where it named none, for a minute, and twice as long each time that it says so again.
 */
interface Hold {
  readonly until: number
  /** What it answered: 429, or the 5xx of a server that ails. */
  readonly status: number
  /** Whether the CRM named the moment. */
  readonly named: boolean
  /** How long it was left alone this time, where it named no moment. */
  readonly wait: number
}

const memoName = 'hold'
const firstWait = 60_000
const longestWait = 30 * 60_000
/** A moment further off than any CRM's daily limit is a slip of the server's. */
const furthest = 24 * 3_600_000

type Memo = Access['memo']

export interface Restraint {
  /** As the fetch that it is made of, except that nothing is sent while the CRM is to be left alone. */
  readonly fetch: Access['fetch']
  /** Takes note of an error that an adapter answers. */
  note(error: CrmError): Promise<void>
}

export function restraintOn(memo: Memo, fetch: Access['fetch'], now: () => number): Restraint {
  const held = async (): Promise<Hold | null> => ((await memo.get(memoName)) as Hold | null | undefined) ?? null
  return {
    async fetch(url, init) {
      const hold = await held()
      if (hold && hold.until > now()) return standing(hold, now())
      const answer = await fetch(url, init)
      if (hold && answer.ok) await memo.set(memoName, null)
      return answer
    },
    async note(error) {
      const asked = error.kind === 'limit' ? { status: 429, retryAt: error.retryAt } : error.kind === 'down' && error.retryAt ? { status: error.status, retryAt: error.retryAt } : null
      if (!asked) return
      const before = await held()
      // Its own word, told again.
      if (before && before.until > now()) return
      const wait = asked.retryAt !== null ? firstWait : Math.min(before && !before.named ? before.wait * 2 : firstWait, longestWait)
      const hold: Hold = { status: asked.status, named: asked.retryAt !== null, wait, until: Math.min(asked.retryAt ?? now() + wait, now() + furthest) }
      await memo.set(memoName, hold)
    },
  }
}

/** The user insists: the CRM is asked all the same, once. How often it has said so is not forgotten. */
export async function insist(memo: Memo): Promise<void> {
  const hold = (await memo.get(memoName)) as Hold | null | undefined
  if (hold) await memo.set(memoName, { ...hold, until: 0 })
}

/** The CRM's last word, as it would say it now. */
const standing = ({ status, until, named }: Hold, now: number): Response => new Response(null, { status, headers: named ? { 'retry-after': String((until - now) / 1000) } : {} })

/** The connection with each error that it answers noted, and seen with what only the browser knows. */
export function noting<T extends object = Connection>(connection: T, note: (error: CrmError) => Promise<CrmError>): T {
  return new Proxy(connection, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      // The book is a part of the connection: what it asks is noted likewise.
      if (name === 'book') return (...asked: readonly unknown[]): unknown => noting(Reflect.apply(method, target, asked) as object, note)
      return (...asked: readonly unknown[]): unknown => {
        const answer: unknown = Reflect.apply(method, target, asked)
        return isSeries(answer) ? notedEach(answer, note) : noted(answer, note)
      }
    },
  })
}

async function noted(answer: unknown, note: (error: CrmError) => Promise<CrmError>): Promise<unknown> {
  const settled = await answer
  return isFailure(settled) ? { ...settled, error: await note(settled.error) } : settled
}

/** What answers part by part (`readMany`) goes on doing so. */
async function* notedEach(answers: AsyncIterable<unknown>, note: (error: CrmError) => Promise<CrmError>): AsyncGenerator<unknown> {
  for await (const answer of answers) yield await noted(answer, note)
}

const isSeries = (answer: unknown): answer is AsyncIterable<unknown> => typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer

const isFailure = (answer: unknown): answer is { readonly ok: false; readonly error: CrmError } => typeof answer === 'object' && answer !== null && (answer as { ok?: unknown }).ok === false
