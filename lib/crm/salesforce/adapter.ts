import { fail, ok, type Access, type Adapter, type Connection, type FieldInfo, type Result } from '../adapter'
import { accountOf } from './accountOf'
import type { Api } from './api'
import { openBook } from './book'
import type { FieldShape } from './describe'
import { groupOf } from './group'
import { listed } from './listed'
import { markPlaces } from './markField'
import { appAccessOf } from './oauthConnect'
import { doorOf, type Doored } from './oauthDoor'
import { orgOf } from './org'
import { isId, isList } from './paths'
import { read } from './read'
import { readMany } from './readMany'
import { askSession } from './session'
import { salesforceSite } from './site'
import { starterFacts } from './starter'
import { remove, touchForm, withdraw, write } from './write'

/** Salesforce, through its REST API with the session that the user's browser holds for the org. */
export const salesforce: Adapter = { ...salesforceSite, connect }

function connect(org: string, access: Access): Connection {
  const origin = new URL(org).origin
  const doored: Doored | null = access.door ? { org: origin, access, door: access.door } : null
  const api: Api = { org: origin, access, ...(doored && { door: doorOf(doored) }) }
  return {
    ...(doored && { app: appAccessOf(doored) }),
    book: openBook(api),
    fingerprint: () => salesforceSite.fingerprint(api.org, access),
    session: () => askSession(api),
    read: async (id, want) => (isId(id) ? read(api, id, want) : noSuch),
    listed: async (list, signal) => (isList(list) ? listed(abortable(api, signal), list) : noSuch),
    readMany: (ids, want, signal) => readMany(abortable(api, signal), ids, want, signal),
    group: async (id, period, revenue) => (isId(id) ? groupOf(api, id, period, revenue) : noSuch),
    accountOf: async (record, want) => (isId(record.id) && (record.object === null || /^\w+$/.test(record.object)) ? accountOf(api, record, want) : noSuch),
    accountFields: () => accountFields(api),
    starterFacts: () => starterFacts(api),
    markPlaces: () => markPlaces(api),
    touchForm: type => touchForm(api, type),
    write: (touch, repeat) => write(api, touch, repeat),
    remove: touchId => remove(api, touchId),
    withdraw: touch => withdraw(api, touch),
  }
}

/** What is no id names no record; it is not put into an address to find that out. */
const noSuch = fail({ kind: 'notFound' })

/** The same, whose requests end with the signal. */
const abortable = ({ org, access }: Api, signal: AbortSignal): Api => ({
  org,
  access: { ...access, fetch: (url, init) => access.fetch(url, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal }) },
})

async function accountFields(api: Api): Promise<Result<readonly FieldInfo[]>> {
  const org = await orgOf(api)
  if (!org.ok) return org
  const fields = Object.values(org.value.objects.Account ?? {})
  return ok(fields.map(({ name, label, type }) => ({ name, label, kind: kinds[type] ?? 'other' })).sort((a, b) => a.label.localeCompare(b.label)))
}

const kinds: Readonly<Record<FieldShape['type'], FieldInfo['kind']>> = {
  string: 'text', textarea: 'text', email: 'text', phone: 'text', url: 'text', picklist: 'choice', multipicklist: 'choice', combobox: 'choice',
  int: 'number', double: 'number', percent: 'number', long: 'number', currency: 'money', boolean: 'checkbox',
}
