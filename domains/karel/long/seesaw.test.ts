import { expect, test } from 'vitest'
import { walk } from '../../../test/kit/karel-long.ts'
import { drawWorld } from '../picture.ts'
import { seesaw } from './seesaw.ts'

const { definition } = seesaw

test('the start is two rooms, a corridor and one marker', () => {
  expect(drawWorld(walk(definition).world).split('\n').slice(5, 11)).toEqual([
    '################',
    '#..1.######....#',
    '#..............#',
    '#>.............#',
    '#....######....#',
    '################',
  ])
})

test('a marker taken in one room makes one appear in the other, row drawn before column', () => {
  const lab = walk(definition)
  expect(lab.stand(6, 3).go('p')).toEqual([1 / 64 - 0.0001])
  expect(lab.markers).toEqual([[6, 11]])
  expect(lab.drawn).toEqual(['6..9', '11..14'])
  expect(lab.stand(6, 11).go('p')).toEqual([2 / 64 - 1 / 64 - 0.0001])
  expect(lab.markers).toEqual([[6, 1]])
})

test('putMarker does nothing, a pick from nothing only costs', () => {
  const lab = walk(definition)
  expect(lab.go('up')).toEqual([-0.0001, -0.0001])
  expect(lab.markers).toEqual([[6, 3]])
})

test('the last marker is drawn but does not stay, and after it every action only costs', () => {
  const lab = walk(definition)
  for (let i = 0; i < 64; i++) lab.stand(6, i === 0 ? 3 : i % 2 === 1 ? 11 : 1).go('p')
  expect(lab.rules).toMatchObject({ done: true, progress: 1 })
  expect(lab.markers).toEqual([])
  expect(lab.drawn).toHaveLength(128)
  expect(lab.go('pmu')).toEqual([-0.0001, -0.0001, -0.0001])
})

test('scale multiplies the goal and divides reward and cost', () => {
  const lab = walk(definition, { scale: 16 })
  expect(lab.stand(6, 3).go('p')).toEqual([1 / 1024 - 0.0001 / 16])
  expect(lab.markers).toEqual([[6, 11]])
})
