import { expect, test } from 'vitest'
import { madeMap, madeTrajectory } from '../../test/kit/latent-map.ts'
import { standalone } from '../svg/figure.ts'
import { captionOf, latentFigure, placed } from './figure.ts'
import { bestOf, milestonesOf, spread } from './milestones.ts'
import { lines } from './readout.ts'

const count = (svg: string, what: RegExp) => svg.match(what)?.length ?? 0

test('there is a mark for each program, which holds its text, and axes that say how much they show', () => {
  const svg = latentFigure(placed(madeMap({ points: 40 })))
  expect(count(svg, /class="pt"/g)).toBe(40)
  expect(svg).toContain('DEF run m( turnLeft turnRight m)')
  expect(svg).toMatch(/>first principal component, \d\d\.\d % of the variance</)
  expect(svg).toMatch(/>second principal component, \d\d\.\d % of the variance</)
})

test('kinds are told apart by colour and shape, and named', () => {
  const classes = ['does nothing', 'move']
  const map = madeMap({ points: 2, colour: { kind: 'class', label: 'most frequent action', classes } })
  const svg = latentFigure(placed({ ...map, points: map.points.map((point, value) => ({ ...point, value })) }))
  for (const text of classes) expect(svg).toContain(`>${text}</text>`)
  expect(count(svg, /mark full s0/g)).toBe(2)
  expect(count(svg, /mark full s1/g)).toBe(2)
})

test('colours are for the range of the figure, from its floor on where there is more', () => {
  const valued = (values: readonly number[], floor?: number) => {
    const colour = { kind: 'figure', label: 'return', ...(floor === undefined ? {} : { floor }) } as const
    const map = madeMap({ points: values.length, colour })
    return latentFigure(placed({ ...map, points: map.points.map((point, at) => ({ ...point, value: values[at]! })) }))
  }
  expect(valued([-1, 0, 0.5])).toContain('>-1</text>')
  const floored = valued([-1, 0, 0.5], 0)
  expect(floored).toContain('>≤ 0</text>')
  expect(floored.match(/dot v\d" cx/g)).toEqual(['dot v0" cx', 'dot v0" cx', 'dot v5" cx'])
  expect(valued([-1, -0.5], 0)).toContain('>-1</text>')
})

test('the way of a search is a line from the first centre to the last, in the colours of their returns', () => {
  const svg = latentFigure(placed(madeMap({ trajectory: true })))
  expect(count(svg, /class="way v\d"/g)).toBe(11)
  expect(count(svg, /population of iteration 12/g)).toBe(4)
  for (const text of ['start', 'end']) expect(svg).toContain(`>${text}</text>`)
  expect(svg).toContain('>start, iteration 1, return 0.000</text>')
  expect(svg).toContain('>DEF run m( REPEAT R=11 r( move r) m)</text>')
  expect(svg).toContain('>best of the run, iteration 10, return 0.600</text>')
})

test('the line does not go from the end of a search to the start of the next', () => {
  const map = madeMap({ trajectory: true })
  const iterations = map.trajectory!.iterations.map((one) => ({ ...one, begins: one.iteration === 7 }))
  const svg = latentFigure(placed({ ...map, trajectory: { about: 'two', iterations } }))
  expect(count(svg, /class="way v\d"/g)).toBe(10)
})

test('the caption warns where most of the variance is not in the picture', () => {
  const { components } = placed(madeMap())
  const caption = (shares: number[]) => captionOf({ components: { ...components, shares }, axesOf: 'programs' })
  expect(caption([0.2, 0.1])).toContain('hold 30.0 % of the variance')
  expect(caption([0.2, 0.1])).toContain('The other 70.0 % lies across the picture')
  expect(caption([0.5, 0.3])).not.toContain('lies across')
})

test('axes may be those of the run', () => {
  const map = madeMap({ trajectory: true })
  const [ofRun, ofPrograms] = [placed(map, 'run'), placed(map)]
  expect(ofRun.components.shares).not.toEqual(ofPrograms.components.shares)
  expect(latentFigure(ofRun)).toContain('of the variance of the vectors of the run')
})

test('milestones are the start, the largest improvements, and the end', () => {
  const all = milestonesOf(madeTrajectory(12), 8).map(({ iteration }) => iteration)
  expect(all).toEqual([1, 4, 7, 10, 12])
  const few = milestonesOf(madeTrajectory(12), 3).map(({ number, what }) => `${number} ${what}`)
  expect(few).toEqual(['1 start', '2 better', '3 end'])
  expect(milestonesOf(madeTrajectory(1), 8)).toHaveLength(1)
  expect(milestonesOf(madeTrajectory(0), 8)).toEqual([])
  expect(bestOf(madeTrajectory(5))).toMatchObject({ iteration: 4, return: 0.2 })
})

test('long lists are thinned, long programs go over several lines', () => {
  expect(spread([1, 2, 3, 4, 5], 3)).toEqual([1, 3, 5])
  expect(lines('one two three four', 8, 3)).toEqual(['one two', 'three', 'four'])
  expect(lines('one two three four', 8, 2)).toEqual(['one two', 'three …'])
})

test('nothing to be drawn is drawn as nothing, and text is never markup', () => {
  const map = madeMap({ points: 1, title: '<b>&' })
  const svg = standalone(latentFigure(placed(map)))
  expect(svg).not.toContain('<b>')
  expect(svg).not.toMatch(/NaN|href|url\(|@import|<script/)
})
