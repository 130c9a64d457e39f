import { clock, number } from '../ui/format'
import { troubleWords } from '../ui/trouble'
import { plural, sentence, t, uiLocale } from '../ui/words'
import type { BookView } from './view'

export interface BookWords {
  readonly state: string
  /** Nothing happens until somebody does something. */
  readonly late: boolean
  readonly progress: string
  readonly mended: string
  readonly failed: string
}

/** How a book stands, in a person's words. */
export function bookState(book: BookView, now: number): BookWords {
  const { progress, failed } = book
  return {
    state: stateWords(book, now), late: book.waiting?.why === 'storage',
    progress: progress ? [t('book_progress', number(progress.read), number(progress.of)), ...(book.estimate ? [leftWords(book.estimate)] : [])].join(' ') : '',
    mended: plural('book_mended', book.mended),
    failed: failed ? failureWords(failed, book.crmLabel, now) : '',
  }
}

function stateWords({ state, first, waiting, crmLabel, nextAt, byCrm }: BookView, now: number): string {
  switch (state) {
    case 'off': return t('book_off')
    case 'reading': return t(first ? 'book_reading' : 'book_again')
    case 'updating': return t('book_updating')
    case 'checking': return t('book_checking', crmLabel)
    case 'paused': return t('book_paused')
    case 'idle': return [byCrm ? t('book_byCrm', crmLabel) : '', nextAt > now ? t('book_next', clock(nextAt)) : t('book_soon')].filter(Boolean).join(' ')
    case 'waiting': break
  }
  switch (waiting?.why) {
    case 'share': return t('book_wait_share', momentWords(waiting.until, now))
    case 'orgLimit': return t('book_wait_orgLimit', momentWords(waiting.until, now))
    case 'metered': return t('book_wait_metered')
    case 'battery': return t('book_wait_battery')
    case 'storage': return t('book_wait_storage')
    case 'failed': return [failureWords(waiting.error, crmLabel, now), t('book_wait_again', momentWords(waiting.until, now))].join(' ')
    case undefined: return t('book_soon')
  }
}

const failureWords = (error: Parameters<typeof troubleWords>[0], crm: string, now: number): string => {
  const { title, detail } = troubleWords(error, crm, now)
  return `${sentence(title)} ${detail}`
}

/** "14:05", with its day where that is not today. */
const momentWords = (moment: number, now: number): string =>
  (new Date(moment).toDateString() === new Date(now).toDateString() ? clock(moment) : new Intl.DateTimeFormat(uiLocale(), { weekday: 'long', hour: 'numeric', minute: '2-digit' }).format(moment))

/** "About 2–5 minutes left." From the first quarter of an hour on in whole minutes, from two hours on in whole hours. */
function leftWords({ fromMs, toMs }: NonNullable<BookView['estimate']>): string {
  if (toMs < 60_000) return t('book_left_soon')
  const unit = toMs < 2 * 3_600_000 ? 'minute' : 'hour'
  const each = unit === 'minute' ? 60_000 : 3_600_000
  const [from, to] = [Math.max(1, Math.round(fromMs / each)), Math.max(1, Math.ceil(toMs / each))]
  const format = new Intl.NumberFormat(uiLocale(), { style: 'unit', unit, unitDisplay: 'long' })
  return t('book_left', from === to ? format.format(to) : format.formatRange(from, to))
}

/** "3.4 MB". */
export function sizeWords(count: number): string {
  const unit = count < 1_000_000 ? 'kilobyte' : 'megabyte'
  return new Intl.NumberFormat(uiLocale(), { style: 'unit', unit, maximumFractionDigits: 1 }).format(count / (unit === 'kilobyte' ? 1000 : 1_000_000))
}
