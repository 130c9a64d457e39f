import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { FormField } from '../../lib/crm/adapter'
import { troubleWords } from '../ui/trouble'
import { t } from '../ui/words'
import { logOrder } from './LogRow'
import type { CardProps, LogForm as Form, TouchDetails } from './view'

/**
 * Note, duration and date of a touch, and what the CRM asks beyond that. Inputs are uncontrolled, so that a view that
 * changes meanwhile (an answer of the CRM, a touch sent) never takes a word from under the user's hands.
 */
export function LogForm({ form, view, actions }: CardProps & { form: Form }): JSX.Element {
  const element = useRef<HTMLFormElement>(null)
  const note = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => note.current?.focus(), [])

  const close = () => {
    // The form goes away under the focus: hand it to the log button that takes its place.
    const panel = element.current?.closest('main')
    actions.closeForm()
    requestAnimationFrame(() => panel?.querySelector<HTMLElement>('[data-more]')?.focus())
  }
  const submit = (event: Event) => {
    event.preventDefault()
    if (!element.current) return
    const details = detailsOf(new FormData(element.current))
    if (form.mark) actions.resend(form.mark, details)
    else actions.log(form.type, details)
    close()
  }

  return (
    <form ref={element} class="form" aria-label={t(`log_${form.type}`)} onSubmit={submit} onKeyDown={event => event.key === 'Escape' && close()}>
      <fieldset class="types" disabled={form.mark !== null}>
        <legend>{t('form_type')}</legend>
        {logOrder.map(type => (
          <label>
            <input type="radio" name="type" value={type} checked={type === form.type} onChange={() => actions.openForm(type)} />
            <span>{t(`typeTitle_${type}`)}</span>
          </label>
        ))}
      </fieldset>
      <label class="wide">{t('form_note')}<textarea ref={note} name="note" rows={3} dir="auto" defaultValue={form.note} /></label>
      <label>{t('form_date')}<input type="date" name="day" required max={view.today} defaultValue={form.day} /></label>
      <label>{t('form_minutes')}<input type="number" name="minutes" min={1} max={1440} step={1} defaultValue={form.minutes ?? ''} key={form.type} /></label>
      <Asked form={form} view={view} />
      <div class="wide ends">
        <button type="submit" class="act main">{form.mark ? t('sendAgain') : t(`log_${form.type}`)}</button>
        <button type="button" class="act" onClick={close}>{t('cancel')}</button>
      </div>
    </form>
  )
}

const prefix = 'crm:'

function detailsOf(data: FormData): TouchDetails {
  const text = (name: string): string => String(data.get(name) ?? '')
  const minutes = Number(text('minutes'))
  const extra: Record<string, string> = {}
  for (const [name, value] of data) if (name.startsWith(prefix)) extra[name.slice(prefix.length)] = String(value)
  return { day: text('day'), minutes: minutes > 0 ? minutes : null, note: text('note').trim(), extra }
}

/** What the CRM wants filled and has no default for, in its own words. */
function Asked({ form, view }: { form: Form; view: CardProps['view'] }): JSX.Element | null {
  const { fields } = form
  if (fields.state === 'loading') return <p class="wide note">{t('form_asking', view.crmLabel ?? '')}</p>
  if (fields.state === 'failed') return <p class="wide note">{troubleWords(fields.error, view.crmLabel ?? '', view.now).title}</p>
  if (fields.state === 'missing') return null
  return <>{fields.value.map(field => <Field key={field.name} field={field} value={form.extra[field.name] ?? ''} />)}</>
}

function Field({ field, value }: { field: FormField; value: string }): JSX.Element {
  const name = prefix + field.name
  if (field.kind === 'checkbox') {
    return <label class="wide check"><input type="checkbox" name={name} value="true" defaultChecked={value === 'true'} /><span dir="auto">{field.label}</span></label>
  }
  if (field.kind === 'choice') {
    return (
      <label class="wide"><span dir="auto">{field.label}</span>
        <select name={name} required>
          <option value="">{t('form_choose')}</option>
          {field.choices.map(choice => <option value={choice.value} selected={choice.value === value}>{choice.label}</option>)}
        </select>
      </label>
    )
  }
  return (
    <label class="wide"><span dir="auto">{field.label}</span>
      {field.kind === 'number' && <input type="number" name={name} required step="any" defaultValue={value} />}
      {field.kind === 'date' && <input type="date" name={name} required defaultValue={value} />}
      {field.kind === 'text' && <input type="text" name={name} required dir="auto" defaultValue={value} />}
    </label>
  )
}
