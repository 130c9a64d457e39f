/** Letters that Unicode does not take apart into a base and a mark. */
const plain: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ə: 'e' }

/**
 * A name in comparable form: lower case, without accents and punctuation, one space between words, initials joined
 * ("U.S.A." and "USA" are one). Any script; markup and emoji fall out. Folding twice changes nothing.
 */
export function fold(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    // Lower case can bring a mark of its own: "İ".
    .replace(/\p{M}/gu, '')
    .replace(/[ßøæœłđðþıə]/g, letter => plain[letter]!)
    .replace(/(?<![\p{L}\p{N}])(\p{L})\.(?=\p{L}(?![\p{L}\p{N}]))/gu, '$1')
    .replace(/['’‘ʻʼ`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

const shortWords: ReadonlyMap<string, string> = new Map([['st', 'saint'], ['ste', 'sainte'], ['mt', 'mount'], ['ft', 'fort']])

/** A city's name in the form that the bundled data is sorted by: folded, with the usual short words written out. */
export function cityKey(name: string): string {
  return fold(name).replace(/[a-z]+/g, word => shortWords.get(word) ?? word)
}
