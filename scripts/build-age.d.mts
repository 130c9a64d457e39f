export function isUpToDate(root: string, build?: string): boolean
