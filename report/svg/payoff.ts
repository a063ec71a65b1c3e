import { returned } from '../figures.ts'
import type { Entrant, LeagueMap } from '../league/league.ts'
import { heading } from './curves.ts'
import { figureWith } from './figure.ts'
import { element, escaped, label } from './mark.ts'
import { lookAt } from './palette.ts'

const margin = 20
/** Side of a cell; smaller where there are many. */
const [largest, smallest, wanted] = [26, 9, 560]
/** Looks of wins and of losses, told apart by everybody, in light and dark. */
const [won, lost] = [lookAt(0).className, lookAt(1).className]

/** Who beats whom on one map: a cell for each two entrants, filled by how far the row is ahead of the column. */
export function payoffFigure(learners: readonly string[], { label: map, entrants, payoff }: LeagueMap): string {
  const side = Math.max(smallest, Math.min(largest, Math.floor(wanted / Math.max(1, entrants.length))))
  const numbered = side >= 15
  const names = entrants.map((entrant) => shortName(learners, entrant))
  const longest = Math.max(6, ...names.map(({ length }) => length))
  const left = margin + 7 * longest + 34
  const head = heading(`${map}: who beats whom`, [
    'points of the row against the column, mean of both sides',
    'blue: the row wins, orange: it loses, pale: even',
  ])
  const top = head.height + 28
  const width = Math.max(left + side * entrants.length + margin, 560)
  const height = top + side * entrants.length + margin
  const about = `${entrants.length} programs and bots against one another; every cell is the row's points per match.`
  return figureWith(
    { title: `${map}: payoff matrix`, about, width, height },
    head.svg,
    ...names.flatMap((name, at) => {
      const y = top + side * (at + 0.5) + 4
      const x = left + side * (at + 0.5)
      const soft = { class: 'soft', 'text-anchor': 'end' } as const
      if (side < 12 && at % 5 !== 0) return []
      return [
        label(`${name}  ${at + 1}`, { ...soft, x: left - 8, y }),
        ...(numbered || at % 5 === 0
          ? [label(String(at + 1), { class: 'soft', x, y: top - 7, 'text-anchor': 'middle' })]
          : []),
      ]
    }),
    ...payoff.flatMap((row, at) =>
      row.map((points, column) => {
        const place = { x: left + side * column, y: top + side * at }
        const size = { width: side - 1, height: side - 1 }
        if (points === undefined) return element('rect', { class: 'grid', ...place, ...size, opacity: '0.5' })
        const note = `${names[at]} against ${names[column]}: ${returned(points)}`
        const share = Math.abs(points - 0.5) * 2
        return element(
          'rect',
          {
            class: `cell ${points >= 0.5 ? won : lost}`,
            ...place,
            ...size,
            'fill-opacity': (0.06 + 0.94 * share).toFixed(2),
          },
          element('title', {}, escaped(note)),
        )
      }),
    ),
  )
}

/** `2L, seed 3`; the name of a bot. */
function shortName(learners: readonly string[], { name, learner, seed }: Entrant): string {
  return learner === undefined ? name : `${learners[learner]}, seed ${seed}`
}
