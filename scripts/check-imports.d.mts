export function checkImports(root: string): string[]
export function importsOf(text: string): { specifier: string; typeOnly: boolean; line: number }[]
