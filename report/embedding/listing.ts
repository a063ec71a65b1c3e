import { grouped, returned } from '../figures.ts'
import { element, label, px } from '../svg/mark.ts'
import type { Best, Milestone } from './milestones.ts'
import { lineHeight, lines } from './readout.ts'

/** Characters of a line of programs that is as wide as the picture. */
const columns = 106

/** The programs of the numbered centres and of the star, below the picture. */
export function listing(
  milestones: readonly Milestone[],
  best: Best | undefined,
  x: number,
  y: number,
): { svg: string; height: number } {
  let top = y
  const row = (mark: string, head: string, program: string | undefined) => {
    const rows = lines(program ?? 'decodes to no program', columns, 3)
    const parts = [
      mark,
      label(head, { class: 'soft', x: x + 24, y: top + 12 }),
      ...rows.map((text, at) => label(text, { class: 'code', x: x + 24, y: top + 12 + lineHeight * (at + 1) })),
    ]
    top += lineHeight * (rows.length + 1) + 8
    return parts.join('')
  }
  const svg = milestones.map(({ number, iteration, centre, what }) => {
    const mark = [
      element('circle', { class: 'stone', cx: x + 8, cy: top + 8, r: 8 }),
      label(String(number), { class: 'number', x: x + 8, y: top + 12 }),
    ].join('')
    const head = `${what === 'better' ? '' : `${what}, `}iteration ${grouped(iteration)}, return ${returned(centre.return)}`
    return row(mark, head, centre.program)
  })
  if (best !== undefined) svg.push(row(star(x + 8, top + 8), bestText(best), best.program))
  return { svg: svg.join(''), height: top - y }
}

/** Marks the best of the run. */
export function star(x: number, y: number): string {
  const points = Array.from({ length: 10 }, (_, at) => {
    const [radius, angle] = [at % 2 === 0 ? 8 : 3.6, (Math.PI * at) / 5 - Math.PI / 2]
    return `${px(x + radius * Math.cos(angle))} ${px(y + radius * Math.sin(angle))}`
  })
  return element('path', { class: 'star', d: `M${points.join('L')}z` })
}

export function bestText({ iteration, return: value }: Best): string {
  return `best of the run, iteration ${grouped(iteration)}, return ${returned(value)}`
}
