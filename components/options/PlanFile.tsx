import type { ComponentChildren, JSX } from 'preact'

/** The button that chooses a plan's file. */
export function PlanFile({ take, main, children }: { readonly take: (file: File) => void; readonly main?: boolean; readonly children: ComponentChildren }): JSX.Element {
  return (
    <label class={`act file ${main ? 'main' : ''}`}>
      <span>{children}</span>
      <input
        type="file" id="import-plan" class="unseen" accept=".json,application/json"
        onChange={event => {
          const input = event.currentTarget
          const file = input.files?.[0]
          if (file) take(file)
          // So that the same file, mended, can be chosen again.
          input.value = ''
        }}
      />
    </label>
  )
}
