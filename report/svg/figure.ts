import { element, escaped, px } from './mark.ts'
import { figureStyle } from './palette.ts'

interface FigureOptions {
  /** For readers who do not see it, and for the browser's tooltip. */
  readonly title: string
  /** What there is to see, in a sentence or two. */
  readonly about: string
  readonly width: number
  readonly height: number
}

/** A figure to stand in a page that has `figureStyle`. */
export function figureWith({ title, about, width, height }: FigureOptions, ...content: readonly string[]): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'figure',
      viewBox: `0 0 ${px(width)} ${px(height)}`,
      width,
      height,
      role: 'img',
      'aria-label': `${title}. ${about}`,
    },
    element('rect', { class: 'ground', width, height }),
    ...content,
  )
}

/** The same figure as a file of its own. */
export function standalone(figure: string): string {
  const at = figure.indexOf('>') + 1
  return `${figure.slice(0, at)}<style>${escaped(figureStyle).replaceAll('&quot;', '"')}</style>${figure.slice(at)}\n`
}
