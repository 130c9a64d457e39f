import type { JSX } from 'preact'
import type { Odd } from '../../lib/model/snapshot'
import { isolate, plural, t } from '../ui/words'

/** What the CRM says that cannot be right, by name: it counts nowhere, and somebody can mend it. */
export function OddValues({ odd, crm }: { odd: readonly Odd[]; crm: string }): JSX.Element {
  return (
    <details class="odd" data-odd={odd.length}>
      <summary>{plural('odd', odd.length, crm)}</summary>
      <ul>{odd.map(({ what, of, value }) => <li>{t(`odd_${what}`, of === '' ? t('odd_unnamed') : isolate(of), isolate(value))}</li>)}</ul>
    </details>
  )
}
