/** Who works at Larkfield Pump & Valve and signs in to its Tryton. `demo/tryton/plan.json` names them by email. */
export interface Colleague {
  readonly name: string
  readonly login: string
  readonly territory: 'newYork' | 'newEngland' | 'midAtlantic' | 'greatLakes' | 'europe' | 'keyAccounts' | null
}

export const colleagues: readonly Colleague[] = [
  { name: 'Ana Ruiz', login: 'ana', territory: 'newYork' },
  { name: 'Ben Okafor', login: 'ben', territory: 'newEngland' },
  { name: 'Chloé Lambert', login: 'chloe', territory: 'midAtlantic' },
  { name: 'Dmitri Volkov', login: 'dmitri', territory: 'greatLakes' },
  { name: 'Elif Kaya', login: 'elif', territory: 'europe' },
  { name: 'Frank Osei', login: 'frank', territory: 'keyAccounts' },
  { name: 'Grace Lindqvist', login: 'grace', territory: null },
]

export const emailOf = (login: string): string => `${login}@larkfield.example`

/** The one password of the demo's users: the server listens on this machine alone. */
export const password = 'larkfield-demo'

/** May read and note on parties, and nothing that is sold: to see what a person without rights gets. */
export const guest = { name: 'Gil Trainee', login: 'gil' }
