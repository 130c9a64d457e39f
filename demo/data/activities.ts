import { ownerOn, type Customer } from './accounts'
import { isWorkingDay } from './calendar'
import type { Random } from './random'
import type { Writer } from './writer'

/** Touches a month by priority, longer ago and in the last half year: the plan is newer than the org, and reps took it up. */
const aMonth: Record<string, readonly [before: number, lately: number]> = { High: [2, 8.4], Medium: [0.7, 4], Low: [0.15, 1] }
const lately = 183
const online = ['https://zoom.us/j/9912345678', 'Microsoft Teams Meeting', 'https://meet.google.com/abc-defg-hij', 'Webex', 'Phone', 'online']
const onSite = ['On site', 'Clubhouse', 'Their yard', 'Pro shop', 'Maintenance shed', '']
const notes = [
  'Walked the back nine with the superintendent.', 'Asked for a quote on the aerator.', 'Left a voicemail.', 'Budget is decided in March.',
  'Happy with the service plan.', 'Wants drainage advice.', null, null,
]

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
    // Some reps keep to the plan, some do not; nobody calls on who has left.
    const diligence = r.weighted([[1.25, 45], [0.95, 35], [0.35, 20]] as const) * (c.role === 'former' ? 0.3 : 1)
    const [slow, brisk] = aMonth[c.priority]!
    for (const [from, to, rate] of [[earliest, w.today - lately - 1, slow], [w.today - lately, w.today - 1, brisk * diligence]] as const) {
      const start = Math.max(from, c.created)
      if (start > to) continue
      const count = Math.floor((rate * (to - start + 1)) / 30.4 + r.next())
      // Spread evenly, each a few days off: a rep who comes twice a month does not come twice on one day.
      for (let i = 0; i < count; i++) {
        let day = Math.min(to, Math.max(start, start + Math.round(((i + 0.5) * (to - start)) / count) + r.int(-3, 3)))
        while (!isOpen(day) && day > start) day--
        touch(w, c, r, day)
      }
    }
    if (r.chance(0.2)) ahead(w, c, r)
  }
}

function touch(w: Writer, c: Customer, r: Random, day: number): void {
  const o = {
    account: c.id, owner: ownerOn(c, day), day, hour: r.int(8, 16), minute: r.pick([0, 5, 15, 20, 30, 45]),
    who: c.contacts.length > 0 && r.chance(0.6) ? r.pick(c.contacts) : null, note: r.pick(notes),
  }
  const kind = r.weighted([['email', 47], ['call', 25], ['visit', 20], ['meeting', 2], ['taskVisit', 2], ['other', 3], ['list', 1]] as const)
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
