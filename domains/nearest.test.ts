import { expect, test } from 'vitest'
import { editDistance, nearest } from './nearest.ts'

test.each([
  ['kitten', 'sitting', 3],
  ['', 'abc', 3],
  ['harvester', 'harvester', 0],
  ['hravester', 'harvester', 1],
  ['maze', 'mazes', 1],
])('from %j to %j it takes %i edits', (from, to, edits) => {
  expect(editDistance(from, to)).toBe(edits)
  expect(editDistance(to, from)).toBe(edits)
})

test('the nearest candidate is the one with the fewest edits, the first of several', () => {
  expect(nearest('harvster', ['maze', 'harvester', 'seeder'])).toBe('harvester')
  expect(nearest('--sead', ['--seed', '--send'])).toBe('--seed')
  expect(nearest('Budget', ['budget'])).toBe('budget')
})

test('nothing is near to what is quite different', () => {
  expect(nearest('xyzzy', ['maze', 'seeder'])).toBeUndefined()
  expect(nearest('maze', [])).toBeUndefined()
})
