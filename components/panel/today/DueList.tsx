import type { JSX } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { decimal, distance, money, untilDue } from '../../ui/format'
import { isolate, plural, t } from '../../ui/words'
import type { TodayProps } from './Today'
import type { DueLine, SpaceDue } from './view'

/** Enough for a day; more are drawn when asked for, so that thousands come as quickly as ten. */
const atOnce = 50

interface Props extends Pick<TodayProps, 'view' | 'doing'> {
  readonly space: Extract<SpaceDue, { due: unknown }>
}

/** What is due, each with its button. */
export function DueList({ space, view, doing }: Props): JSX.Element {
  const [shown, setShown] = useState(atOnce)
  const list = useRef<HTMLUListElement>(null)
  const pressed = useRef<number | null>(null)
  const left = space.due.length - shown

  // A touch that is logged takes its row away under the focus: the next row gets it.
  useLayoutEffect(() => {
    if (pressed.current === null || document.activeElement !== document.body) return
    const buttons = list.current?.querySelectorAll<HTMLElement>('[data-log]') ?? []
    buttons[Math.min(pressed.current, buttons.length - 1)]?.focus()
    pressed.current = null
  })
  const log = (line: DueLine, at: number) => {
    pressed.current = at
    doing.log(space.key, line)
  }

  return (
    <>
      <ul class="rows due" ref={list}>
        {space.due.slice(0, shown).map((line, i) => (
          <li key={line.id} data-due={line.due} data-late={line.late ? '' : undefined}>
            <button type="button" class="link" data-open={line.id} onClick={() => doing.open(space.key, line.id)}><bdi>{line.name}</bdi></button>
            {space.session === 'own' && <button type="button" class="act" data-log={line.type} aria-label={t('today_log', t(`log_${line.type}`), isolate(line.name))} onClick={() => log(line, i)}>{t(`log_${line.type}`)}</button>}
            <small><About line={line} today={view.today} /></small>
          </li>
        ))}
      </ul>
      {left > 0 && <button type="button" class="act" data-more onClick={() => setShown(shown + 4 * atOnce)}>{plural('today_more', left)}</button>}
    </>
  )
}

function About({ line: { due, late, net, currency, km }, today }: { line: DueLine; today: string }): JSX.Element {
  return (
    <>
      <span class={late ? 'part late' : 'part'}>{untilDue(due, today)}</span>
      {' · '}
      {net === null ? <span class="part">{t('today_net_unknown')}</span> : <data value={decimal({ minor: net, currency })}>{money({ minor: net, currency })}</data>}
      {' · '}
      <span class="part">{km === null ? t('today_place_unknown') : distance(km)}</span>
    </>
  )
}
