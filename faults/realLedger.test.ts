import { describe, expect, it } from 'vitest'
import { judge, type Arrived, type Press } from './realLedger'

const press = (more: Partial<Press> = {}): Press => ({ type: 'call', accounts: ['a'], users: ['u'], mark: 'm', fate: 'wanted', denied: false, ...more })
const row = (more: Partial<Arrived> = {}): Arrived => ({ mark: 'm', type: 'call', account: 'a', user: 'u', ...more })
const wrongs = (presses: Press[], rows: Arrived[]) => judge(presses, rows).map(({ wrong }) => wrong)

describe('what the panel said, beside what the CRM holds', () => {
  it.each<[string, Press[], Arrived[], string[]]>([
    ['there once', [press()], [row()], []],
    ['not there', [press()], [], ['lost']],
    ['there twice', [press()], [row(), row()], ['duplicated']],
    ['under another account', [press()], [row({ account: 'b' })], ['misattributed']],
    ['under another user', [press()], [row({ user: 'v' })], ['misattributed']],
    ['as another kind', [press()], [row({ type: 'email' })], ['misattributed']],
    ['taken back, and gone', [press({ fate: 'taken back' })], [], []],
    ['taken back, and there', [press({ fate: 'taken back' })], [row()], ['duplicated']],
    ['perhaps taken back, and gone', [press({ fate: 'unclear' })], [], []],
    ['perhaps taken back, and there', [press({ fate: 'unclear' })], [row()], []],
    ['nothing said, and not there', [press({ mark: null })], [], []],
    ['nothing said, and there', [press({ mark: null })], [row()], []],
    ['nothing said, and two of it', [press({ mark: null })], [row(), row({ mark: 'n' })], ['misattributed']],
    ['nothing said, and there twice', [press({ mark: null })], [row(), row()], ['duplicated']],
    ['said not to be logged, and there', [press({ mark: null, denied: true })], [row()], ['misattributed']],
    ['on either of two accounts that changed places', [press({ accounts: ['a', 'b'] })], [row({ account: 'b' })], []],
    ['nobody pressed', [], [row()], ['misattributed']],
  ])('%s', (_, presses, rows, expected) => expect(wrongs(presses, rows)).toEqual(expected))
})
