import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { explainedIn, manifestProblems } from './check-manifest.mjs'

const policy = "default-src 'none'; script-src 'self'"
const security = `
## Permissions

| permission | browsers | asked for | why |
| --- | --- | --- | --- |
| \`alarms\` | Chrome, Firefox | always | To send later |
| \`sidePanel\` | Chrome | always | The panel |
| \`https://*.crm.example/*\` | Chrome, Firefox | always | The CRM |
| \`https://*/*\` | Chrome, Firefox | when allowed | A CRM of your own |

## Content security policy

Stated:

    default-src 'none';
    script-src 'self'

End.
`
const source = 'browser.alarms.create(1); chrome.sidePanel.open({})'
const good = {
  permissions: ['alarms', 'sidePanel'], host_permissions: ['https://*.crm.example/*'], optional_host_permissions: ['https://*/*'],
  content_security_policy: { extension_pages: policy }, content_scripts: [{ matches: ['https://*.crm.example/*'], js: ['a.js'] }],
}

it('takes a manifest that asks for what is explained and used', () => {
  expect(manifestProblems(good, 'Chrome', security, source)).toEqual([])
  expect(manifestProblems({ ...good, permissions: ['alarms'] }, 'Firefox', security, source)).toEqual([])
})

it.each([
  ['a permission that is not explained', { permissions: ['alarms', 'sidePanel', 'history'] }, '"history"'],
  ['a host that is not explained', { host_permissions: ['https://*.crm.example/*', 'https://*.other.example/*'] }, 'other.example'],
  ['an explanation of what is not asked for', { permissions: ['sidePanel'] }, '"alarms", which is not asked for'],
  ['an optional host that became one for always', { host_permissions: ['https://*.crm.example/*', 'https://*/*'], optional_host_permissions: [] }, 'asked for always'],
  ['no policy', { content_security_policy: undefined }, 'no content security policy'],
  ['a loose policy', { content_security_policy: { extension_pages: "script-src 'self' 'unsafe-eval'" } }, 'loose'],
  ['another policy', { content_security_policy: { extension_pages: "script-src 'self'" } }, 'SECURITY.md says'],
  ['files open to pages', { web_accessible_resources: [{ resources: ['a.js'], matches: ['<all_urls>'] }] }, 'web_accessible_resources'],
  ['messages from pages', { externally_connectable: { matches: ['https://*.crm.example/*'] } }, 'externally_connectable'],
  ['a script in frames', { content_scripts: [{ matches: ['https://*.crm.example/*'], all_frames: true }] }, 'all_frames'],
  ['a script beyond the hosts', { content_scripts: [{ matches: ['https://*.other.example/*'] }] }, 'not among the hosts'],
])('finds %s', (_what, change, said) => {
  expect(manifestProblems({ ...good, ...change }, 'Chrome', security, source).join('\n')).toContain(said)
})

it('finds a permission that no code uses', () => {
  expect(manifestProblems(good, 'Chrome', security, 'browser.alarms.create(1)')).toEqual(['Chrome: "sidePanel" is asked for, and no code uses it'])
})

it('SECURITY.md has its table and its policy', () => {
  const { permissions, policy: stated } = explainedIn(readFileSync(join(import.meta.dirname, '../SECURITY.md'), 'utf8'))
  expect(permissions.length).toBeGreaterThan(10)
  expect(stated).toMatch(/^default-src 'none'; .*trusted-types 'none'$/)
})
