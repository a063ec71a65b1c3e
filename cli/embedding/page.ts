import { type EmbeddingLook, embeddingPage, type NearLook, type PlacedMap } from '@cairn/report'
import type { Shown } from './printed.ts'
import { cardRows } from './printed.ts'

interface PageParts {
  readonly version: string
  readonly command: string
  readonly map: PlacedMap
  readonly near: Omit<NearLook, 'neighbours'> | undefined
}

/** All that was shown, and the picture, as one page. */
export function pageOf(shown: Shown, { version, command, map, near }: PageParts): string {
  const { card, accuracy, reconstructions, interpolation, neighbours, smoothness } = shown
  const look: EmbeddingLook = {
    ...{ name: card.name, version, command, map, card: cardRows(card) },
    ...(accuracy === undefined ? {} : { accuracy }),
    ...(reconstructions === undefined ? {} : { reconstructions }),
    ...(smoothness === undefined ? {} : { smoothness }),
    ...(interpolation === undefined ? {} : { way: interpolation }),
    ...(neighbours === undefined || near === undefined ? {} : { near: { ...near, neighbours } }),
  }
  return embeddingPage(look)
}
