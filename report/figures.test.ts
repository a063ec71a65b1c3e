import { expect, test } from 'vitest'
import { evaluations, grouped, medianInterval, optionsText, powerOfTen, returned, short, wallTime } from './figures.ts'
import { slug } from './slug.ts'

test('numbers are written to be read', () => {
  expect([grouped(0), grouped(1_234_567.4)]).toEqual(['0', '1,234,567'])
  expect([999, 9_999, 10_000, 123_456, 999_600, 12_345_678].map(short)).toEqual([
    ...['999', '9,999', '10k', '123k', '1M', '12.3M'],
  ])
  expect([1_000, 1_000_000, 500].map(powerOfTen)).toEqual(['10³', '10⁶', '500'])
  expect([-0.0001, 0.0625, 1, undefined, Number.NEGATIVE_INFINITY].map(returned)).toEqual([
    ...['0.000', '0.063', '1.000', '–', '–'],
  ])
  expect([0.4712, 99, 150, 12_240].map(wallTime)).toEqual(['0.47 s', '99 s', '3 min', '3.4 h'])
  expect(optionsText({ height: 8, crashable: true })).toBe('height=8, crashable=true')
})

test('evaluations beyond the budget are said to be, and so is an end of their interval', () => {
  const task = { budget: 100_000 }
  const [far, near] = [Number.POSITIVE_INFINITY, 1_064]
  expect([evaluations(near, task), evaluations(far, task), evaluations(undefined, task)]).toEqual([
    ...['1,064', '> 100k', '–'],
  ])
  const of = (value: number, low: number, high: number) => ({
    median: { value, low, high },
    task: { ...maze, ...task },
  })
  expect(medianInterval(of(near, 657, far))).toBe('1,064 [657, > 100k]')
  expect(medianInterval(of(far, far, far))).toBe('> 100k')
})

const maze = { label: 'Maze', name: 'made/maze', options: {}, budget: 1, episodes: 1, freshEpisodes: 0, bestReturn: 1 }

test('a label becomes part of a name of a file in letters that every system takes', () => {
  expect(['StairClimber', 'HC-250', 'ε = 0.1', '../../etc', 'Door Key'].map(slug)).toEqual([
    ...['stair-climber', 'hc-250', '0-1', 'etc', 'door-key'],
  ])
})
