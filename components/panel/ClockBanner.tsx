import type { JSX } from 'preact'
import { Banner } from '../ui/Banner'
import { plural, t } from '../ui/words'

/** Every due day is by this computer's clock, so a wrong one is said; nothing is set right behind the user's back. */
export function ClockBanner({ ahead, crm }: { ahead: number; crm: string }): JSX.Element {
  const minutes = Math.round(Math.abs(ahead) / 60_000)
  const by = minutes < 90 ? plural('clock_minutes', minutes) : minutes < 36 * 60 ? plural('clock_hours', Math.round(minutes / 60)) : plural('clock_days', Math.round(minutes / 1440))
  return <Banner tone="late" title={t(ahead > 0 ? 'clock_title_ahead' : 'clock_title_behind', by)} data={{ 'data-clock': String(minutes) }}><p>{t('clock_do', crm)}</p></Banner>
}
