import browser from 'webextension-polyfill'
import type { PeerRow } from '../cache/db'
import { planFor } from '../cache/planStore'
import { siteOf } from '../crm/sites'
import { sessionAccess } from './access'
import { nameSearch } from './nameSearch'
import type { Office } from './office'
import { say } from './said'
import { orgOf, ownSpaces } from './signedIn'
import { todayOf } from './touchNow'
import { getMessage } from './words'

/** A line of the address bar's list. */
export interface SuggestionWords {
  /** An account's name and facts. */
  readonly of: (account: PeerRow, today: string) => string
  /** Plain text, such as a sentence of ours. */
  readonly plain: (text: string) => string
}

interface Found extends PeerRow {
  readonly address: string
  /** The day in the time zone of the space's plan; ISO. */
  readonly today: string
}

const most = 6

/**
 * The address bar: after the keyword, names of cached accounts of who is signed in, each with its facts; Enter opens the account's page. What is typed is plain
 * text, and nothing but the address of a cached account is ever opened.
 */
export function followOmnibox(office: Office, words: SuggestionWords): void {
  const { reader: { db, now } } = office
  let search: Promise<(text: string, most: number) => Found[]> | null = null

  async function load(): Promise<(text: string, most: number) => Found[]> {
    const spaces = await ownSpaces(db, sessionAccess)
    const found = await Promise.all(spaces.map(async row => {
      const { crm, org } = orgOf(row)
      const [peers, plan] = await Promise.all([db.peers.where('space').equals(row.space).toArray(), planFor(db, row.space)])
      const today = todayOf(plan?.plan ?? null, now())
      return peers.map((peer): Found => ({ ...peer, today, address: siteOf(crm)!.address({ crm, org, id: peer.id }) }))
    }))
    return nameSearch(found.flat())
  }
  const sayBelow = (key: string, ...values: string[]) => browser.omnibox.setDefaultSuggestion({ description: words.plain(getMessage(key, ...values)) })

  browser.omnibox.onInputStarted.addListener(() => {
    search = load()
    sayBelow('omnibox_type')
  })
  browser.omnibox.onInputCancelled.addListener(() => (search = null))
  browser.omnibox.onInputChanged.addListener((text, suggest) => {
    void (async () => {
      const find = await (search ??= load())
      const [first, ...others] = find(text, most)
      if (first) browser.omnibox.setDefaultSuggestion({ description: words.of(first, first.today) })
      else sayBelow(text.trim() === '' ? 'omnibox_type' : 'omnibox_none', text)
      suggest(others.map(account => ({ content: account.address, description: words.of(account, account.today) })))
    })()
  })
  browser.omnibox.onInputEntered.addListener((text, disposition) => {
    void (async () => {
      const find = await (search ?? load())
      search = null
      // A chosen line comes back as its address, what was only typed as it stands.
      const chosen = find(text, 1)[0] ?? null
      const address = (await addressOf(text)) ?? chosen?.address
      if (address === undefined) return say({ what: 'noMatch', text }, now(), office.dueChanged)
      if (disposition === 'currentTab') await browser.tabs.update({ url: address })
      else await browser.tabs.create({ url: address, active: disposition === 'newForegroundTab' })
    })()
  })

  /** The text, if it is the address of a cached account of who is signed in. */
  async function addressOf(text: string): Promise<string | undefined> {
    for (const row of await ownSpaces(db, sessionAccess)) {
      const { crm, org } = orgOf(row)
      const page = siteOf(crm)?.recognise(text)
      if (page?.page === 'account' && page.ref.org === org && (await db.peers.get([row.space, page.ref.id]))) return text
    }
    return undefined
  }
}
