export function packageOf(file: string): string | null
/** A plugin for each bundle, and what writes the packages of all to a file. */
export function shippedPackages(): {
  plugin: () => { name: string; generateBundle(options: unknown, bundle: Record<string, { type: string }>): void }
  write: (file: string) => void
}
