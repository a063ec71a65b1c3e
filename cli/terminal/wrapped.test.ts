import { expect, test } from 'vitest'
import { wrapped } from './wrapped.ts'

test('no line is longer than asked, and nothing is lost', () => {
  const text = 'The agent stands in the upper left corner, facing East; the goal square is in the lower right corner.'
  const lines = wrapped(text, 40, 6).split('\n')
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(40)
  expect(lines.every((line) => line.startsWith('      ') && line[6] !== ' ')).toBe(true)
  expect(lines.join(' ').trim().split(/\s+/)).toEqual(text.split(/\s+/))
})

test('a word that fits nowhere has a line of its own', () => {
  expect(wrapped('a incomprehensibilities b', 8)).toBe('a\nincomprehensibilities\nb')
  expect(wrapped('', 8)).toBe('')
})
