import type { RecordKind } from '../adapter'

export interface StandardObject {
  readonly object: string
  /** What its records are to a rep; null: they belong to no account, and nobody is asked. */
  readonly kind: RecordKind | null
}

const of = (object: string, kind: RecordKind | null): StandardObject => ({ object, kind })

/** Objects by the key prefix that every org shares. What is not here is asked about. */
const standard: Readonly<Record<string, StandardObject>> = {
  '003': of('Contact', 'contact'), '006': of('Opportunity', 'deal'), '00Q': of('Lead', 'lead'), '500': of('Case', 'case'),
  '00T': of('Task', 'task'), '00U': of('Event', 'event'), '800': of('Contract', 'contract'), '801': of('Order', 'order'), '0Q0': of('Quote', 'quote'),
  '00k': of('OpportunityLineItem', 'record'), '802': of('OrderItem', 'record'), '0QL': of('QuoteLineItem', 'record'), '02i': of('Asset', 'record'),
  '02s': of('EmailMessage', 'record'), '07k': of('AccountContactRelation', 'record'), '0WO': of('WorkOrder', 'record'), '810': of('ServiceContract', 'record'),
  '550': of('Entitlement', 'record'), '08p': of('ServiceAppointment', 'record'),
  '005': of('User', null), '00G': of('Group', null), '00e': of('Profile', null), '701': of('Campaign', null), '01t': of('Product2', null),
  '01s': of('Pricebook2', null), '01u': of('PricebookEntry', null), '00O': of('Report', null), '01Z': of('Dashboard', null), '069': of('ContentDocument', null),
  '0F9': of('CollaborationGroup', null), '00l': of('Folder', null), '00D': of('Organization', null), '00B': of('ListView', null), '012': of('RecordType', null),
  '0MI': of('Territory2', null), 'ka0': of('Knowledge__kav', null),
}

export const byPrefix = (id: string): StandardObject | null => (Object.hasOwn(standard, id.slice(0, 3)) ? standard[id.slice(0, 3)]! : null)

const prefixOf: ReadonlyMap<string, string> = new Map(Object.entries(standard).map(([prefix, { object }]) => [object.toLowerCase(), prefix]))

/** Whether an id can be of the object that its address names: false where the two contradict each other. */
export function fits(object: string, id: string): boolean {
  const own = prefixOf.get(object.toLowerCase())
  return own === undefined ? byPrefix(id) === null && !id.startsWith('001') : id.startsWith(own)
}
