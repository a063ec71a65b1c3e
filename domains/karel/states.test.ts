import { describe, expect, test } from 'vitest'
import { karel } from './index.ts'
import { states } from './states.ts'

const starts = Array.from({ length: 500 }, (_, episode) => states.startOf(episode))

describe('the states in which behaviour is compared', () => {
  test('are of every size from 6 to 12, with the agent on a free cell facing anywhere', () => {
    expect([...new Set(starts.map(({ height }) => height))].sort((a, b) => a - b)).toEqual([6, 7, 8, 9, 10, 11, 12])
    expect([...new Set(starts.map(({ facing }) => facing))].sort()).toEqual([0, 1, 2, 3])
    for (const { height, width, walls, at } of starts) {
      expect(height).toBe(width)
      expect(walls[at]).toBe(0)
    }
  })

  test('have walls on a tenth of the inner cells and markers on a tenth of the free ones', () => {
    const inner = starts.reduce((sum, { height }) => sum + (height - 2) ** 2, 0)
    const free = starts.reduce(
      (sum, { walls, cells }) => sum + walls.subarray(0, cells).filter((wall) => !wall).length,
      0,
    )
    const marked = starts.reduce((sum, { total }) => sum + total, 0)
    expect(1 - free / inner).toBeCloseTo(0.1, 1)
    expect(marked / free).toBeCloseTo(0.1, 1)
  })

  test('are opened by name and listed nowhere', () => {
    expect(karel.task('karel/states').spec.options['max-calls']).toBe(100)
    expect(karel.tasks.map(({ name }) => name)).not.toContain('karel/states')
  })

  test('come without a single free cell, if that is asked for, and the agent still has one', () => {
    const { walls, at } = states.startOf(3, { smallest: 3, largest: 3, walls: 90 })
    expect(walls[at]).toBe(0)
  })
})
