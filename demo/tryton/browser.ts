import type { Page } from 'puppeteer-core'
import { signIn } from './call'
import { adminPassword, database } from './server'

/**
 * Signs a browser's page in to the demo's Tryton as the web client itself would have: with a session of `common.db.login`, kept in
 * `localStorage['sao_session_<database>']` as `{"login":"admin","user_id":1,"session":"<64 hex digits>"}`. The page shows the client's start afterwards.
 *
 * @param url any address of that Tryton
 */
export async function signInPage(page: Page, url: string, login = 'admin', password = adminPassword): Promise<void> {
  const { origin } = new URL(url)
  const { userId, session } = await signIn(origin, database, login, password)
  // Storage belongs to an origin, so the page must be on it; an image is there at once and runs no client that could ask for a login first.
  await page.goto(`${origin}/images/tryton-add.svg`, { waitUntil: 'load', timeout: 30_000 })
  await page.evaluate((key, value) => localStorage.setItem(key, value), `sao_session_${database}`, JSON.stringify({ login, user_id: userId, session }))
  await page.goto(`${origin}/#${database}`, { waitUntil: 'load', timeout: 60_000 })
}
