import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'wxt'
import { sites } from './lib/crm/sites'
import { shippedPackages } from './scripts/shipped-packages.mjs'

const pages = sites.flatMap(site => site.pages)
const api = sites.flatMap(site => site.api)

/**
 * What the extension's own pages and its background may load. Without it a browser applies a default of its own, which in Firefox would turn the requests to a CRM on
 * plain http in the user's own network into https. `connect-src` names no host, since a policy cannot grow with the hosts that a user allows: which hosts may be reached
 * is what the host permissions say.
 */
const policy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self' https: http:", "object-src 'none'", "base-uri 'none'", "form-action 'none'",
  "require-trusted-types-for 'script'", "trusted-types 'none'",
].join('; ')

const shipped = shippedPackages()

export default defineConfig({
  imports: false,
  hooks: {
    // The bundled geography is made from packages, not kept in the repository.
    'build:before': () => void execFileSync(process.execPath, [fileURLToPath(new URL('./scripts/geo-data.mjs', import.meta.url))], { stdio: 'inherit' }),
    // For the check of their licences.
    'build:done': ({ config }) => shipped.write(fileURLToPath(new URL(`./.output/packages-${config.browser}.json`, import.meta.url))),
  },
  vite: () => ({ plugins: [shipped.plugin()], esbuild: { jsx: 'automatic', jsxImportSource: 'preact' }, build: { target: 'es2022', modulePreload: { polyfill: false } } }),
  // What is made, and not kept in the repository, is no source.
  zip: { excludeSources: ['.cache/**', 'screenshots/**', 'public/geo/**'] },
  manifest: ({ browser }) => ({
    name: '__MSG_extName__',
    description: '__MSG_extDescription__',
    default_locale: 'en',
    // Private windows are apart: their pages are not seen at all (ARCHITECTURE.md).
    incognito: 'not_allowed',
    permissions: ['storage', 'cookies', 'scripting', 'alarms', 'contextMenus', ...(browser === 'firefox' ? ['identity'] : ['sidePanel'])],
    host_permissions: [...new Set([...pages, ...api])],
    // The window in which a user lets the org's own app in. Firefox does not know it as optional, and does not warn of it.
    ...(browser === 'firefox' ? {} : { optional_permissions: ['identity'], storage: { managed_schema: 'managed-schema.json' } }),
    content_security_policy: { extension_pages: policy },
    optional_host_permissions: ['https://*/*', 'http://*/*'],
    content_scripts: [{ matches: pages, js: ['content-scripts/account-pill.js'], run_at: 'document_idle' }],
    omnibox: { keyword: 'tf' },
    // Browsers take four suggested keys and no more. Each is free in Chrome, Edge and Firefox on all systems; Alt and Shift with T, I, A and B are Chrome's own.
    commands: {
      [browser === 'firefox' ? '_execute_sidebar_action' : '_execute_action']: { suggested_key: { default: 'Alt+Shift+P' }, ...(browser === 'firefox' ? {} : { description: '__MSG_command_panel__' }) },
      'log-next': { suggested_key: { default: 'Alt+Shift+L' }, description: '__MSG_command_next__' },
      'log-call': { suggested_key: { default: 'Alt+Shift+C' }, description: '__MSG_command_call__' },
      'log-visit': { suggested_key: { default: 'Alt+Shift+V' }, description: '__MSG_command_visit__' },
      'log-email': { description: '__MSG_command_email__' },
    },
    action: { default_title: '__MSG_extName__' },
    ...(browser === 'firefox' ? { browser_specific_settings: { gecko: { id: 'turfside@turfside.app', strict_min_version: '128.0' } } } : { minimum_chrome_version: '120' }),
  }),
})
