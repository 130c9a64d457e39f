import type { MessageSource } from '../../components/ui/words'

interface Entry {
  readonly message: string
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>
}

export type Catalogue = Readonly<Record<string, Entry>>

/** Puts messages together as browsers do: names without regard to case, each placeholder by its content, "" where there is none. */
export function messagesFrom(catalogue: Catalogue): MessageSource {
  const entries = new Map(Object.entries(catalogue).map(([key, entry]) => [key.toLowerCase(), entry]))
  return (key, substitutions) => {
    const entry = entries.get(key.toLowerCase())
    if (!entry) return ''
    return entry.message.replace(/\$(\w+)\$/g, (_, name: string) => {
      const content = entry.placeholders?.[name.toLowerCase()]?.content ?? ''
      return content.replace(/\$(\d)/g, (_whole, place: string) => substitutions[Number(place) - 1] ?? '')
    })
  }
}
