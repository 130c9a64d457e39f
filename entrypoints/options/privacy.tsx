import { signal } from '@preact/signals'
import { liveQuery } from 'dexie'
import type { JSX } from 'preact'
import { PrivacySection } from '../../components/options/privacy/PrivacySection'
import '../../components/options/privacy/privacy.css'
import type { PrivacyActions, PrivacyView, StoredGroup, StoredKind } from '../../components/options/privacy/view'
import { db } from '../../lib/cache/db'
import { parsePlan } from '../../lib/model/planFile'
import { readPolicy, type Policy } from '../../lib/model/policy'
import { privacyOf, type Privacy } from '../../lib/model/privacy'
import { onPolicyChanged, policyInForce } from '../../lib/sync/managed'
import { removeStored } from './privacyRemove'
import { measureAll } from './privacyStored'
import { plan, reportStorage } from './state'

/** The self-check of the options page: loaded after the rest of it. */

const stored = signal<readonly StoredGroup[] | null>(null)
const onDisk = signal<number | null>(null)
const policy = signal<Policy>(readPolicy(null))
const removed = signal<StoredKind | null>(null)
const failed = signal(false)

let measuring: Promise<void> | null = null
let again = false

/** One measure at a time; what asks during one is answered by the next. */
function look(): Promise<void> {
  again = measuring !== null
  return (measuring ??= (async () => {
    do {
      again = false
      stored.value = await measureAll()
      onDisk.value = (await navigator.storage.estimate()).usage ?? null
    } while (again)
  })().catch(reportStorage).finally(() => (measuring = null)))
}

const readAgain = () => void policyInForce().then(said => (policy.value = said))
readAgain()
onPolicyChanged(readAgain)
// Whatever is put in or taken out changes how many there are.
liveQuery(() => Promise.all(db.tables.map(table => table.count()))).subscribe({ next: () => void look(), error: reportStorage })
document.addEventListener('visibilitychange', () => void (document.visibilityState === 'visible' && look()))

const actions: PrivacyActions = {
  remove: (group, kind) => {
    removed.value = null
    failed.value = false
    removeStored(group, kind).then(() => (removed.value = kind), error => {
      failed.value = true
      reportStorage(error)
    }).finally(() => void look())
  },
  measure: () => {
    removed.value = null
    void look()
  },
}

function viewNow(): PrivacyView {
  const planned = plan.value === 'loading' ? undefined : plan.value?.plan.privacy
  const said = policy.value
  const by = (key: keyof Privacy) => (said[key] !== null ? 'policy' : planned?.[key] !== undefined ? 'plan' : 'usual')
  const reading = said.plan === null ? null : parsePlan(said.plan)
  return {
    now: Date.now(), stored: stored.value, onDisk: onDisk.value, removed: removed.value, failed: failed.value,
    privacy: privacyOf(said, planned), by: { afterSignOut: by('afterSignOut'), retentionDays: by('retentionDays') },
    policy: { plan: reading?.ok ?? false, listMode: said.listMode, book: said.book, problems: said.problems, planProblems: reading && !reading.ok ? reading.problems : [] },
  }
}

export const PrivacyPart = (): JSX.Element => <PrivacySection view={viewNow()} actions={actions} />
