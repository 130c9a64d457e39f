import type { ChildProcess, SpawnOptions } from 'node:child_process'

export interface RunOptions {
  readonly deadlineMs?: number
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly live?: NodeJS.WritableStream
}
export type Step = (name: string, work: () => Promise<string | void> | string | void) => Promise<{ ok: true } | { ok: false; error: Error }>

export function stopAll(code: number): Promise<never>
export function stopOnSignals(): void
export function run(command: string, args: readonly string[], options?: RunOptions): Promise<{ code: number; output: string; late: boolean }>
export function must(command: string, args: readonly string[], options?: RunOptions): Promise<string>
export function keep(command: string, args: readonly string[], options?: SpawnOptions): ChildProcess
export function seconds(ms: number): string
export function steps(stream: NodeJS.WritableStream): Step
