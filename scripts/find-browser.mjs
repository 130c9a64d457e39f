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

const firefoxPlaces = {
  darwin: () => ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  win32: env => [env.PROGRAMFILES, env['PROGRAMFILES(X86)']].filter(Boolean).map(root => join(root, 'Mozilla Firefox\\firefox.exe')),
  linux: env => ['firefox-esr', 'firefox'].flatMap(name => [...(env.PATH ?? '').split(delimiter), '/usr/bin'].filter(Boolean).map(folder => join(folder, name))),
}

/** As `findBrowser`, for Firefox; `TURFSIDE_FIREFOX` first. */
export function findFirefox(env = process.env, platform = process.platform) {
  const wished = env.TURFSIDE_FIREFOX
  return [...(wished ? [wished] : []), ...(firefoxPlaces[platform] ?? firefoxPlaces.linux)(env)].find(place => existsSync(place)) ?? null
}

export const noFirefox = 'No Firefox was found. Install one (https://www.mozilla.org/firefox, on Debian: apt-get install firefox-esr), or name its program in TURFSIDE_FIREFOX.'
export const noBrowser = 'No Chrome, Chromium or Edge was found. Install one (https://www.google.com/chrome, on Debian: apt-get install chromium), or name its program in TURFSIDE_BROWSER.'
