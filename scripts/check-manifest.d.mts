export interface Explained {
  readonly name: string
  readonly browsers: readonly string[]
  readonly kind: string
}
export function explainedIn(security: string): { readonly permissions: Explained[]; readonly policy: string | null }
export function manifestProblems(manifest: Record<string, unknown>, browser: 'Chrome' | 'Firefox', security: string, source: string): string[]
