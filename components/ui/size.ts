import { uiLocale } from './words'

/** "0.4 kB", "34 kB", "1.2 MB". */
export function bytes(count: number): string {
  const [unit, size] = count < 1_000_000 ? ['kilobyte', 1000] as const : ['megabyte', 1_000_000] as const
  const value = count === 0 ? 0 : Math.max(0.1, count / size)
  return new Intl.NumberFormat(uiLocale(), { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)
}
