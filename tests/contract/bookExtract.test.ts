import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { salesforce } from '../../lib/crm/salesforce/adapter'
import type { Book, Page, Usage } from '../../lib/crm/book'
import { demoWorld, origin, wanted, type DemoWorld } from './demoWorld'
import { memoryMemo } from './nodeAccess'

/** A large table is extracted by a query job, in fewer requests than pages take; whatever goes wrong with the job, pages stand in for the rest of it. */

let world: DemoWorld
let ids: string[]
/** Four parts and a little; that it is worth a job is what its count is made to say. */
beforeAll(async () => { [world, ids] = await worldOf(17_000) })
async function worldOf(accounts: number): Promise<[DemoWorld, string[]]> {
  const made = await demoWorld({ accounts, activities: 2000 })
  return [made, made.demo.org.rows('Account').filter(row => row.IsDeleted !== true).map(row => String(row.Id)).sort()]
}
afterAll(() => world?.close())
afterEach(() => world.demo.faults.clear())

const never = new AbortController().signal
const all = { from: null, to: null }
const heard: (Usage | null)[] = []
async function open(of = world): Promise<Book> {
  const access = of.access({ memo: memoryMemo() })
  const fetch: typeof access.fetch = async (url, init) => {
    const answer = await access.fetch(url, init)
    return String(init?.body ?? '').includes('COUNT') ? new Response((await answer.text()).replace('"total":17', '"total":917'), answer) : answer
  }
  const book = salesforce.connect(origin, { ...access, fetch }).book!(wanted, usage => heard.push(usage))
  const measured = await book.measure([{ source: 'account', range: all }], never)
  if (!measured.ok) throw new Error(JSON.stringify(measured.error))
  expect(measured.value[0]!.count).toBeGreaterThan(50_000)
  heard.length = 0
  return book
}
async function next(book: Book, cursor: string | null): Promise<Page> {
  const answer = await book.page({ source: 'account', range: all, since: null, cursor }, never)
  if (!answer.ok) throw new Error(JSON.stringify(answer.error))
  return answer.value
}
/** Reads to the end; `between` stands between the pages. */
async function readAll(book: Book, cursor: string | null = null, between: (page: Page, n: number) => void = () => undefined): Promise<Page[]> {
  const pages: Page[] = []
  for (let at = cursor; pages.length === 0 || at !== null;) {
    const page = await next(book, at)
    between(page, pages.push(page))
    at = page.cursor
  }
  return pages
}
/** Each page that has rows tells of which ids it is the whole; together they leave no gap. */
function expectWhole(pages: readonly Page[], expected = ids): void {
  expect(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(expected)
  const told = pages.flatMap(({ whole }) => whole ?? [])
  expect([told[0]?.from, told.at(-1)?.to]).toEqual([null, null])
  told.slice(1).forEach(({ from }, i) => expect(from).toBe(told[i]!.to))
}

it('a table of more than 50,000 rows is read whole, in fewer requests than its 26 pages', async () => {
  const [large, all] = await worldOf(50_400)
  try {
    expectWhole(await readAll(await open(large)), all)
    expect(heard.length).toBeLessThan(20)
    expect(heard.at(-1)).toMatchObject({ max: 100_000 })
    // The job is not left behind.
    expect(large.demo.log.at(-1)).toMatchObject({ method: 'DELETE', status: 204 })
  } finally {
    await large.close()
  }
})

describe('a job', () => {

  it('has the same rows that pages have', async () => {
    const extracted = (await readAll(await open())).flatMap(({ rows }) => rows)
    const pages = await readAll(await open(), '001000000000000AAA')
    expect(new Map(extracted.map(row => [row.id, row]))).toEqual(new Map(pages.flatMap(({ rows }) => rows).map(row => [row.id, row])))
  })

  it('goes on where it stopped, in another worker', async () => {
    const book = await open()
    const begun = await next(book, null)
    const first = await next(book, begun.cursor)
    const rest = await readAll(salesforce.connect(origin, world.access({ memo: memoryMemo() })).book!(wanted, () => undefined), first.cursor)
    expectWhole([begun, first, ...rest])
  })

  it('waits while the job runs, without holding anybody up', async () => {
    world.demo.faults.bulkMs = 8500
    const book = await open()
    const began = Date.now()
    const begun = await next(book, null)
    const waiting = await next(book, begun.cursor)
    expect(waiting).toMatchObject({ rows: [], gone: [], whole: null, cursor: begun.cursor })
    expect(Date.now() - began).toBeLessThan(20_000)
    expectWhole(await readAll(book, waiting.cursor))
  })
})

describe('pages stand in', () => {
  it('where jobs are refused', async () => {
    world.demo.faults.add({ kind: 'notFound', path: '/jobs/query', times: null })
    expectWhole(await readAll(await open()))
  })

  it('from where a job was lost', async () => {
    const lost = (page: Page, n: number): void => { if (n === 3) world.demo.faults.add({ kind: 'notFound', path: '/jobs/query', times: null }) }
    expectWhole(await readAll(await open(), null, lost))
  })

  it('where a job fails before it has begun', async () => {
    const book = await open()
    const begun = await next(book, null)
    const job = /750\w+/.exec(begun.cursor!)![0]
    world.demo.faults.bulkMs = 60_000
    const sent = await world.access().fetch(`${origin}/services/data/v60.0/jobs/query/${job}`, {
      method: 'PATCH', body: '{"state":"Aborted"}', headers: { authorization: `Bearer ${(await world.access().cookie(origin, 'sid'))!}`, 'content-type': 'application/json' },
    })
    expect(sent.status).toBe(200)
    expectWhole(await readAll(book, begun.cursor))
  })
})

describe('what is no fault of the job', () => {
  it.each([['unauthorized', 'signedOut'], ['limit', 'limit'], ['unavailable', 'down'], ['cut', 'offline']] as const)('is told as it is: %s', async (kind, error) => {
    const book = await open()
    const begun = await next(book, null)
    for (const cursor of [null, begun.cursor]) {
      world.demo.faults.add({ kind, path: '/jobs/query' })
      expect(await book.page({ source: 'account', range: all, since: null, cursor }, never)).toMatchObject({ ok: false, error: { kind: error } })
    }
  })

  it('is a table that breaks off: none of it is believed', async () => {
    const book = await open()
    const begun = await next(book, null)
    world.demo.faults.add({ kind: 'cutBody', path: '/results', after: true })
    expect(await book.page({ source: 'account', range: all, since: null, cursor: begun.cursor }, never)).toMatchObject({ ok: false })
    expectWhole(await readAll(book, begun.cursor))
  })
})
