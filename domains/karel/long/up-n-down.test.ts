import { expect, test } from 'vitest'
import { walk } from '../../../test/kit/karel-long.ts'
import { drawWorld } from '../picture.ts'
import { upNDown } from './up-n-down.ts'

const { definition } = upNDown

test('the start is stairs with a marker at the top', () => {
  expect(drawWorld(walk(definition).world).split('\n')).toEqual([
    '########',
    '#.....1#',
    '#.....##',
    '#....###',
    '#...##.#',
    '#.>##..#',
    '#.##...#',
    '########',
  ])
})

test('reaching the goal counts without a pick; the next one appears further down, then further up', () => {
  const lab = walk(definition)
  expect(lab.stand(1, 5).go('m')).toEqual([0.01 - 0.0001])
  expect(lab.drawn).toEqual(['among 9'])
  expect(lab.markers).toEqual([[6, 1]])
  expect(lab.stand(6, 1).go('l')).toEqual([0.02 - 0.01 - 0.0001])
  expect(lab.drawn[1]).toBe('among 10')
  expect(lab.markers).toEqual([[5, 1]])
})

test('an action that ends two or more cells above the stairs costs more', () => {
  const lab = walk(definition)
  expect(lab.stand(5, 1).go('r')).toEqual([-0.0001])
  expect(lab.stand(4, 1).go('r')).toEqual([-0.0001 - 0.0005])
  expect(walk(definition, { scale: 2 }).stand(4, 1).go('r')).toEqual([-0.00005 - 0.00025])
})

test('picks and puts work anywhere and pay nothing', () => {
  const lab = walk(definition)
  expect(lab.go('u')).toEqual([-0.0001])
  expect(lab.markers).toEqual([
    [1, 6],
    [5, 2],
  ])
  expect(lab.go('pp')).toEqual([-0.0001, -0.0001])
  expect(lab.markers).toEqual([[1, 6]])
})

test('after the last goal nothing appears and every action costs the same, above the stairs too', () => {
  const lab = walk(definition)
  for (let i = 0; i < 100; i++) {
    const [row, col] = lab.markers[0]
    lab.stand(row, col).go('l')
  }
  expect(lab.rules).toMatchObject({ done: true, progress: 1 })
  expect(lab.markers).toEqual([])
  expect(lab.stand(1, 1).go('l')).toEqual([-0.0001])
})
