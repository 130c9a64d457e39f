export function sizesOf(build: string): { readonly name: string; readonly bytes: number; readonly files: readonly string[] }[]
