import fc from 'fast-check'
import { expect, it } from 'vitest'
import { telAddress } from './telephone'

it.each([
  ['+1 212 555 0100', 'tel:+12125550100'],
  ['+1 212 555 0100 ext. 12', 'tel:+12125550100;ext=12'],
  ['(212) 555-0100 x12', 'tel:2125550100;ext=12'],
  ['212.555.0100 #7', 'tel:2125550100;ext=7'],
  ['212 555 0100, extension 4321', 'tel:2125550100;ext=4321'],
  ['+12125550100;ext=9', 'tel:+12125550100;ext=9'],
  ['+49 (0)30 1234-567 DW 12', 'tel:+49301234567;ext=12'],
  ['+44 (0)20 7946 0000', 'tel:+442079460000'],
  ['030/123456', 'tel:030123456'],
  ['0044 20 7946 0000', 'tel:00442079460000'],
  ['tel: 112', 'tel:112'],
  ['\u202a+1\u00a0212\u2011555\u20110100\u202c'.replace(/\u2011/g, '-'), 'tel:+12125550100'],
  ['+٩٦٦ ١١ ٢٣٤ ٥٦٧٨', 'tel:+966112345678'],
  ['+１２１２５５５０１００', 'tel:+12125550100'],
])('%j is dialled as %s', (text, address) => expect(telAddress(text)).toBe(address))

it.each([
  'call Anna', 'Anna 212 555 0100', '', '  ', '-', '12', '1-800-FLOWERS', '212 555 0100 / 212 555 0101', '212 555 0100 or 0101', 'ext. 12', 'anna@example.com',
  '+1 212 555 0100<script>', '++12125550100', '1'.repeat(40), '2.5e10', 'javascript:alert(1)',
])('%j is no number to dial', text => expect(telAddress(text)).toBeNull())

it('whatever a field holds, what is dialled is digits and nothing else', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[+\d\s().x#-]{0,30}$/)), text => {
    const address = telAddress(text)
    if (address !== null) expect(address).toMatch(/^tel:\+?\d{3,17}(?:;ext=\d{1,10})?$/)
  }))
})
