import type { Page } from 'puppeteer-core'

/** What the panel shows of an account, as `npm start -- --headless` prints it: one JSON line each. */
export interface Shown {
  readonly id: string
  readonly name: string
  readonly territory: { readonly names: readonly string[]; readonly state: string | null; readonly reason: string | null; readonly ownerMismatch: boolean }
  readonly profitability: {
    readonly currency: string | null
    readonly revenue: string | null
    readonly travel: string | null
    readonly repTime: string | null
    readonly marketing: string | null
    readonly net: string | null
    /** net ÷ revenue. */
    readonly margin: number | null
    readonly missing: readonly string[]
    readonly estimated: readonly string[]
  }
  readonly kare: { readonly bucket: string | null; readonly reason: string | null }
  readonly nextTouch: { readonly type: string | null; readonly due: string | null; readonly remaining: Readonly<Record<string, number | null>>; readonly overdue: boolean }
}

/** Reads the facts from the panel's page: from its text and attributes, and from nothing behind it. */
export const readFacts = (panel: Page): Promise<Shown> => panel.evaluate(() => {
  const main = document.querySelector('main')
  const card = (name: string) => document.querySelector(`section[data-card="${name}"]`)
  const all = (name: string) => [...(document.querySelectorAll(`section[data-card="${name}"]`))]
  const attribute = (element: Element | null | undefined, name: string) => element?.getAttribute(name) || null
  // An attribute without a value marks the element whose text is the fact.
  const said = (element: Element | null | undefined, name: string) => {
    const value = attribute(element, name)
    return (value && value !== 'true' ? value : element?.textContent?.replace(/\s+/g, ' ').trim()) || null
  }
  const words = (text: string | null) => (text ?? '').split(/[\s,]+/).filter(Boolean)
  const yes = (element: Element | null | undefined, name: string) => Boolean(element?.hasAttribute(name)) && element?.getAttribute(name) !== 'false'
  // Where a fact stands: on the card itself or inside it.
  const at = (cardName: string, selector: string) => all(cardName).map(one => (one.matches(selector) ? one : one.querySelector(selector))).find(Boolean) ?? null

  // A part says so itself, or the card says which.
  const parts = (name: string) => {
    const marked = ['revenue', 'travel', 'repTime', 'marketing'].filter(part => at('profitability', `data[data-part="${part}"][${name}]`))
    return marked.length > 0 ? marked : all('profitability').flatMap(one => words(attribute(one, name)))
  }
  const money = (part: string) => attribute(at('profitability', `data[data-part="${part}"]`), 'value')
  const margin = attribute(at('profitability', 'data[data-margin]'), 'value')
  const bucket = at('kare', '[data-bucket][aria-current="true"]')
  const remaining: Record<string, number | null> = {}
  for (const type of ['visit', 'meeting', 'call', 'email']) {
    const count = attribute(at('nextTouch', `[data-remaining="${type}"]`), 'data-count')
    remaining[type] = count === null ? null : Number(count)
  }
  const mismatch = at('territory', '[data-owner-mismatch]')
  return {
    id: attribute(main, 'data-account') ?? '',
    name: document.querySelector('h1')?.textContent?.trim() ?? '',
    territory: {
      names: [...(card('territory')?.querySelectorAll('[data-claim-name]') ?? [])].map(claim => said(claim, 'data-claim-name') ?? ''),
      state: attribute(at('territory', '[data-territory-state]'), 'data-territory-state'),
      reason: [...(card('territory')?.querySelectorAll('[data-reason]') ?? [])].map(line => said(line, 'data-reason')).filter(Boolean).join(' ') || null,
      ownerMismatch: yes(mismatch, 'data-owner-mismatch'),
    },
    profitability: {
      currency: attribute(at('profitability', '[data-currency]'), 'data-currency'),
      revenue: money('revenue'), travel: money('travel'), repTime: money('repTime'), marketing: money('marketing'), net: money('net'),
      margin: margin === null ? null : Number(margin),
      missing: parts('data-missing'),
      estimated: parts('data-estimated'),
    },
    kare: { bucket: attribute(bucket, 'data-bucket'), reason: said(at('kare', '[data-reason]'), 'data-reason') },
    nextTouch: {
      type: attribute(at('nextTouch', '[data-next-type]'), 'data-next-type'),
      due: attribute(at('nextTouch', 'time[data-due]'), 'datetime'),
      remaining,
      overdue: yes(at('nextTouch', '[data-overdue]'), 'data-overdue'),
    },
  }
})

/** The panel measures after it has painted, which is a frame after the fact is there. */
const frameMs = 1_000

/** The panel's own measurement in milliseconds from the navigation; null: it has not painted so. */
export async function readTime(panel: Page, what: 'cached' | 'fresh'): Promise<number | null> {
  const handle = await panel.waitForFunction((name: string) => {
    const main = document.querySelector('main')
    // Once the fresh paint is measured, the cached one before it is or will not be.
    return main?.hasAttribute('data-ms-fresh') || main?.hasAttribute(name)
  }, { timeout: frameMs, polling: 'mutation' }, `data-ms-${what}`).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'TimeoutError') return null
    throw error
  })
  await handle?.dispose()
  const value = await panel.evaluate((name: string) => document.querySelector('main')?.getAttribute(name), `data-ms-${what}`)
  return value ? Number(value) : null
}
