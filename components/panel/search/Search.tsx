import type { JSX } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Peer } from '../../../lib/model/snapshot'
import { number } from '../../ui/format'
import { factsOf } from '../../ui/suggestion'
import { t } from '../../ui/words'

export interface Hit {
  /** Unique among the hits: several orgs may have the same id. */
  readonly key: string
  readonly account: Peer
  /** The org's host, where several are signed in to; else null. */
  readonly host: string | null
  /** ISO day of the plan's time zone. */
  readonly today: string
}

interface Props {
  /** Accounts seen so far, of who is signed in; null: the cache has not answered yet. */
  readonly seen: number | null
  readonly find: (text: string) => readonly Hit[]
  readonly open: (hit: Hit) => void
  readonly close: () => void
}

/** Finds a cached account by name: arrows choose, Enter opens, Escape closes. */
export function Search({ seen, find, open, close }: Props): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  useLayoutEffect(() => {
    dialog.current?.showModal()
  }, [])
  const hits = seen === null ? [] : find(text)
  const active = hits[Math.min(at, hits.length - 1)]
  useLayoutEffect(() => dialog.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }), [active?.key])

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && hits.length > 0) {
      event.preventDefault()
      setAt((Math.min(at, hits.length - 1) + step + hits.length) % hits.length)
    } else if (event.key === 'Enter' && active && !event.isComposing) {
      event.preventDefault()
      open(active)
    }
  }
  const said = seen === null ? t('loading') : seen === 0 ? t('search_unseen') : text.trim() === '' ? t('search_of', number(seen)) : hits.length === 0 ? t('search_none', number(seen)) : t('search_found', number(hits.length), number(seen))

  return (
    <dialog ref={dialog} class="search" aria-label={t('search')} onClose={close} onClick={event => event.target === dialog.current && dialog.current?.close()}>
      <input
        type="search" role="combobox" list={undefined} dir="auto" autocomplete="off" spellcheck={false} placeholder={t('search_name')} aria-label={t('search_name')}
        aria-expanded={hits.length > 0} aria-controls="search-hits" aria-autocomplete="list" aria-activedescendant={active ? `hit-${active.key}` : undefined}
        value={text} onInput={event => { setText(event.currentTarget.value); setAt(0) }} onKeyDown={onKeyDown}
      />
      <p class="note" role="status">{said}</p>
      <ul id="search-hits" role="listbox" aria-label={t('search_hits')} hidden={hits.length === 0}>
        {hits.map(hit => (
          <li key={hit.key} id={`hit-${hit.key}`} role="option" aria-selected={hit === active} data-hit={hit.account.id} onClick={() => open(hit)}>
            <b><bdi>{hit.account.name}</bdi></b>
            <small>{[...factsOf(hit.account, hit.today), hit.host].filter(Boolean).join(' · ')}</small>
          </li>
        ))}
      </ul>
    </dialog>
  )
}
