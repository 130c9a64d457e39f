export function keysUsed(text: string): Set<string>
export function checkStrings(root: string): string[]
