export function keysUsed(text: string): { readonly whole: ReadonlySet<string>; readonly beginnings: ReadonlySet<string> }
export function checkStrings(root: string): string[]
