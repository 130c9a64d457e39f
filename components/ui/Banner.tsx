import type { ComponentChildren, JSX } from 'preact'

interface BannerProps {
  readonly tone: 'late' | 'due'
  readonly title: ComponentChildren
  readonly icon?: 'overlap' | 'alert'
  readonly children?: ComponentChildren
  readonly data?: Readonly<Record<`data-${string}`, string>>
}

/** Trouble, where the eye is: a sign, one line of what it is, one of what is at stake or to be done. */
export function Banner({ tone, title, icon = 'alert', children, data }: BannerProps): JSX.Element {
  return (
    <div class={`banner ${tone}`} {...data}>
      <svg aria-hidden="true" width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6">
        {icon === 'overlap'
          ? <path d="M3 1.5h6A1.5 1.5 0 0 1 10.5 3v6A1.5 1.5 0 0 1 9 10.5H3A1.5 1.5 0 0 1 1.5 9V3A1.5 1.5 0 0 1 3 1.5zM7 5.5h6A1.5 1.5 0 0 1 14.5 7v6a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 13V7A1.5 1.5 0 0 1 7 5.5z" />
          : <path d="M8 1.8 14.7 13.7H1.3zM8 6v3.8M8 11v1.3" stroke-linejoin="round" />}
      </svg>
      <div>
        <p class="banner-title">{title}</p>
        {children}
      </div>
    </div>
  )
}
