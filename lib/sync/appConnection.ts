import browser from 'webextension-polyfill'
import type { AppOutcome, AppState } from '../crm/adapter'
import { recognise } from '../crm/sites'
import { belongOnce, readOnce, type Office } from './office'
import { spaceKey } from './space'

/** The second way in, as the options ask for it. Null or nothing done where a CRM has none. */

type Where = { readonly crm: string; readonly org: string }

export const appState = async ({ reader }: Office, { crm, org }: Where): Promise<AppState | null> => (await reader.connect(crm, org).app?.state()) ?? null

export async function connectApp(office: Office, { crm, org, clientId, stay }: Where & { clientId: string; stay: boolean }): Promise<AppOutcome> {
  const app = office.reader.connect(crm, org).app
  if (!app) return { failed: 'refused', said: '' }
  const outcome = await app.connect(clientId, stay)
  if ('connectedAs' in outcome) void goOn(office, { crm, org })
  return outcome
}

export const disconnectApp = async ({ reader }: Office, { crm, org, forget }: Where & { forget: boolean }): Promise<{ revoked: boolean } | null> =>
  (await reader.connect(crm, org).app?.disconnect(forget)) ?? null

/** What stood still for want of a way in goes on: the accounts that are shown, and touches that wait. */
async function goOn(office: Office, { crm, org }: Where): Promise<void> {
  // What was refused for want of it is not known any more: each account is asked for anew when it is shown.
  await office.reader.db.troubles.filter(({ space, error: { kind } }) => space.startsWith(`${spaceKey(crm, org)}|`) && (kind === 'apiAccess' || kind === 'otherUser')).delete()
  for (const { url } of await browser.tabs.query({ active: true })) {
    const page = url === undefined ? null : recognise(url)
    if (page?.page === 'account' && page.ref.crm === crm && page.ref.org === org) await readOnce(office, page.ref, 0)
    if (page?.page === 'record' && page.crm === crm && page.org === org) await belongOnce(office, page, 0)
  }
  await office.outbox.wake(null)
}
