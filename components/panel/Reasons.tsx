import type { JSX } from 'preact'
import type { Evidence } from '../../lib/model/assessment'
import { words } from './evidence'

/** Evidence as a list, in the order in which it was found. */
export const Reasons = ({ evidence, today }: { evidence: readonly Evidence[]; today: string }): JSX.Element | null =>
  evidence.length ? <ul class="reasons">{evidence.map(reason => <li>{words(reason, today)}</li>)}</ul> : null
