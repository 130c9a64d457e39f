export interface Shipped { readonly name: string; readonly version: string; readonly licence: string; readonly source: string; readonly text: string }
export function thirdParty(packages: readonly Shipped[]): string
export function shippingProblems(packages: readonly Shipped[]): string[]
