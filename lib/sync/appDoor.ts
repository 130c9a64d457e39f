import browser, { type Identity, type Storage } from 'webextension-polyfill'
import type { AppDoor } from '../crm/adapter'
import { policyInForce } from './managed'

/** What this browser offers an adapter for a second way in: a place for what is granted, and a way to the CRM's consent page. */
export function appDoor(crm: string, org: string): AppDoor {
  const key = `${vaultPrefix}${crm}|${org}`
  return {
    vault: {
      get: async area => (await areas[area]().get(key))[key],
      set: async (area, value) => (value === null ? areas[area]().remove(key) : areas[area]().set({ [key]: value })),
    },
    redirectUri,
    managedId: async () => (await policyInForce()).clientIds[org] || null,
    visit,
  }
}

/** Begins the keys of what is kept in `storage.local` and `storage.session`: "app|crm|org". */
export const vaultPrefix = 'app|'

const areas: Readonly<Record<'session' | 'lasting', () => Storage.StorageArea>> = {
  session: () => browser.storage.session,
  lasting: () => browser.storage.local,
}

/** From the start, `storage.session` is closed to scripts in pages; the lasting one is so only once it is asked for. Firefox has no such switch. */
export async function closeVaultToPages(): Promise<void> {
  if (import.meta.env.FIREFOX) return
  await chrome.storage.local.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' })
}

/** Absent until the user has permitted it, and again once that is taken back. */
const identity = (): Identity.Static | undefined => (browser as { identity?: Identity.Static }).identity

/** As `identity.getRedirectURL` says it, which may not be asked before the permission is there: an admin needs the address first. */
async function redirectUri(): Promise<string> {
  const said = identity()?.getRedirectURL()
  if (said !== undefined) return said
  return `https://${browser.runtime.id}.chromiumapp.org/`
}

async function visit(url: string, seen: boolean): ReturnType<AppDoor['visit']> {
  const way = identity()
  if (!way) return { failed: 'notPermitted' }
  // A page that goes on by script is given its time; Firefox knows no such wish, and refuses it.
  const patience = import.meta.env.FIREFOX ? {} : { abortOnLoadForNonInteractive: false, timeoutMsForNonInteractive: 8_000 }
  try {
    return { at: await way.launchWebAuthFlow({ url, interactive: seen, ...(seen ? {} : patience) }) }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    if (/interaction/i.test(said)) return { failed: 'needsUser' }
    return { failed: /approve|cancel|denied|closed/i.test(said) ? 'closed' : 'unreachable' }
  }
}
