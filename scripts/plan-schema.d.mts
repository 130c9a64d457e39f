export const schemaFile: string
export function planJsonSchema(): string
