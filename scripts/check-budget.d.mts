export function beyond(sizes: readonly { readonly name: string; readonly bytes: number }[], budget: Readonly<Record<string, number>>): string[]
