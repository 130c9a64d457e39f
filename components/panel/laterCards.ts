import type { JSX } from 'preact'
import { HistoryCard } from './HistoryCard'
import { NearbyCard } from './NearbyCard'
import { SimilarCard } from './SimilarCard'
import type { CardProps } from './view'

/** Cards below the first ones, in their order: loaded after the first paint, so that the four facts wait for none. */
export const laterCards: readonly ((props: CardProps) => JSX.Element)[] = [SimilarCard, NearbyCard, HistoryCard]
