import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { problemCodes, type ProblemCode } from '../../lib/model/planProblem'
import { setWords } from '../ui/words'
import { problemWords } from './problemWords'

const messages = JSON.parse(readFileSync(join(import.meta.dirname, '../../public/_locales/en/messages.json'), 'utf8')) as Record<string, { message: string; placeholders?: Record<string, { content: string }> }>

/** As browsers do it. */
setWords((key, substitutions) => (messages[key]?.message ?? '').replace(/\$(\w+)\$/g, (_, name: string) => {
  const { content } = messages[key]!.placeholders![name.toLowerCase()]!
  return substitutions[Number(content.slice(1)) - 1] ?? ''
}), 'en')

it.each(Object.keys(problemCodes) as ProblemCode[])('%s is told in a sentence that says what was found', code => {
  const values = Object.fromEntries(problemCodes[code].map(name => [name, `<${name}>`]))
  const sentence = problemWords({ code, values })
  expect(sentence).toMatch(/^[A-Z“<].*\.$|\?$/)
  for (const name of problemCodes[code]) if (name !== 'key') expect(sentence).toContain(`<${name}>`)
})
