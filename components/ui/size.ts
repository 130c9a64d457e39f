import { uiLocale } from './words'

/** "840 B", "3.4 kB", "12 MB". */
export function bytes(count: number): string {
  const [unit, size] = count < 1000 ? ['byte', 1] as const : count < 1_000_000 ? ['kilobyte', 1000] as const : ['megabyte', 1_000_000] as const
  const value = count / size
  return new Intl.NumberFormat(uiLocale(), { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: value < 10 && unit !== 'byte' ? 1 : 0 }).format(value)
}
