import { expect, it } from 'vitest'
import { mailAddress } from './mail'

it.each([
  ['anna@acme.example', 'mailto:anna@acme.example'],
  [' anna.o’neil+crm@mail.acme.example ', 'mailto:anna.o%E2%80%99neil%2Bcrm@mail.acme.example'],
  ['a?cc=b@acme.example', 'mailto:a%3Fcc%3Db@acme.example'],
  ['info@müller.example', 'mailto:info@m%C3%BCller.example'],
])('%j is written to as %s', (text, address) => expect(mailAddress(text)).toBe(address))

it.each(['', 'Anna', 'anna@', '@acme.example', 'anna@acme', 'a@b.example, c@d.example', 'Anna <anna@acme.example>', 'anna@acme.example?cc=b@c.example', 'a b@c.example'])(
  '%j is no one address', text => expect(mailAddress(text)).toBeNull())
