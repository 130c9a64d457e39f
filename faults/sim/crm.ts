import { makeId } from '../../demo/ids'
import { describes } from './crmFields'
import { select, type Row } from './soql'

/**
 * A Salesforce org, as small as the outbox and the account's reading need it, and as quick as thousands of rounds do. Each answer says for whom it was made: an
 * account's name ends with its reader, so that a cache that shows it to another gives itself away.
 */
export interface Ask {
  readonly method: string
  /** From `/services/`, with its query. */
  readonly path: string
  readonly token: string | null
  readonly body: string | null
}

export interface Answer {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface CrmAccount {
  readonly id: string
  readonly name: string
  /** Null: it stands. '': deleted. Else the account that it was merged into. */
  gone: string | null
  /** Nobody but these users may write on it; null: all may. */
  writers: readonly string[] | null
}

export interface CrmRecord {
  readonly id: string
  readonly object: 'Task' | 'Event'
  /** Whose session made it. */
  readonly createdBy: string
  readonly createdAt: number
  readonly fields: Row
  accountId: string | null
  deleted: boolean
}

export interface Rules {
  /** The CRM's admin lets no touch be longer, in minutes. */
  longest: number
  message: string
}

const version = 'v62.0'

export class CrmOrg {
  readonly accounts = new Map<string, CrmAccount>()
  readonly records = new Map<string, CrmRecord>()
  /** Whose a session is; of one that has ended there is nothing. */
  readonly sessions = new Map<string, string>()
  rules: Rules | null = null
  /** Set while a record's row is locked by somebody else's change. */
  locked = false
  /** When a record came or went last, in milliseconds of the epoch. */
  changedAt = 0
  /** Marks of what was refused for good. */
  readonly refused = new Set<string>()
  private made = 0

  constructor(readonly host: string, readonly id: string, readonly users: readonly string[], readonly now: () => number, private readonly tell: (line: string) => void) {}

  /** How an account's name reads for a user. */
  nameFor(account: CrmAccount, user: string): string {
    return `${account.name} as seen by ${user} of ${this.id}`
  }

  merge(loser: string, winner: string): void {
    const account = this.accounts.get(loser)!
    account.gone = winner
    this.changedAt = this.now()
    for (const record of this.records.values()) if (record.accountId === loser) record.accountId = winner
  }

  /** Where a record of that account would be now. */
  standing(accountId: string): string {
    let at = accountId
    for (let next = this.accounts.get(at)?.gone; next; next = this.accounts.get(at)?.gone) at = next
    return at
  }

  answer(ask: Ask): Answer {
    const [path, query = ''] = ask.path.split('?') as [string, string?]
    if (path === '/services/data/') return json(200, [{ label: 'Winter', url: `/services/data/${version}`, version: version.slice(1) }])
    const user = ask.token === null ? undefined : this.sessions.get(ask.token)
    if (user === undefined) return path === '/services/oauth2/userinfo' ? { status: 403, body: 'Bad_OAuth_Token' } : refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid')
    if (path === '/services/oauth2/userinfo') return json(200, { user_id: user, organization_id: this.id, name: `User ${user}`, email: `${user}@example.com` })
    const parts = /^\/services\/data\/(v\d+\.0)\/(.*)$/.exec(path)
    if (!parts) return refusal(404, 'NOT_FOUND', 'The requested resource does not exist')
    return this.resource(ask, user, parts[2]!.split('/').filter(Boolean), query)
  }

  private resource(ask: Ask, user: string, [head, object = '', tail = '']: readonly string[], query: string): Answer {
    if (head === undefined) return json(200, { sobjects: `/services/data/${version}/sobjects` })
    if (head === 'query' || head === 'queryAll') return this.query(user, decodeURIComponent(query.slice(2)), head === 'queryAll')
    if (head === 'composite') return this.composite(ask, user)
    if (head === 'sobjects' && tail === 'describe') return describes[object] ? { status: 200, body: describes[object] } : refusal(404, 'NOT_FOUND', 'The requested resource does not exist')
    if (head === 'sobjects' && ask.method === 'POST') return this.create(user, object, ask.body)
    if (head === 'sobjects' && ask.method === 'DELETE') return this.remove(tail)
    return refusal(404, 'NOT_FOUND', 'The requested resource does not exist')
  }

  private composite(ask: Ask, user: string): Answer {
    const asked = parsed(ask.body)?.compositeRequest as { url: string; referenceId: string }[] | undefined
    if (!asked) return refusal(400, 'JSON_PARSER_ERROR', 'The HTTP entity body is required')
    const answers = asked.map(({ url, referenceId }) => {
      const { status, body } = this.answer({ method: 'GET', path: url, token: ask.token, body: null })
      return `{"referenceId":${JSON.stringify(referenceId)},"httpStatusCode":${status},"httpHeaders":{},"body":${body === '' ? 'null' : body}}`
    })
    void user
    return { status: 200, body: `{"compositeResponse":[${answers.join(',')}]}` }
  }

  private query(user: string, soql: string, all: boolean): Answer {
    const rows = select(soql, object => this.rowsOf(object, user), all)
    if (rows === 'malformed') return refusal(400, 'MALFORMED_QUERY', `unexpected token: ${soql}`)
    if (rows === 'noObject') return refusal(400, 'INVALID_TYPE', 'sObject type is not supported.')
    return json(200, { totalSize: rows.length, done: true, records: rows })
  }

  private rowsOf(object: string, user: string): Iterable<Row> | null {
    switch (object) {
      case 'Account':
        return [...this.accounts.values()].map(account => ({
          Id: account.id, Name: this.nameFor(account, user), OwnerId: this.users[0]!, IsDeleted: account.gone !== null, MasterRecordId: account.gone || null,
          MasterRecord: account.gone ? { Name: this.nameFor(this.accounts.get(account.gone)!, user) } : null, CreatedDate: stamp(0), Type: 'Customer',
        }))
      case 'Task':
      case 'Event':
        return [...this.records.values()].filter(record => record.object === object).map(record => ({
          ...record.fields, Id: record.id, AccountId: record.accountId, IsDeleted: record.deleted, CreatedDate: stamp(record.createdAt), IsClosed: record.object === 'Task',
          CompletedDateTime: stamp(record.createdAt), IsRecurrence: false,
        }))
      case 'User':
        return this.users.map(id => ({ Id: id, Name: `User ${id}`, Email: `${id}@example.com` }))
      case 'TaskStatus':
        return [{ ApiName: 'Completed', MasterLabel: 'Completed', IsClosed: true }, { ApiName: 'Not Started', MasterLabel: 'Not Started', IsClosed: false }]
      case 'EventRelation':
        return []
      default:
        return null
    }
  }

  private create(user: string, object: string, body: string | null): Answer {
    const fields = parsed(body)
    const answer = this.createOf(user, object, fields)
    if (answer.status >= 400 && fields) this.refused.add(markIn(fields))
    return answer
  }

  private createOf(user: string, object: string, fields: Record<string, unknown> | null): Answer {
    if (object !== 'Task' && object !== 'Event') return refusal(404, 'NOT_FOUND', 'The requested resource does not exist')
    if (!fields) return refusal(400, 'JSON_PARSER_ERROR', 'Unexpected end of input')
    const accountId = typeof fields.WhatId === 'string' ? fields.WhatId : null
    const account = accountId === null ? undefined : this.accounts.get(accountId)
    if (!account) return refusal(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [])
    if (account.gone !== null) return refusal(404, 'ENTITY_IS_DELETED', 'entity is deleted', [])
    if (account.writers && !account.writers.includes(user)) return refusal(400, 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'insufficient access rights on cross-reference id', [])
    if (this.locked) return refusal(400, 'UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record', [])
    const minutes = object === 'Task' ? Number(fields.CallDurationInSeconds ?? 0) / 60 : Number(fields.DurationInMinutes ?? 0)
    if (this.rules && minutes > this.rules.longest) return refusal(400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', this.rules.message, [])
    const record: CrmRecord = { id: makeId(object === 'Task' ? '00T' : '00U', ++this.made), object, createdBy: user, createdAt: this.now(), fields, accountId, deleted: false }
    this.records.set(record.id, record)
    this.changedAt = this.now()
    this.tell(`CRM ${this.id}: ${user} makes ${record.id} ${markOf(record)} on ${accountId}`)
    return json(201, { id: record.id, success: true, errors: [] })
  }

  private remove(id: string): Answer {
    const record = this.records.get(id)
    if (!record) return refusal(404, 'NOT_FOUND', 'Provided external ID field does not exist or is not accessible')
    if (record.deleted) return refusal(404, 'ENTITY_IS_DELETED', 'entity is deleted', [])
    if (this.locked) return refusal(400, 'UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record', [])
    record.deleted = true
    this.changedAt = this.now()
    this.tell(`CRM ${this.id}: ${id} ${markOf(record)} is removed`)
    return { status: 204, body: '' }
  }
}

/** The mark that a record bears; "": none. */
export const markOf = ({ fields }: CrmRecord): string => markIn(fields)

function markIn(fields: Row): string {
  for (const value of [fields.CallObject, fields.Description]) {
    const found = typeof value === 'string' ? /turfside:(\S+)\s*$/.exec(value)?.[1] : undefined
    if (found !== undefined) return found
  }
  return ''
}

const stamp = (at: number): string => new Date(at).toISOString().replace('Z', '+0000')
const json = (status: number, body: unknown): Answer => ({ status, body: JSON.stringify(body) })
export const refusal = (status: number, errorCode: string, message: string, fields?: readonly string[]): Answer => json(status, [{ message, errorCode, ...(fields ? { fields } : {}) }])

function parsed(body: string | null): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body ?? '')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
