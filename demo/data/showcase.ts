import type { Row } from '../schema/field'
import { showcaseId, showcaseNames, type ShowcaseName } from '../showcase'
import { monthStart, overduePriority, workingDayBefore } from './calendar'
import type { People } from './people'
import { usPlace, zipsOf } from './places'
import type { Writer } from './writer'

const all = ['Ground Care', 'Irrigation', 'Seed & Feed', 'Service Plans']
const long = 'The Honourable Society of Greenkeepers, Groundskeepers, Bowling-Green Masters, Court and Pitch Attendants and Friends of Well-Kept Turf of the Greater Boston Area, the Merrimack Valley and the Islands, Incorporated in the Year of the Great Drought Ltd.'

/** US city by its n-th postal code of the bundled list. */
function address(city: string, state: string, street: string, coordinates = false): Row {
  const place = usPlace(city, state, zipsOf(city, state)[0]!)
  return {
    BillingStreet: street, BillingCity: city, BillingState: state, BillingPostalCode: place.postalCode, BillingCountry: 'United States',
    ...(coordinates ? { BillingLatitude: place.lat, BillingLongitude: place.lon } : {}),
  }
}

/**
 * The accounts that each show one thing, whatever the day. They come first, so their ids never change, and `demo/plan.json`
 * names some of them. Revenue is laid out against the plan's KARE thresholds; each buys every product line unless the lack is the point.
 */
export function fillShowcase(w: Writer, people: People): void {
  const { today } = w
  const rep = people.rep
  const made = new Set<ShowcaseName>()
  const put = (name: ShowcaseName, owner: string, fields: Row, created = today - 900): string => {
    const id = w.account(
      {
        Id: showcaseId(name), Type: 'Customer - Direct', Segment__c: 'Mid-Market', Industry: 'Environmental', NumberOfEmployees: 40,
        Phone: '(617) 555-0100', ...fields
      },
      owner, created
    )
    made.add(name)
    return id
  }
  /** Steady buying: the same every 60 days for two years, so that growth, lapse and wallet say nothing. */
  const steady = (account: string, owner: string, amount: number): void => {
    for (let ago = 30; ago < 730; ago += 60) w.deal({
      account, owner, name: `Care order ${Math.ceil(ago / 60)}`, amount, stage: 'Closed Won', close: today - ago, families: all,
    })
  }
  const touches = (account: string, owner: string, ...agos: number[]): void => {
    agos.forEach((ago, i) => {
      const day = workingDayBefore(today - ago)
      if (i % 3 === 0) w.visit({ account, owner, day, hour: 9 + (i % 6) })
      else if (i % 3 === 1) w.call({ account, owner, day, hour: 14, seconds: 360 + 60 * i })
      else w.email({ account, owner, day, hour: 11 })
    })
  }
  const hannah = rep('Hannah')

  const overlap = put(
    'overlap', rep('Carla'),
    {
      Name: 'Dorne Harbor Resort & Spa', Industry: 'Hospitality', NumberOfEmployees: 420, Segment__c: 'Enterprise', Priority__c: 'High',
      Marketing_Spend__c: 4200, Visit_Minutes__c: 90, ...address('Orlando', 'FL', '1 Resort Plaza')
    }
  )
  steady(overlap, rep('Carla'), 24_000)
  touches(overlap, rep('Carla'), 1, 9, 20, 33, 47, 60, 90)
  touches(overlap, rep('Sean'), 3, 40)

  const unassigned = put(
    'unassigned', people.managers[0]!,
    { Name: 'Yellowstone Valley Turf Supply', Industry: 'Retail', Priority__c: 'Low', ...address('Billings', 'MT', '2400 Grand Ave') }
  )
  steady(unassigned, people.managers[0]!, 3100)

  const mismatch = put(
    'ownerMismatch', rep('Wyatt'), { Name: 'Granite Hill Groundskeeping', Priority__c: 'Medium', ...address('Worcester', 'MA', '88 Shrewsbury St') }
  )
  steady(mismatch, rep('Wyatt'), 4500)
  touches(mismatch, rep('Wyatt'), 12, 41)

  const keep = put(
    'keep', hannah,
    {
      Name: 'Fairhaven Country Club', Industry: 'Retail', NumberOfEmployees: 85, Segment__c: 'Enterprise', Priority__c: 'High',
      Marketing_Spend__c: 3650, Visit_Minutes__c: 75, ...address('Quincy', 'MA', '15 Fairway Dr', true)
    }
  )
  steady(keep, hannah, 31_000)
  touches(keep, hannah, 2, 6, 13, 22, 29, 36, 45, 60, 75, 92)

  const attain = put(
    'attain', hannah,
    { Name: 'Willow Creek Landscaping', Type: 'Prospect', NumberOfEmployees: 38, Priority__c: 'Medium', ...address('Lowell', 'MA', '310 Mill Rd') },
    today - 200
  )
  w.deal({
    account: attain, owner: hannah, name: 'First spring order', amount: 12_500, stage: 'Proposal/Price Quote', close: today + 40, created: today - 20,
    families: ['Ground Care'],
  })
  w.deal({ account: attain, owner: hannah, name: 'Trial mower', amount: 18_500, stage: 'Closed Lost', close: today - 60, families: ['Ground Care'] })
  touches(attain, hannah, 8, 30, 61)

  const recapture = put(
    'recapture', rep('Marcus'),
    { Name: 'Old Mill Sports Park', Industry: 'Government', Segment__c: 'Public Sector', Priority__c: 'Medium', ...address('Hartford', 'CT', '40 Park Rd') },
    today - 1100
  )
  for (const ago of [720, 610, 500]) w.deal({
    account: recapture, owner: rep('Marcus'), name: `Season supply ${ago}`, amount: 16_000, stage: 'Closed Won', close: today - ago, families: all,
  })
  touches(recapture, rep('Marcus'), 140, 380)

  const expand = put(
    'expand', rep('Devin'),
    {
      Name: 'Lakeview Athletic Fields', Industry: 'Education', Segment__c: 'Public Sector', NumberOfEmployees: 260, Priority__c: 'High',
      Marketing_Spend__c: 1800, ...address('Chicago', 'IL', '500 Lake Shore Dr', true)
    }
  )
  for (const ago of [680, 560, 440]) w.deal({
    account: expand, owner: rep('Devin'), name: `Field care ${ago}`, amount: 11_000, stage: 'Closed Won', close: today - ago, families: all,
  })
  for (const ago of [320, 230, 150, 60]) w.deal({
    account: expand, owner: rep('Devin'), name: `Field care ${ago}`, amount: 19_000, stage: 'Closed Won', close: today - ago, families: all,
  })
  w.deal({
    account: expand, owner: rep('Devin'), name: 'Second stadium', amount: 45_000, stage: 'Negotiation/Review', close: today + 55, created: today - 25,
    families: ['Irrigation'],
  })
  touches(expand, rep('Devin'), 5, 16, 38, 66)

  // Two years of touches, and none since before the quarter began: overdue under any of the plan's rotations.
  const overdue = put(
    'overdue', hannah,
    {
      Name: 'Saddleback Nurseries', Industry: 'Retail', NumberOfEmployees: 95, Priority__c: overduePriority(today) ?? 'High', Marketing_Spend__c: 900,
      ...address('Cambridge', 'MA', '77 Elm St')
    }
  )
  steady(overdue, hannah, 9000)
  touches(overdue, hannah, 95, 110, 125, 160, 200, 260, 320, 410)

  const prorated = put(
    'prorated', hannah,
    { Name: 'Juniper Point Estates HOA', Industry: 'Other', Type: 'Prospect', Priority__c: 'High', ...address('Plymouth', 'MA', '3 Harbor Ln') },
    lateThisMonth(today)
  )
  w.email({ account: prorated, owner: hannah, day: lateThisMonth(today), hour: 1, subject: 'Welcome' })
  w.deal({
    account: prorated, owner: hannah, name: 'Opening order', amount: 7800, stage: 'Qualification', close: today + 70, created: today,
    families: ['Seed & Feed'],
  })

  const noAddress = put(
    'noAddress', rep('Mei-Lin'), { Name: 'Silver Birch Turf Group', Segment__c: 'Enterprise', Priority__c: 'High', Marketing_Spend__c: 6000 }
  )
  steady(noAddress, rep('Mei-Lin'), 26_000)
  touches(noAddress, rep('Mei-Lin'), 4, 18, 25, 51)

  const markup = put(
    'markup', hannah,
    {
      Name: '<b>Bold</b> & <script>alert("turf")</script> Lawn <img src=x onerror=alert(1)>', Priority__c: 'Low',
      ...address('Springfield', 'MA', '9 <i>Union</i> St')
    }
  )
  steady(markup, hannah, 1900)
  touches(markup, hannah, 17)

  const never = put(
    'neverLogged', rep('Marcus'),
    {
      Name: 'Underhill Inn', Industry: 'Hospitality', Segment__c: 'Small Business', NumberOfEmployees: 18, Priority__c: 'Medium',
      ...address('Stamford', 'CT', '12 Underhill Rd')
    }
  )
  steady(never, rep('Marcus'), 2600)

  const rtl = put(
    'rightToLeft', rep('Priya'),
    { Name: 'شركة المروج الخضراء לגינון', Segment__c: 'Small Business', Priority__c: 'Medium', ...address('Brooklyn', 'NY', '221 Atlantic Ave') }
  )
  steady(rtl, rep('Priya'), 3900)
  touches(rtl, rep('Priya'), 6, 31)

  const longName = put(
    'longName', hannah,
    { Name: long.slice(0, 255).padEnd(255, '.'), Segment__c: 'Small Business', Priority__c: 'Low', ...address('Boston', 'MA', '1 Beacon St') }
  )
  steady(longName, hannah, 2100)
  touches(longName, hannah, 48)

  const emoji = put(
    'emoji', rep('Carla'),
    {
      Name: '⛳️ Golf & 🌱 Sod 👩🏽‍🌾 Miami 🇺🇸', Industry: 'Agriculture', Segment__c: 'Small Business', Priority__c: 'Medium',
      ...address('Miami', 'FL', '77 Ocean Dr')
    }
  )
  steady(emoji, rep('Carla'), 5200)
  touches(emoji, rep('Carla'), 7, 26)

  const nullAmounts = put(
    'nullAmounts', rep('Ellen'),
    {
      Name: 'Ridgeline Construction Group', Industry: 'Construction', Segment__c: 'Mid-Market', NumberOfEmployees: null, Phone: null,
      Priority__c: null, ...address('Cleveland', 'OH', '900 Industrial Pkwy')
    }
  )
  for (const ago of [40, 170, 300, 500]) w.deal({
    account: nullAmounts, owner: rep('Ellen'), name: `Untitled ${ago}`, amount: null, stage: 'Closed Won', close: today - ago,
  })
  w.deal({ account: nullAmounts, owner: rep('Ellen'), name: 'Zero', amount: 0, stage: 'Closed Won', close: today - 20 })
  w.deal({ account: nullAmounts, owner: rep('Ellen'), name: 'Open, no amount', amount: null, stage: 'Prospecting', close: today + 300 })
  w.call({ account: nullAmounts, owner: rep('Ellen'), day: workingDayBefore(today - 11), seconds: null })

  const pinned = put(
    'pinned', rep('Wyatt'),
    { Name: 'Hartwell Golf Links', Industry: 'Retail', Priority__c: 'High', Marketing_Spend__c: 2400, ...address('Austin', 'TX', '18 Fairway Dr') }
  )
  steady(pinned, rep('Wyatt'), 14_000)
  touches(pinned, rep('Wyatt'), 5, 19, 40)

  const former = put(
    'former', rep('Tom'),
    { Name: 'Passaic Valley Sod Farms', Industry: 'Agriculture', Former_Customer__c: true, Priority__c: 'Low', ...address('Paterson', 'NJ', '6 River St') }
  )
  steady(former, rep('Tom'), 4100)
  touches(former, rep('Tom'), 55)

  const odd = put(
    'odd', rep('Ellen'),
    {
      Name: '  aCME   turf   SERVICES  ', Type: null, Industry: null, Segment__c: null, NumberOfEmployees: 0, Priority__c: 'Low',
      Website: 'not a website', Marketing_Spend__c: 99_999_999, BillingStreet: ' ', BillingCity: '  detroit ', BillingState: 'mi',
      BillingPostalCode: '48226-0001', BillingCountry: 'usa',
    }
  )
  w.deal({ account: odd, owner: rep('Ellen'), name: 'Typo in the year', amount: 5000, stage: 'Closed Won', close: today + 26_000, created: today - 10 })
  w.deal({ account: odd, owner: rep('Ellen'), name: 'From another century', amount: 900, stage: 'Closed Won', close: today - 10_000, created: today - 700 })
  w.deal({ account: odd, owner: rep('Ellen'), name: 'Credit note', amount: -1250.5, stage: 'Closed Won', close: today - 90 })
  w.deal({ account: odd, owner: rep('Ellen'), name: 'Half a cent', amount: 333.335, stage: 'Closed Won', close: today - 33 })
  const twice = { account: odd, owner: rep('Ellen'), day: workingDayBefore(today - 9), hour: 10 }
  w.call({ ...twice, minute: 0, subject: 'Call' })
  w.call({ ...twice, minute: 4, subject: 'Call (again)' })
  w.visit({ account: odd, owner: rep('Ellen'), day: today + 9000, at: null })

  const archived = put(
    'archived', hannah,
    { Name: 'Quarry Hill Memorial Park', Industry: 'Other', Segment__c: 'Small Business', Priority__c: 'Low', ...address('Newton', 'MA', '400 Quarry Rd') },
    today - 1150
  )
  steady(archived, hannah, 2400)
  touches(archived, people.leavers[0]!, 400, 430, 470, 520, 610, 700)

  const holding = put(
    'holding', hannah,
    { Name: 'Bay State Leisure Group', Industry: 'Other', Segment__c: 'Enterprise', Priority__c: 'High', NumberOfEmployees: 35, ...address('Boston', 'MA', '1 Financial Ctr') }
  )
  for (const ago of [300, 120]) w.deal({ account: holding, owner: hannah, name: `Frame contract ${ago}`, amount: 8000, stage: 'Closed Won', close: today - ago, families: all })
  touches(holding, hannah, 4, 25, 70)
  const subsidiary = put(
    'subsidiary', hannah,
    { Name: 'Bay State Golf Courses', Industry: 'Recreation', Segment__c: 'Mid-Market', Priority__c: 'Medium', Marketing_Spend__c: 900, ParentId: holding, ...address('Plymouth', 'MA', '12 Links Rd') }
  )
  steady(subsidiary, hannah, 9500)
  touches(subsidiary, hannah, 11, 50)

  const missing = showcaseNames.filter(n => !made.has(n))
  if (missing.length > 0) throw new Error(`showcase accounts not laid down: ${missing.join(', ')}`)
}

/** A day of this month, past its first half where there was one, so that fewer touches are planned. */
function lateThisMonth(today: number): number {
  const start = monthStart(today)
  return start + Math.floor((today - start) * 0.7)
}
