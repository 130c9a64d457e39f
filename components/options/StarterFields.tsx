import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { StarterSettings } from '../../lib/model/starter'
import { number } from '../ui/format'
import { t } from '../ui/words'
import type { StarterMade, StarterView } from './view'

interface Field {
  readonly name: keyof StarterSettings
  /** The assumptions that it takes the place of. */
  readonly sets: readonly string[]
  /** The largest that makes sense; what is kept is that ÷ `per`. */
  readonly most: number
  readonly per: number
  /** In the plan's currency, of which the label speaks. */
  readonly money?: boolean
}

const fields: readonly Field[] = [
  { name: 'perKm', sets: ['travelPerKm', 'noTravelCost'], most: 1e6, per: 1, money: true },
  { name: 'hourlyCost', sets: ['hourlyCost', 'noHourlyCost'], most: 1e9, per: 1, money: true },
  { name: 'grossMargin', sets: ['grossMargin'], most: 100, per: 100 },
  { name: 'visitMinutes', sets: ['minutes'], most: 1440, per: 1 },
  { name: 'meetingMinutes', sets: ['minutes'], most: 1440, per: 1 },
  { name: 'callMinutes', sets: ['minutes'], most: 1440, per: 1 },
  { name: 'emailMinutes', sets: ['minutes'], most: 1440, per: 1 },
  { name: 'highRevenue', sets: ['priorityTiers', 'priorityAlike'], most: 1e14, per: 1, money: true },
  { name: 'mediumRevenue', sets: ['priorityTiers', 'priorityAlike'], most: 1e14, per: 1, money: true },
]

type Change = { readonly [K in keyof StarterSettings]?: number | undefined }

interface Props {
  readonly starter: StarterView
  readonly made: StarterMade
  readonly change: (settings: Change) => void
}

/** The figures of a starter plan that can be set right here. One left empty is assumed, and its assumption stands in it. */
export function StarterFields({ starter, made, change }: Props): JSX.Element {
  return (
    <fieldset class="mapping">
      <legend><b>{t('options_starter_fields')}</b></legend>
      <p class="note">{t('options_starter_fields_do')}</p>
      <div class="grid">
        {fields.map(field => <Figure key={field.name} field={field} starter={starter} made={made} set={value => change(withPair(field.name, value, { ...made.assumed, ...starter.settings }))} />)}
      </div>
    </fieldset>
  )
}

const pairs: Readonly<Partial<Record<keyof StarterSettings, keyof StarterSettings>>> = { highRevenue: 'mediumRevenue', mediumRevenue: 'highRevenue' }

/** Where tiers begin is set together: one alone would be told beside a guess that was made with the other. */
function withPair(name: keyof StarterSettings, value: number | undefined, known: StarterSettings): Change {
  const other = pairs[name]
  return other === undefined ? { [name]: value } : { [name]: value, [other]: value === undefined ? undefined : known[other] }
}

function Figure({ field, starter, made, set }: { field: Field; starter: StarterView; made: StarterMade; set: (value: number | undefined) => void }): JSX.Element {
  const [wrong, setWrong] = useState(false)
  const { name, per, most, sets, money } = field
  const value = starter.settings[name]
  const assumed = made.assumed[name]
  const id = `${starter.space} ${name}`
  return (
    <label data-sets={sets.join(' ')}>
      <span>{t(`options_starter_${name}`)}{money ? ` (${made.currency})` : ''}</span>
      <input
        type="number" inputMode="decimal" min="0" max={most} step="any" data-figure={name} value={value === undefined ? '' : rounded(value * per)}
        placeholder={assumed === undefined ? '' : t('options_starter_assumed', number(assumed * per))} aria-invalid={wrong} aria-describedby={wrong ? id : undefined}
        onChange={event => {
          const { value: typed, validity } = event.currentTarget
          const good = !validity.badInput && (typed === '' || (Number(typed) >= 0 && Number(typed) <= most))
          setWrong(!good)
          if (good) set(typed === '' ? undefined : Number(typed) / per)
        }}
      />
      {wrong && <small id={id} class="late" role="alert">{t('options_starter_wrong', number(most))}</small>}
    </label>
  )
}

/** 0.07 × 100 is 7, not 7.000000000000001. */
const rounded = (value: number): number => Number(value.toPrecision(12))
