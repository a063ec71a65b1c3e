import { seededRng } from '@cairn/language'
import { expect, test } from 'vitest'
import { support } from './double-oracle.ts'
import { minimaxStrategy } from './minimax.ts'

const rounded = (strategy: readonly number[]) => strategy.map((probability) => Math.round(probability * 1e6) / 1e6)

test.each([
  ['a game of one', [[0.5]], [1]],
  [
    'matching pennies, shifted',
    [
      [1, 0],
      [0, 1],
    ],
    [0.5, 0.5],
  ],
  [
    'rock, paper and scissors',
    [
      [0.5, 0, 1],
      [1, 0.5, 0],
      [0, 1, 0.5],
    ],
    [1 / 3, 1 / 3, 1 / 3],
  ],
  // Rock wins double: paper is played half of the time.
  [
    'rock, paper and scissors with a prize for rock',
    [
      [0, -1, 2],
      [1, 0, -1],
      [-2, 1, 0],
    ],
    [0.25, 0.5, 0.25],
  ],
  [
    'a row that dominates',
    [
      [0.5, 0, 0],
      [1, 0.5, 0.5],
      [1, 0.5, 0.5 - 1e-3],
    ],
    [0, 1, 0],
  ],
  [
    'two rows of which neither is best',
    [
      [3, -1],
      [-1, 1],
    ],
    [1 / 3, 2 / 3],
  ],
  [
    'more columns than rows',
    [
      [0, 1, 0.5],
      [1, 0, 0.5],
    ],
    [0.5, 0.5],
  ],
  [
    'a program that fails against all others',
    [
      [0.5, 2, 1],
      [-1, 0.5, 0],
      [0, 1, 0.5],
    ],
    [1, 0, 0],
  ],
])('solves %s', (_, payoff, strategy) => {
  expect(rounded(minimaxStrategy(payoff))).toEqual(rounded(strategy))
})

test('of archives as they come, gives no column more than there is to get, and always the same', () => {
  const rng = seededRng(4)
  for (let game = 0; game < 200; game++) {
    const size = 1 + rng.below(30)
    const payoff = Array.from({ length: size }, () => Array<number>(size).fill(0.5))
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < row; column++) {
        payoff[row]![column] = rng.below(5) / 4
        payoff[column]![row] = 1 - payoff[row]![column]!
      }
    }
    const strategy = minimaxStrategy(payoff)
    expect(strategy.reduce((sum, probability) => sum + probability)).toBeCloseTo(1, 9)
    // The game is the same for both players: its value is that of a draw.
    for (let column = 0; column < size; column++) {
      const value = strategy.reduce((sum, probability, row) => sum + probability * payoff[row]![column]!, 0)
      expect(value).toBeGreaterThan(0.5 - 1e-6)
    }
    expect(minimaxStrategy(payoff.map((row) => [...row]))).toEqual(strategy)
  }
})

test('opponents are those whose probability is not 0 when rounded half up to hundredths', () => {
  expect(support([0.005, 0.00499, 0.99001, 0])).toEqual([true, false, true, false])
})

test('where no probability is that large, opponents are those of the largest', () => {
  const many = Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? 0.004 : 0.003))
  expect(support(many)).toEqual(many.map((probability) => probability === 0.004))
})
