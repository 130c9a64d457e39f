/**
 * Named, timed steps and the child processes they run. Plain Node without packages, as it runs before `npm ci`.
 * Every child leads its own process group, so that ending it by its id ends what it started as well.
 */
import { spawn } from 'node:child_process'

const running = new Set()
const windows = process.platform === 'win32'

/** Ends a child and its group, now or with a few seconds to tidy up. */
function end(child, signal) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    if (windows) child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch (error) {
    // Gone in the meantime is what was wanted.
    if (error.code !== 'ESRCH') throw error
  }
}

/** Ends what a child that is gone left behind in its group: it would outlive us. */
function sweep(child) {
  if (windows || child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/** Ctrl-C or a request to stop: children get five seconds, then are killed, and this process ends with `code`. */
export async function stopAll(code) {
  const left = [...running]
  for (const child of left) end(child, 'SIGTERM')
  const gone = Promise.all(left.map(child => new Promise(resolve => child.once('close', resolve))))
  const patience = new Promise(resolve => setTimeout(resolve, 5_000).unref())
  if (left.length > 0) await Promise.race([gone, patience])
  for (const child of running) end(child, 'SIGKILL')
  process.exit(code)
}

/**
 * Stops on signals, and when the parent is gone: npm hands a signal on to the shell between us, which dies of it without telling us.
 */
export function stopOnSignals() {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && void stopAll(143), 500).unref()
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) process.once(signal, () => void stopAll(code))
}

/**
 * Runs a program to its end or deadline. Answers its exit code and output; never rejects.
 * `live` is a stream that gets the output while it comes.
 */
export function run(command, args, { deadlineMs, cwd, env, live } = {}) {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: !windows,
      shell: windows && !command.endsWith('.exe'),
    })
    running.add(child)
    let output = ''
    let late = false
    const take = chunk => {
      output += chunk
      live?.write(chunk)
    }
    child.stdout.setEncoding('utf8').on('data', take)
    child.stderr.setEncoding('utf8').on('data', take)
    const timer = deadlineMs && setTimeout(() => {
      late = true
      end(child, 'SIGTERM')
      setTimeout(() => end(child, 'SIGKILL'), 5_000).unref()
    }, deadlineMs)
    const finish = code => {
      clearTimeout(timer)
      running.delete(child)
      sweep(child)
      resolve({ code, output: late ? `${output}\nNot done after ${seconds(deadlineMs)}: stopped.` : output, late })
    }
    child.once('error', error => {
      output += `\n${command}: ${error.message}`
      finish(127)
    })
    child.once('close', code => finish(late ? 124 : code ?? 1))
  })
}

/** A child that is wanted for as long as this process lives; ended with it. */
export function keep(command, args, options) {
  const child = spawn(command, args, { detached: !windows, ...options })
  running.add(child)
  child.once('close', () => {
    running.delete(child)
    sweep(child)
  })
  return child
}

export const seconds = ms => `${(ms / 1000).toFixed(1)} s`

/** Says what is done on `stream` before it is done, and how long it took after. `work` answers a note or nothing; it throws on failure. */
export function steps(stream) {
  return async (name, work) => {
    stream.write(`- ${name} …\n`)
    const start = Date.now()
    try {
      const note = await work()
      stream.write(`  done in ${seconds(Date.now() - start)}${note ? `: ${note}` : ''}\n`)
      return { ok: true }
    } catch (error) {
      stream.write(`${indent(error.output ?? error.message)}\n  FAILED after ${seconds(Date.now() - start)}: ${name}\n`)
      return { ok: false, error }
    }
  }
}

const indent = text => text.trimEnd().split('\n').map(line => `    ${line}`).join('\n')

/** Runs a program that must succeed; its output is shown when it does not. */
export async function must(command, args, options) {
  const result = await run(command, args, options)
  if (result.code === 0) return result.output
  throw Object.assign(new Error(`${command} ended with ${result.code}`), { output: options?.live ? `ended with ${result.code}` : result.output || `ended with ${result.code}` })
}
