export function findBrowser(env?: Readonly<Record<string, string | undefined>>, platform?: string): string | null
export const noBrowser: string
export function findFirefox(env?: Readonly<Record<string, string | undefined>>, platform?: string): string | null
export const noFirefox: string
