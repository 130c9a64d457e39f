export interface StartOptions {
  readonly headless: boolean
  readonly log: boolean
  readonly help: boolean
  readonly plan?: string
  readonly accounts: readonly string[]
  readonly crm: 'salesforce' | 'tryton'
  readonly server: { readonly address: string; readonly port: number; readonly host: string } | null
}
export const usage: string
export function readOptions(args: readonly string[]): StartOptions
export function hasDisplay(env?: Readonly<Record<string, string | undefined>>, platform?: string): boolean
