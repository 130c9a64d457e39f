import { expect, it } from 'vitest'
import { storageError } from './storageError'

it('finds the browser’s own error under what Dexie wraps it in', () => {
  const full = new DOMException('The quota has been exceeded.', 'QuotaExceededError')
  expect(storageError(full)).toBe('QuotaExceededError')
  expect(storageError(Object.assign(new Error('AbortError QuotaExceededError'), { name: 'AbortError', inner: full }))).toBe('QuotaExceededError')
  expect(storageError(Object.assign(new Error('UnknownError'), { name: 'DatabaseClosedError', inner: Object.assign(new Error(), { name: 'OpenFailedError' }) }))).toBe('OpenFailedError')
})
it('takes no other error for one', () => {
  for (const other of [new TypeError('x'), new Error('QuotaExceededError'), null, undefined, 'QuotaExceededError', {}]) expect(storageError(other)).toBeNull()
})
