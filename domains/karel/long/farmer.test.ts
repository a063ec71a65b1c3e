import { expect, test } from 'vitest'
import { type Walk, walk } from '../../../test/kit/karel-long.ts'
import { farmer } from './farmer.ts'

const { definition } = farmer
const field = Array.from({ length: 36 }, (_, i) => [1 + Math.floor(i / 6), 1 + (i % 6)] as const)
const seed = [1, 6] as const
const pays = 0.0012
const counts = (rewards: number[]) => rewards.filter((reward) => reward > pays).length

/** Goes over the cells with one action and says how often it counted. */
function over(lab: Walk, action: string, cells = field): number {
  return cells.reduce((sum, [row, col]) => sum + counts(lab.stand(row, col).go(action)), 0)
}

test('a marker put on an empty cell pays 1/720 once', () => {
  const lab = walk(definition)
  expect(lab.go('uu')).toEqual([1 / 720 - 0.0001, -0.0001])
})

test('a pick has no effect until thirty markers count as put, the first one there among them', () => {
  const lab = walk(definition)
  expect(over(lab, 'u', field.slice(6, 34))).toBe(28)
  expect(counts(lab.go('p'))).toBe(0)
  expect(over(lab, 'u', field.slice(34, 35))).toBe(1)
  expect(counts(lab.go('p'))).toBe(1)
})

test('the harvest may begin on an empty cell, which counts nothing', () => {
  const lab = walk(definition)
  over(lab, 'u', field.slice(7))
  expect(counts(lab.stand(1, 1).go('p'))).toBe(0)
  expect(counts(lab.stand(6, 6).go('p'))).toBe(1)
})

test('in the harvest puts have no effect until 36 markers have been picked', () => {
  const lab = walk(definition)
  over(lab, 'u')
  expect(over(lab, 'p', field.slice(0, 20))).toBe(20)
  expect(counts(lab.go('u'))).toBe(0)
})

test('a first round pays 71 times; the marker of the second round is a ghost', () => {
  const lab = walk(definition)
  expect(over(lab, 'u')).toBe(35)
  expect(over(lab, 'p')).toBe(36)
  expect(lab.markers).toEqual([seed])
  expect(lab.rules.bits.isGhost(1 * 8 + 6)).toBe(true)
})

test('a pick before the harvest rewrites the cell all the same: it deletes the ghost and begins another round', () => {
  const lab = walk(definition)
  over(lab, 'u')
  over(lab, 'p')
  expect(counts(lab.stand(...seed).go('p'))).toBe(0)
  expect(lab.markers).toEqual([seed])
})

test('a put on the ghost makes it a marker and pays; left a ghost, it is harvested for nothing', () => {
  const [put, left] = [walk(definition), walk(definition)]
  for (const lab of [put, left]) {
    over(lab, 'u')
    over(lab, 'p')
  }
  expect(over(put, 'u') + over(put, 'p')).toBe(72)
  const others = field.filter(([row, col]) => row !== seed[0] || col !== seed[1])
  expect(over(left, 'u', others) + over(left, 'p', [...others, seed])).toBe(70)
})

test('without ghosts the marker of a new round is one', () => {
  const lab = walk(definition, { ghosts: false })
  over(lab, 'u')
  over(lab, 'p')
  expect(lab.rules.bits.isGhost(1 * 8 + 6)).toBe(false)
  const others = field.filter(([row, col]) => row !== seed[0] || col !== seed[1])
  expect(over(lab, 'u', others) + over(lab, 'p')).toBe(71)
})

test('after ten rounds the field stays empty and nothing has an effect', () => {
  const lab = walk(definition)
  let paid = 0
  for (let round = 0; round < 10; round++) paid += over(lab, 'u') + over(lab, 'p')
  expect(paid).toBe(719)
  expect(lab.rules).toMatchObject({ done: true, progress: 719 / 720 })
  expect(lab.go('up')).toEqual([-0.0001, -0.0001])
  expect(lab.markers).toEqual([])
})
