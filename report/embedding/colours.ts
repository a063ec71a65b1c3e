import { element, label, px } from '../svg/mark.ts'
import { searchMark } from '../svg/marks.ts'
import type { Colour } from './map.ts'

/**
 * Steps of a figure from low to high, after matplotlib's `plasma`: cold to warm, and ever lighter, on white from its dark
 * end to where there is contrast enough, on almost black from there on to its light end.
 */
const ramp: readonly { readonly light: string; readonly dark: string }[] = [
  { light: '#2a1591', dark: '#8e4bc9' },
  { light: '#6a00a8', dark: '#bb55b8' },
  { light: '#9c179e', dark: '#dd6a97' },
  { light: '#c43e7f', dark: '#f4886a' },
  { light: '#de6157', dark: '#fdb248' },
  { light: '#dd7a12', dark: '#f5ea35' },
]

const declared = (kind: 'light' | 'dark') => ramp.map((step, at) => `--v${at}:${step[kind]}`).join(';')

/** Goes into the figure, so that it stands alone as well as in a page. */
export const rampStyle = [
  `:root{${declared('light')}}`,
  `@media screen and (prefers-color-scheme:dark){:root{${declared('dark')}}}`,
  ...ramp.map((_, at) => `.figure .v${at}{--of:var(--v${at})}`),
  '.figure .dot{fill:var(--of);stroke:transparent;stroke-width:5}.figure .way{stroke:var(--of);fill:none;stroke-width:2.4;stroke-linecap:round}',
].join('\n')

/** From a figure to the class of its colour. */
export interface Ramp {
  readonly low: number
  readonly high: number
  /** There are values beyond, which have the colours of the ends. */
  readonly below: boolean
  readonly above: boolean
  readonly classOf: (value: number | undefined) => string
}

/**
 * @param values those that the colours are for; without a range all are the lowest
 * @param all those that there are besides
 */
export function rampOver(values: readonly number[], all: readonly number[] = values): Ramp {
  const [low, high] = rangeOf(values)
  const [least, most] = rangeOf(all)
  return {
    ...{ low, high, below: least < low, above: most > high },
    classOf(value) {
      if (value === undefined || !Number.isFinite(value)) return 'v0'
      const share = high > low ? (value - low) / (high - low) : 0
      return `v${Math.max(0, Math.min(ramp.length - 1, Math.floor(share * ramp.length)))}`
    },
  }
}

function rangeOf(values: readonly number[]): readonly [low: number, high: number] {
  const finite = values.filter(Number.isFinite)
  const first = finite[0] ?? 0
  return [finite.reduce((a, b) => Math.min(a, b), first), finite.reduce((a, b) => Math.max(a, b), first)]
}

/** What the colours stand for, from (x, y) on. */
export function colourKey(colour: Colour, scale: Ramp, x: number, y: number): string {
  if (colour.kind === 'class') {
    let left = x
    return [
      label(`${colour.label}:`, { class: 'soft', x: left, y: y + 4 }),
      ...colour.classes.map((text, at) => {
        if (at === 0) left += 6.2 * colour.label.length + 18
        const own = left
        left += 26 + 6.6 * text.length
        return searchMark(at, own, y) + label(text, { x: own + 9, y: y + 4 })
      }),
    ].join('')
  }
  const from = x + 6 * colour.label.length + 12
  const lowText = `${scale.below ? '≤ ' : ''}${shortFigure(scale.low)}`
  const first = from + 6.6 * lowText.length + 8
  return [
    label(`${colour.label}:`, { class: 'soft', x, y: y + 4 }),
    label(lowText, { x: from, y: y + 4 }),
    ...ramp.map((_, at) =>
      element('rect', { class: `dot v${at}`, x: first + 22 * at, y: y - 5, width: 22, height: 10 }),
    ),
    label(`${scale.above ? '≥ ' : ''}${shortFigure(scale.high)}`, { x: first + 22 * ramp.length + 8, y: y + 4 }),
  ].join('')
}

/** The mark of a kind: colour and shape, so that neither is needed. */
export function classMark(place: number, x: number, y: number): string {
  return element('g', { transform: `translate(${px(x)} ${px(y)}) scale(.8)` }, searchMark(place, 0, 0))
}

/** Three decimals at most. */
export function shortFigure(value: number): string {
  return Number(value.toFixed(3)).toString()
}
