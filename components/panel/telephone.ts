/** Zeros of the decimal digits of scripts in which phone numbers are written. */
const zeros = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50]

const asciiDigit = (digit: string): string => {
  const code = digit.codePointAt(0)!
  const zero = zeros.find(start => code >= start && code < start + 10)
  return zero === undefined ? digit : String(code - zero)
}

const extension = /(?:[;,]?\s*(?:extension|extn|ext|ex|durchwahl|dw|poste|int|x)\.?\s*[:=]?|\s*#)\s*(\d{1,10})\s*$/i

/**
 * The `tel:` address of what a phone field holds, with its extension (RFC 3966); null where it is not plainly one number: "call Anna", two numbers, letters for digits.
 * A wrong number is worse than none.
 */
export function telAddress(text: string): string | null {
  // Marks of writing direction come along when a number is pasted.
  let rest = text.normalize('NFKC').replace(/\p{Cf}/gu, '').replace(/\p{Nd}/gu, asciiDigit).trim().replace(/^tel:\s*/i, '')
  const inner = extension.exec(rest)
  if (inner) rest = rest.slice(0, inner.index)
  // "+44 (0)20": the zero is for callers from within.
  rest = rest.trim().replace(/^(\+|00)([\d\s]{1,5})\(0\)/, '$1$2')
  if (!/^\+?[\d\s().\-–/·]+$/.test(rest)) return null
  const digits = rest.replace(/\D/g, '')
  // The longest that the world's numbering allows (ITU-T E.164) is 15, after the 00 of some.
  if (digits.length < 3 || digits.length > (digits.startsWith('00') ? 17 : 15)) return null
  return `tel:${rest.startsWith('+') ? '+' : ''}${digits}${inner ? `;ext=${inner[1]}` : ''}`
}
