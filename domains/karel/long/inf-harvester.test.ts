import { expect, test } from 'vitest'
import { walk } from '../../../test/kit/karel-long.ts'
import { infHarvester } from './inf-harvester.ts'

const { definition } = infHarvester
const pays = 1 / 392 - 0.0001

test('the start is a full field', () => {
  const lab = walk(definition)
  expect(lab.markers).toHaveLength(196)
  expect(lab.world.at).toBe(14 * 16 + 1)
})

test('a pick pays and draws an empty cell, then whether a marker grows there', () => {
  const lab = walk(definition, { uniform: 0.5 })
  expect(lab.go('p')).toEqual([pays])
  expect(lab.stand(1, 1).go('p')[0]).toBeCloseTo(pays, 12)
  expect(lab.drawn).toEqual(['0..0', 'uniform', '0..1', 'uniform'])
  expect(lab.markers).toHaveLength(194)
})

test('a marker grows when the draw is below the probability', () => {
  const lab = walk(definition, { uniform: 0.49 })
  lab.go('p')
  expect(lab.markers).toHaveLength(196)
})

test('a marker that the agent has put pays nothing and draws nothing', () => {
  const lab = walk(definition, { uniform: 0.9 })
  lab.go('p')
  expect(lab.go('up')).toEqual([-0.0001, -0.0001])
  expect(lab.drawn).toHaveLength(2)
})

test('a put on a marker leaves it what it was', () => {
  const lab = walk(definition)
  expect(lab.go('up')).toEqual([-0.0001, pays])
})

test('being done stops nothing: picks beyond 392 still pay', () => {
  const lab = walk(definition, { uniform: 0 })
  for (let i = 0; i < 392; i++) lab.go('p')
  expect(lab.rules).toMatchObject({ done: true, progress: 1 })
  expect(lab.go('p')[0]).toBeCloseTo(pays, 12)
})

test('at scale 4 there are four times as many, which grow with probability 7/8', () => {
  const grows = walk(definition, { scale: 4, uniform: 0.874 })
  expect(grows.go('p')).toEqual([1 / 1568 - 0.0001 / 4])
  expect(grows.markers).toHaveLength(196)
  const fails = walk(definition, { scale: 4, uniform: 0.875 })
  fails.go('p')
  expect(fails.markers).toHaveLength(195)
})
