import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { signIn } from './call'
import type { Backdate } from './commerce'
import { fill, type Company } from './fill'
import { ensureTryton, webRoot } from './install.mjs'

/** A real trytond with the demo company in it, for tests and the walk. Never shipped. */
export interface TrytonServer {
  /** "http://localhost:8000" */
  readonly origin: string
  readonly database: string
  /** What the adapter calls this org: origin and database. */
  readonly org: string
  readonly company: Company
  readonly pid: number
  /** Where its database and log are. */
  readonly dir: string
  /** Ends the server, waits until it is gone, and removes the folder if `startTryton` made it. */
  close(): Promise<void>
}

export const database = 'crm'
export const adminPassword = 'turfside-demo'

const here = fileURLToPath(new URL('.', import.meta.url))
const cacheRoot = fileURLToPath(new URL('../../.cache/tryton/', import.meta.url))

export interface StartOptions {
  /** 0 or none: a free one. */
  readonly port?: number
  /** Folder for the running database; none: a temporary one. */
  readonly dir?: string
  readonly say?: (line: string) => void
  readonly now?: number
}

/** Starts a trytond on this machine with the filled company. The first start of a day fills it (about a minute), the next take seconds. */
export async function startTryton(options: StartOptions = {}): Promise<TrytonServer> {
  const say = options.say ?? (() => {})
  const now = options.now ?? Date.now()
  ensureTryton(say)
  const today = new Date(now).toISOString().slice(0, 10)
  const prepared = await prepare(today, say)

  const made = options.dir === undefined
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'turfside-tryton-'))
  mkdirSync(dir, { recursive: true })
  copyFileSync(join(prepared, `${database}.sqlite`), join(dir, `${database}.sqlite`))
  const company = JSON.parse(readFileSync(join(prepared, 'company.json'), 'utf8')) as Company
  const running = await run(dir, options.port ?? 0)
  return {
    origin: running.origin, database, org: `${running.origin}/${database}`, company, pid: running.pid, dir,
    close: async () => {
      await running.close()
      if (made) rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** The folder with today's filled database, made if need be. */
async function prepare(today: string, say: (line: string) => void): Promise<string> {
  const hash = createHash('sha256').update(today)
  for (const file of readdirSync(here).filter(name => /\.(ts|mjs|py)$/.test(name) && !/^browser|\.test\./.test(name)).sort()) hash.update(readFileSync(join(here, file)))
  const folder = join(cacheRoot, `${today}-${hash.digest('hex').slice(0, 12)}`)
  if (existsSync(join(folder, 'company.json'))) return folder

  const started = Date.now()
  mkdirSync(cacheRoot, { recursive: true })
  const work = mkdtempSync(join(cacheRoot, 'making-'))
  try {
    say('Creating the Tryton database (about 20 s) …')
    initialise(work)
    say('Filling it through its own RPC (about a minute) …')
    const running = await run(work, 0)
    try {
      const admin = await signIn(running.origin, database, 'admin', adminPassword)
      const { company, backdates } = await fill(admin, (login, password) => signIn(running.origin, database, login, password), today)
      await running.close()
      backdate(join(work, `${database}.sqlite`), backdates)
      writeFileSync(join(work, 'company.json'), JSON.stringify(company))
    } finally {
      await running.close()
    }
    for (const old of readdirSync(cacheRoot)) if (!old.startsWith('making-')) rmSync(join(cacheRoot, old), { recursive: true, force: true })
    renameSync(work, folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  say(`Tryton prepared in ${((Date.now() - started) / 1000).toFixed(1)} s`)
  return folder
}

function initialise(dir: string): void {
  writeFileSync(join(dir, `${database}.sqlite`), '')
  const password = join(dir, 'password')
  writeFileSync(password, `${adminPassword}\n`, { mode: 0o600 })
  const config = writeConfig(dir, 0)
  const admin = (args: readonly string[]): void => {
    const result = spawnSync('trytond-admin', ['-c', config, '-d', database, ...args], {
      encoding: 'utf8', timeout: 180_000, env: { ...process.env, TRYTONPASSFILE: password },
    })
    if (result.status !== 0) throw new Error(`trytond-admin failed: ${result.error?.message ?? result.stderr.slice(-2000)}`)
  }
  admin(['--all', '--email', 'admin@example.com'])
  admin(['-u', 'country', 'party', 'sale', 'sale_opportunity', 'account_invoice', '--activate-dependencies'])
}

function backdate(file: string, backdates: readonly Backdate[]): void {
  // Debian's own Python, which trytond runs on: another on the path may lack SQLite.
  const result = spawnSync('/usr/bin/python3', [join(here, 'backdate.py'), file], { input: JSON.stringify(backdates), encoding: 'utf8', timeout: 60_000 })
  if (result.status !== 0) throw new Error(`Dating back failed: ${result.error?.message ?? result.stderr.slice(-2000)}`)
}

function writeConfig(dir: string, port: number): string {
  const file = join(dir, 'trytond.conf')
  writeFileSync(file, [
    '[web]', `listen = localhost:${port}`, `root = ${webRoot}`,
    '[database]', 'uri = sqlite://', `path = ${dir}`,
    // A test signs in often; the walk may take longer than the default five minutes between two answers.
    '[session]', 'max_attempt = 1000', 'timeout = 3600', '',
  ].join('\n'))
  return file
}

interface Running {
  readonly origin: string
  readonly pid: number
  close(): Promise<void>
}

async function run(dir: string, wanted: number): Promise<Running> {
  const port = wanted === 0 ? await freePort() : wanted
  const config = writeConfig(dir, port)
  const log = join(dir, 'trytond.log')
  const out = openSync(log, 'w')
  const child = spawn('trytond', ['-c', config, '-d', database], { stdio: ['ignore', out, out] })
  const origin = `http://localhost:${port}`
  try {
    await answering(origin, child, log)
  } catch (error) {
    await end(child)
    throw error
  }
  // Whoever started it may be ended from outside; the server must not outlive it.
  const onExit = (): void => void child.kill('SIGKILL')
  process.once('exit', onExit)
  return {
    origin, pid: child.pid!,
    close: async () => {
      process.off('exit', onExit)
      await end(child)
    },
  }
}

async function answering(origin: string, child: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`trytond ended with ${child.exitCode}:\n${readFileSync(log, 'utf8').slice(-2000)}`)
    try {
      const response = await fetch(`${origin}/`, {
        method: 'POST', headers: { 'content-type': 'application/json' }, signal: AbortSignal.timeout(5_000),
        body: JSON.stringify({ id: 1, method: 'common.server.version', params: [] }),
      })
      if (response.ok) return
    } catch {
      // Not listening yet: the deadline ends this.
    }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`trytond did not answer within a minute:\n${readFileSync(log, 'utf8').slice(-2000)}`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const forced = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await gone
  clearTimeout(forced)
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, 'localhost', () => {
      const address = probe.address()
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port'))))
    })
  })
}
