export const permissive: ReadonlySet<string>
export const withSource: Readonly<Record<string, string>>
export function isPermissive(licence: unknown): boolean
export function lockProblems(lock: unknown): string[]
