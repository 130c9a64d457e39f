import { render } from 'preact'
import { Search, type Hit } from '../../components/panel/search/Search'
import '../../components/panel/search/search.css'
import { db } from '../../lib/cache/db'
import { planFor } from '../../lib/cache/planStore'
import type { RecordRef } from '../../lib/crm/adapter'
import { sessionAccess } from '../../lib/sync/access'
import { nameSearch } from '../../lib/sync/nameSearch'
import { privacyInForce } from '../../lib/sync/managed'
import { onSessionsChanged } from '../../lib/sync/sessionsChanged'
import { orgOf, readableSpaces } from '../../lib/sync/signedIn'
import { todayOf } from '../../lib/sync/touchNow'
import { reportStorage } from './state'

const most = 20

let root: HTMLElement | null = null

/** Opens the quick search over the cached accounts of who is signed in; `open` shows the one that was chosen. */
export function openSearch(open: (ref: RecordRef) => void): void {
  if (root) return
  const back = document.activeElement
  root = document.body.appendChild(document.createElement('div'))
  const left = new AbortController()
  const close = () => {
    left.abort()
    if (!root) return
    render(null, root)
    root.remove()
    root = null
    if (back instanceof HTMLElement) back.focus()
  }
  const draw = (seen: number | null, find: (text: string) => readonly Hit[]) => {
    if (!root) return
    render(<Search seen={seen} find={find} close={close} open={({ key, account }) => {
      close()
      open({ ...orgOf({ key: key.slice(0, key.length - account.id.length - 1) }), id: account.id })
    }} />, root)
  }
  draw(null, () => [])
  let turn = 0
  const look = () => {
    const mine = ++turn
    load().then(hits => {
      if (mine !== turn) return
      const search = nameSearch(hits)
      draw(hits.length, text => search(text, most))
    }, reportStorage)
  }
  look()
  // Who has signed out or in meanwhile must not find another's.
  onSessionsChanged(look, left.signal)
}

async function load(): Promise<(Hit & { readonly name: string })[]> {
  const spaces = await readableSpaces(db, sessionAccess, await privacyInForce(db))
  const found = await Promise.all(spaces.map(async row => {
    const [peers, plan] = await Promise.all([db.peers.where('space').equals(row.space).toArray(), planFor(db, row.space)])
    const today = todayOf(plan?.plan ?? null, Date.now())
    const host = spaces.length > 1 ? new URL(orgOf(row).org).host : null
    return peers.map(account => ({ key: `${row.key}|${account.id}`, account, host, today, name: account.name }))
  }))
  return found.flat()
}
