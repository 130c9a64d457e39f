/** Finds an installed Chromium, Chrome or Edge in the usual places. Plain Node without packages. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const macApps = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Google Chrome for Testing']
const windowsPrograms = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']
const linuxNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable']

function places(platform, env) {
  if (platform === 'darwin') {
    const roots = ['/Applications', join(env.HOME ?? '', 'Applications')]
    return roots.flatMap(root => macApps.map(app => join(root, `${app}.app/Contents/MacOS/${app}`)))
  }
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(Boolean)
    return roots.flatMap(root => windowsPrograms.map(program => join(root, program)))
  }
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome', '/opt/microsoft/msedge']
  return linuxNames.flatMap(name => folders.filter(Boolean).map(folder => join(folder, name)))
}

/** The program's path, `TURFSIDE_BROWSER` first; null when none is installed. */
export function findBrowser(env = process.env, platform = process.platform) {
  const wished = env.TURFSIDE_BROWSER
  return [...(wished ? [wished] : []), ...places(platform, env)].find(place => existsSync(place)) ?? null
}

export const noBrowser = 'No Chrome, Chromium or Edge was found. Install one (https://www.google.com/chrome, on Debian: apt-get install chromium), or name its program in TURFSIDE_BROWSER.'
