import { ownerOn, type Customer } from './accounts'
import { isWorkingDay } from './calendar'
import type { Random } from './random'
import type { Writer } from './writer'

/** Touches a month by priority: less than the plan asks, as reps are. */
const aMonth: Record<string, number> = { High: 4.2, Medium: 1.7, Low: 0.45 }
const online = ['https://zoom.us/j/9912345678', 'Microsoft Teams Meeting', 'https://meet.google.com/abc-defg-hij', 'Webex', 'Phone', 'online']
const onSite = ['On site', 'Clubhouse', 'Their yard', 'Pro shop', 'Maintenance shed', '']
const notes = ['Walked the back nine with the superintendent.', 'Asked for a quote on the aerator.', 'Left a voicemail.', 'Budget is decided in March.', 'Happy with the service plan.', 'Wants drainage advice.', null, null]

/** Two years of touches, each on a working day, and what is planned ahead. */
export function fillActivities(w: Writer, book: readonly Customer[], r: Random): void {
  const working = new Map<number, boolean>()
  const isOpen = (day: number): boolean => {
    const known = working.get(day)
    if (known !== undefined) return known
    const answer = isWorkingDay(day)
    working.set(day, answer)
    return answer
  }
  const earliest = w.today - 730
  for (const c of book) {
    if (r.chance(0.06)) continue
    const from = Math.max(earliest, c.created)
    const months = (w.today - from) / 30.4
    const count = Math.round(aMonth[c.priority]! * months * r.spread() * (c.role === 'former' ? 0.3 : 1))
    for (let i = 0; i < count; i++) {
      let day = r.int(from, w.today - 1)
      while (!isOpen(day) && day > from) day--
      touch(w, c, r, day)
    }
    if (r.chance(0.2)) ahead(w, c, r)
  }
}

function touch(w: Writer, c: Customer, r: Random, day: number): void {
  const o = { account: c.id, owner: ownerOn(c, day), day, hour: r.int(8, 16), minute: r.pick([0, 5, 15, 20, 30, 45]), who: c.contacts.length > 0 && r.chance(0.6) ? r.pick(c.contacts) : null, note: r.pick(notes) }
  const kind = r.weighted([['email', 46], ['call', 28], ['visit', 14], ['meeting', 6], ['taskVisit', 1], ['other', 4], ['list', 1]] as const)
  switch (kind) {
    case 'email': w.email({ ...o, subject: 'Email: season prices' }); break
    case 'call': {
      const call = { ...o, subject: 'Call', seconds: r.chance(0.25) ? null : r.int(40, 1500) }
      w.call(call)
      // Logged twice by an eager phone integration.
      if (r.chance(0.02)) w.call({ ...call, minute: call.minute + r.int(0, 6) })
      break
    }
    case 'visit': w.visit({ ...o, subject: 'Visit', minutes: r.pick([30, 45, 60, 60, 90]), at: r.pick(onSite) || null }); break
    case 'meeting': w.meeting({ ...o, subject: 'Video call', minutes: r.pick([30, 45, 60]), at: r.pick(online) }); break
    case 'taskVisit': w.task({ ...o, type: 'Visit', subject: 'Stopped by' }); break
    case 'other': w.task({ ...o, type: 'Other', subject: 'Prepare quote', status: r.chance(0.3) ? 'Not Started' : 'Completed' }); break
    case 'list': w.task({ ...o, type: 'Email', subject: 'Newsletter' }); break
  }
}

function ahead(w: Writer, c: Customer, r: Random): void {
  const o = { account: c.id, owner: c.owner, day: w.today + r.int(1, 25), hour: r.int(9, 15) }
  if (r.chance(0.5)) w.visit({ ...o, subject: 'Planned visit' })
  else w.task({ ...o, type: 'Call', subject: 'Call back', status: 'Not Started' })
  if (r.chance(0.01)) w.visit({ ...o, day: w.today + 20_000, subject: 'Somebody mistyped the year' })
}
