import type { Caller, Ids, Json } from './call'
import type { Backdate, Customer } from './commerce'
import { daysBefore, random, weekday, type Random } from './random'

type Word = 'Visit' | 'Meeting' | 'Call' | 'Email'

/** What the plan's rotation asks for a month, by priority. */
const monthly: Readonly<Record<string, readonly Word[]>> = {
  High: ['Visit', 'Visit', 'Call', 'Call', 'Email', 'Email', 'Email', 'Email'],
  Medium: ['Visit', 'Call', 'Email', 'Email'],
  Low: ['Call'],
}
const minutes: Readonly<Record<Word, readonly number[]>> = { Visit: [40, 60, 75, 90], Meeting: [30, 45], Call: [10, 15, 20], Email: [5] }
const about = [
  'Went through the open quote; they want the booster pump on site before winter.', 'Asked about delivery times for control valves.', 'Filters hold longer than last year. Happy.',
  'New plant manager, introduced ourselves.', 'Price came up again. Sent the service contract along.', 'They compare us with two others. Decision next month.',
]
const chatter = ['Call them back in spring, budget is frozen.', 'Visitors must register at gate 3.', 'Supplier number there: 40-1187.\nAlways quote it.']

interface Noted {
  readonly message: string
  readonly party: number
  readonly moment: string
}

/** Half a year of notes, written by those who made the touches; other notes in between, which are no touches. Answers what to date back. */
export async function note(callerOf: (login: string) => Promise<Caller>, customers: readonly Customer[], today: string): Promise<readonly Backdate[]> {
  const dice = random(13)
  const byAuthor = new Map<string, Noted[]>()
  for (const customer of customers) {
    const author = customer.owner ?? 'grace'
    const notes = byAuthor.get(author) ?? []
    byAuthor.set(author, notes)
    if (customer.care !== null) for (let month = 0; month < 6; month++) notes.push(...monthOf(customer, customer.care, month, today, dice))
    if (customer.showcase !== 'nothing logged ever' && dice.chance(0.3)) {
      const on = daysBefore(today, dice.whole(1, 300))
      notes.push({ message: dice.pick(chatter), party: customer.id, moment: `${on}T08:30:00` })
    }
  }
  const backdates: Backdate[] = []
  for (const [login, notes] of byAuthor) {
    const author = await callerOf(login)
    for (let i = 0; i < notes.length; i += 200) {
      const part = notes.slice(i, i + 200)
      const values: Json[] = part.map(({ party, message }) => ({ resource: `party.party,${party}`, message }))
      const ids = await author.call('model.ir.note.create', values, {}) as Ids
      backdates.push(...ids.map((id, k) => ({ table: 'ir_note', id, moment: part[k]!.moment })))
    }
  }
  return backdates
}

/** The touches of 30 days, the last of which ended `back` months ago. */
function monthOf(customer: Customer, care: number, back: number, today: string, dice: Random): readonly Noted[] {
  return (monthly[customer.priority ?? 'Low'] ?? []).filter(() => dice.chance(care)).map(word => {
    const on = weekday(daysBefore(today, back * 30 + dice.whole(1, 28)))
    const time = `${on}T${String(dice.whole(13, 20))}:${String(dice.whole(0, 5))}${dice.whole(0, 9)}:00`
    const kind = word === 'Visit' && dice.chance(0.15) ? 'Meeting' : word
    return { message: `${headline(kind, on, dice)}\n${dice.pick(about)}`, party: customer.id, moment: time }
  })
}

/** As people write it: sometimes with minutes, sometimes with the day, in whatever case. */
function headline(word: Word, on: string, dice: Random): string {
  const spelled = dice.chance(0.2) ? word.toLowerCase() : word
  const length = dice.chance(0.7) ? `, ${dice.pick(minutes[word])} min` : ''
  return `${spelled}${length}${dice.chance(0.5) ? `, ${on}` : ''}`
}
