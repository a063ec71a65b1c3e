import { grouped, some } from './numbers.ts'

/** The best return from `charged` evaluations on. */
export interface CurvePoint {
  readonly charged: number
  readonly bestReturn: number
}

export interface CurveOptions {
  /** Characters for the plot itself, axes not counted. */
  readonly width: number
  readonly height: number
  /** Top of the vertical axis if known: the best return there can be. */
  readonly ceiling?: number | undefined
  readonly unicode: boolean
}

interface Pen {
  readonly flat: string
  readonly rise: string
  /** Where a step leaves the lower level. */
  readonly leave: string
  /** Where it arrives at the higher one. */
  readonly arrive: string
  readonly axis: string
  readonly tick: string
  readonly corner: string
  readonly floor: string
}

const drawn: Pen = { flat: '─', rise: '│', leave: '╯', arrive: '╭', axis: '│', tick: '┤', corner: '└', floor: '─' }
const typed: Pen = { flat: '-', rise: '|', leave: "'", arrive: '.', axis: '|', tick: '+', corner: '+', floor: '-' }

/**
 * Best return against evaluations charged, as lines of text. Points are in order of `charged`; both axes are linear.
 *
 * @param charged where the horizontal axis ends
 */
export function curve(points: readonly CurvePoint[], charged: number, options: CurveOptions): string {
  const pen = options.unicode ? drawn : typed
  const { width, height } = options
  const [low, high] = range(points, options.ceiling)
  const end = Math.max(charged, points.at(-1)?.charged ?? 0, 1)
  const cells = Array.from({ length: height }, () => new Array<string>(width).fill(' '))

  let level: number | undefined
  for (let column = 0; column < width; column++) {
    const best = points.findLast((point) => point.charged <= ((column + 1) / (width - 2)) * end)
    if (best === undefined) continue
    const next = Math.round(((best.bestReturn - low) / (high - low)) * (height - 1))
    const from = level ?? next
    level = next
    if (next === from) cells[next][column] = pen.flat
    else {
      cells[from][column] = pen.leave
      for (let between = from + 1; between < next; between++) cells[between][column] = pen.rise
      cells[next][column] = pen.arrive
    }
  }

  const labels = new Map(
    [0, (height - 1) / 2, height - 1].map((row) => [
      Math.round(row),
      label(low + (Math.round(row) / (height - 1)) * (high - low)),
    ]),
  )
  const margin = Math.max(...[...labels.values()].map((text) => text.length))
  const rows = cells.map(
    (row, at) =>
      `${(labels.get(at) ?? '').padStart(margin)} ${labels.has(at) ? pen.tick : pen.axis}${row.join('').trimEnd()}`,
  )
  const gap = ' '.repeat(margin + 1)
  return [
    ...rows.reverse(),
    `${gap}${pen.corner}${pen.floor.repeat(width)}`,
    `${gap} 0${`${some(end, 'evaluation')} charged`.padStart(width - 1)}`,
  ].join('\n')
}

function range(points: readonly CurvePoint[], ceiling: number | undefined): [low: number, high: number] {
  const values = [0, ...points.map(({ bestReturn }) => bestReturn)]
  const [low, high] = [Math.min(...values), Math.max(ceiling ?? Number.NEGATIVE_INFINITY, ...values)]
  return low === high ? [low, low + 1] : [low, high]
}

function label(value: number): string {
  return Math.abs(value) >= 1000 ? grouped(value) : value.toFixed(2)
}
