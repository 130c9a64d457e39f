/** Calls a Tryton over JSON-RPC as one user: what the demo company is filled with, and nothing the product uses. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export interface Caller {
  readonly userId: number
  readonly session: string
  readonly login: string
  call(method: string, ...params: Json[]): Promise<unknown>
}

/** What a record created by RPC answers. */
export type Ids = readonly number[]

async function post(origin: string, database: string, method: string, params: readonly Json[], authorization: string | null): Promise<unknown> {
  const response = await fetch(`${origin}/${database}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization === null ? {} : { authorization }) },
    body: JSON.stringify({ id: 1, method, params }),
    signal: AbortSignal.timeout(300_000),
  })
  if (!response.ok) throw new Error(`Tryton answered ${response.status} to ${method}`)
  const answer = await response.json() as { result?: unknown, error?: unknown }
  if (answer.error !== undefined) throw new Error(`Tryton refused ${method}: ${JSON.stringify(answer.error)}`)
  return answer.result
}

/** Signs in, and answers a caller with that user's rights. */
export async function signIn(origin: string, database: string, login: string, password: string): Promise<Caller> {
  const [userId, session] = await post(origin, database, 'common.db.login', [login, { password }, 'en'], null) as [number, string]
  const authorization = `Session ${Buffer.from(`${login}:${userId}:${session}`).toString('base64')}`
  return { userId, session, login, call: (method, ...params) => post(origin, database, method, params, authorization) }
}

/** A date as Tryton's JSON has it. */
export function date(iso: string): Json {
  const [year, month, day] = iso.split('-').map(Number)
  return { __class__: 'date', year: year!, month: month!, day: day! }
}

/** A decimal number as Tryton's JSON has it. */
export const decimal = (value: string | number): Json => ({ __class__: 'Decimal', decimal: typeof value === 'number' ? value.toFixed(2) : value })
