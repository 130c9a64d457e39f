import type { JSX } from 'preact'
import type { FieldInfo } from '../../lib/crm/adapter'
import type { MappedField } from '../../lib/model/snapshot'
import { troubleWords } from '../ui/trouble'
import { t } from '../ui/words'
import type { SectionProps } from './Options'
import type { OrgView } from './view'

/** What a field may be mapped to, by its kind. */
const kinds: Readonly<Record<MappedField, readonly FieldInfo['kind'][]>> = {
  priority: ['choice', 'text', 'number'],
  segment: ['choice', 'text'],
  marketing: ['money', 'number'],
  visitMinutes: ['number'],
  // The plan can say which values of a choice mean "former"; here is only yes or no.
  former: ['checkbox'],
}
const mappedFields = Object.keys(kinds) as MappedField[]

/** Which field of each CRM holds what the plan leans on. */
export function FieldsSection({ view, actions }: SectionProps): JSX.Element {
  return (
    <section aria-labelledby="fields-title">
      <h2 id="fields-title">{t('options_fields')}</h2>
      <p class="note">{view.orgs.length === 0 ? t('options_fields_none') : t('options_fields_do')}</p>
      {view.orgs.map(org => (
        <fieldset key={org.key} class="mapping" data-org={org.key} aria-busy={org.fields.state === 'loading'}>
          <legend><b><bdi>{org.crmLabel}</bdi></b> <bdi class="host" dir="ltr">{org.org}</bdi></legend>
          {org.fields.state === 'failed' && <Failed org={org} error={org.fields.error} now={view.now} retry={() => actions.loadFields(org.key)} />}
          <div class="grid">
            {mappedFields.map(field => <Mapping key={field} org={org} field={field} choose={name => actions.map(org.key, field, name)} />)}
          </div>
          {org.markPlaces.length > 0 && <Marks org={org} choose={(place, name) => actions.mapMark(org.key, place, name)} />}
          <p role="status" class="good">{org.saved !== null && t('options_field_saved', t(`options_field_${org.saved}`))}</p>
        </fieldset>
      ))}
    </section>
  )
}

function Mapping({ org, field, choose }: { org: OrgView; field: MappedField; choose: (name: string) => void }): JSX.Element {
  const all = org.fields.state === 'ready' ? org.fields.value : []
  const fitting = all.filter(({ kind }) => kinds[field].includes(kind))
  const mapped = org.mapped[field] ?? ''
  const planned = org.planned[field]
  const unlisted = mapped !== '' && !fitting.some(({ name }) => name === mapped)
  return (
    <label>
      <span>{t(`options_field_${field}`)}</span>
      <select data-field={field} value={mapped} disabled={org.fields.state === 'loading'} onChange={event => choose(event.currentTarget.value)}>
        <option value="">{planned === undefined ? t('options_field_none') : t('options_field_planned', planned)}</option>
        {unlisted && <option value={mapped}>{org.fields.state === 'ready' ? t('options_field_gone', mapped) : mapped}</option>}
        {fitting.map(({ name, label }) => <option key={name} value={name}>{label === name ? name : `${label} (${name})`}</option>)}
      </select>
    </label>
  )
}

/** For admins: a field of the org's own by which each touch is recognised. */
function Marks({ org, choose }: { org: OrgView; choose: (place: string, name: string) => void }): JSX.Element {
  return (
    <details data-marks>
      <summary>{t('options_mark')}</summary>
      <p class="note">{t('options_mark_do', org.crmLabel)}</p>
      <div class="grid">
        {org.markPlaces.map(({ place, label, fields }) => {
          const named = org.marks[place] ?? ''
          return (
            <label key={place}>
              <span>{t('options_mark_on', label)}</span>
              <select data-mark={place} value={named} onChange={event => choose(place, event.currentTarget.value)}>
                <option value="">{t('options_mark_none')}</option>
                {named !== '' && !fields.some(({ name }) => name === named) && <option value={named}>{t('options_field_gone', named)}</option>}
                {fields.map(({ name, label: called }) => <option key={name} value={name}>{called === name ? name : `${called} (${name})`}</option>)}
              </select>
            </label>
          )
        })}
      </div>
    </details>
  )
}

function Failed({ org, error, now, retry }: { org: OrgView; error: Extract<OrgView['fields'], { state: 'failed' }>['error']; now: number; retry: () => void }): JSX.Element {
  const words = troubleWords(error, org.crmLabel, now)
  return (
    <p class="note">
      <b>{words.title}.</b> {error.kind === 'signedOut' ? t('options_field_signedOut', org.crmLabel) : words.detail} <button type="button" class="act" onClick={retry}>{t('retry')}</button>
    </p>
  )
}
