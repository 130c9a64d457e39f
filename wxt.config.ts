import { defineConfig } from 'wxt'
import { adapters } from './lib/crm/registry'

const pages = adapters.flatMap(adapter => adapter.pages)
const api = adapters.flatMap(adapter => adapter.api)

export default defineConfig({
  imports: false,
  vite: () => ({ esbuild: { jsx: 'automatic', jsxImportSource: 'preact' }, build: { target: 'es2022' } }),
  manifest: ({ browser }) => ({
    name: '__MSG_extName__',
    description: '__MSG_extDescription__',
    default_locale: 'en',
    permissions: ['storage', 'cookies', 'scripting', 'alarms', ...(browser === 'firefox' ? [] : ['sidePanel'])],
    host_permissions: [...new Set([...pages, ...api])],
    optional_host_permissions: ['https://*/*', 'http://*/*'],
    action: { default_title: '__MSG_extName__' },
    ...(browser === 'firefox' ? { browser_specific_settings: { gecko: { id: 'turfside@turfside.app', strict_min_version: '128.0' } } } : { minimum_chrome_version: '120' }),
  }),
})
