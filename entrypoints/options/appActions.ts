import browser from 'webextension-polyfill'
import type { AppView } from '../../components/options/view'
import { send } from '../../lib/sync/send'
import { partsOf } from './parts'
import { apps, appsDoing, copied } from './state'

const asked = new Set<string>()

/** Asks once for each org how its second way in stands. */
export function loadAppsOnce(keys: readonly string[]): void {
  for (const key of keys) {
    if (asked.has(key)) continue
    asked.add(key)
    void load(key)
  }
}

async function load(key: string): Promise<void> {
  const setup = await send('appState', partsOf(key))
  apps.value = { ...apps.peek(), [key]: setup }
}

const tell = (key: string, doing: AppView['doing']) => void (appsDoing.value = { ...appsDoing.peek(), [key]: doing })

/** Asks for the permission in the click itself, before anything is awaited; then for the grant, in a window of the CRM. */
export function connectApp(key: string, clientId: string, stay: boolean): void {
  tell(key, { state: 'connecting' })
  // In Firefox it is given from the start: there it cannot be asked for.
  const permitted = import.meta.env.FIREFOX ? Promise.resolve(true) : browser.permissions.request({ permissions: ['identity' as 'idle'] })
  void permitted.then(
    granted => (granted ? connect(key, clientId, stay) : tell(key, { state: 'failed', failed: 'notPermitted', said: '' })),
    (error: unknown) => tell(key, { state: 'failed', failed: 'notPermitted', said: error instanceof Error ? error.message : String(error) }),
  )
}

async function connect(key: string, clientId: string, stay: boolean): Promise<void> {
  const outcome = await send('connectApp', { ...partsOf(key), clientId, stay })
  tell(key, 'failed' in outcome ? { state: 'failed', ...outcome } : { state: 'connected', ...outcome })
  await load(key)
}

export async function disconnectApp(key: string): Promise<void> {
  const gone = await send('disconnectApp', { ...partsOf(key), forget: false })
  if (gone) tell(key, { state: 'disconnected', ...gone })
  await load(key)
}

/** Every grant is given back, and what was set up is forgotten. */
export async function forgetApps(): Promise<void> {
  for (const [key, setup] of Object.entries(apps.peek())) if (setup) await send('disconnectApp', { ...partsOf(key), forget: true })
  apps.value = {}
  appsDoing.value = {}
  asked.clear()
}

export async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
  copied.value = text
}
