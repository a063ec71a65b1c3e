import { expect, test } from 'vitest'
import { comparison, rivals } from '../../test/kit/comparison.ts'
import { summarize } from '../summary.ts'
import { curvesFigure, panelFigure, taskCurves } from './curves.ts'
import { standalone } from './figure.ts'
import { escaped } from './mark.ts'
import { figureStyle, lookAt, looks } from './palette.ts'
import { linearScale, logScale } from './scale.ts'
import { solvingFigure } from './solving.ts'

const summary = summarize(rivals, { resamples: 200 })
const hostile = '<b>&"1"</b>'

const strange = summarize(
  comparison({
    name: hostile,
    tasks: [
      { label: hostile, budget: 100 },
      { label: 'other', budget: 100 },
    ],
    searches: ['X', hostile],
    runs: { [hostile]: { [hostile]: [{ curve: [[1, 0.5]], charged: 100 }] } },
  }),
  { resamples: 50 },
)

test('a logarithmic axis has a tick at every power of ten, and at its end if that is far from one', () => {
  const axis = logScale(1, 10_000, 0, 400)
  expect([1, 10, 100, 10_000, 0].map(axis)).toEqual([0, 100, 200, 400, 0])
  expect(axis.ticks.map(({ label }) => label)).toEqual(['1', '10', '100', '1k', '10k'])
  expect(logScale(1, 500, 0, 1).ticks.map(({ label }) => label)).toEqual(['1', '10', '100', '500'])
  expect(logScale(1, 1_200, 0, 1).ticks.map(({ label }) => label)).toEqual(['1', '10', '100', '1k'])
})

test('a linear axis goes from round value to round value', () => {
  const axis = linearScale(0, 1, 200, 0)
  expect([axis(0), axis(0.5), axis(1)]).toEqual([200, 100, 0])
  expect(axis.ticks.map(({ label }) => label)).toEqual(['0.00', '0.25', '0.50', '0.75', '1.00'])
  expect(linearScale(-0.3, 0.9, 0, 1).ticks.map(({ label }) => label)).toEqual(['-0.5', '0.0', '0.5', '1.0'])
})

test('there is one panel for each task, and a search looks the same in all of them and in the key', () => {
  const three = summarize(
    comparison({
      tasks: ['A', 'B', 'C'].map((label) => ({ label, budget: 100 })),
      searches: ['X', 'Y'],
      runs: Object.fromEntries(
        ['A', 'B', 'C'].map((label) => [
          label,
          { X: [{ curve: [[1, 0.5]], charged: 100 }], Y: [{ curve: [[1, 0.25]], charged: 100 }] },
        ]),
      ),
    }),
    { resamples: 50 },
  )
  const svg = curvesFigure(three)
  for (const label of ['A', 'B', 'C']) expect(svg).toContain(`>${label}</text>`)
  for (const place of [0, 1]) expect(svg.split(`class="curve ${lookAt(place).className}"`).length - 1).toBe(3 + 1)
})

test('a figure says what it shows: a title, what lines and bands are, a name for those who do not see it', () => {
  const svg = curvesFigure(summary)
  for (const text of ['made-up', 'best return against evaluations', 'lines: interquartile mean over 4 seeds'])
    expect(svg).toContain(`>${text}</text>`)
  expect(svg).toContain('>bands: 95 % bootstrap intervals</text>')
  expect(svg).toMatch(/role="img" aria-label="made-up: best return against evaluations\. One panel/)
  expect(solvingFigure(summary.cells)).toMatch(
    /aria-label="Maze: evaluations to solve\. X: median 300 \[100, &gt; 10k\], 3 of 4/,
  )
})

test('every run has its mark: full where it solved the task, hollow beside the axis where it did not', () => {
  const svg = solvingFigure(summary.cells)
  expect(svg.match(/mark full s0/g)?.length).toBe(3)
  expect(svg.match(/mark open s0/g)?.length).toBe(1)
  expect(svg.match(/mark full s1/g)?.length).toBe(1)
  expect(svg.match(/mark open s1/g)?.length).toBe(3)
  expect(svg).toContain('seed 2: solved after 2,000 evaluations')
})

test('labels are text in every figure, whatever they are', () => {
  for (const svg of [
    curvesFigure(strange),
    taskCurves(strange.cells.slice(0, 2)),
    solvingFigure(strange.cells.slice(0, 2)),
  ]) {
    expect(svg).not.toContain('<b>')
    expect(svg).toContain(escaped(hostile))
  }
})

test('a file has its own style, also for dark backgrounds, and needs nothing else', () => {
  const file = standalone(panelFigure(summary.cells))
  expect(file.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true)
  expect(file).toContain('prefers-color-scheme:dark')
  expect(file).not.toMatch(/href|url\(|@import|<script/)
  expect(figureStyle).not.toMatch(/[<&]/) // it stands in XML as it is
})

test('no two searches look alike, and every colour stands out from its background', () => {
  expect(new Set(looks.map(({ mark, dashes }) => `${mark} ${dashes}`)).size).toBe(looks.length)
  for (const { light, dark } of looks) {
    expect(contrast(light, '#ffffff')).toBeGreaterThan(4.5)
    expect(contrast(dark, '#15181d')).toBeGreaterThan(4.5)
  }
})

/** Contrast ratio as WCAG 2 defines it. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (light! + 0.05) / (dark! + 0.05)
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}
