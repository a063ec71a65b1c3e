import { expect, test } from 'vitest'
import { mapInWords } from './map-words.ts'
import { openMap } from './maps.ts'

test('a map without walls is told by its units and resources', () => {
  expect(mapInWords(openMap('basesWorkers8x8A'))).toBe(
    'Cells are (x, y). At the start player 0 has Base at (2, 1), Worker at (1, 1) and 5 resources in stock; ' +
      'player 1 has Base at (5, 6), Worker at (6, 6) and 5 resources in stock. ' +
      'Resources lie at (0, 0) 20, (7, 7) 20.',
  )
})

test('walls are drawn', () => {
  const words = mapInWords(openMap('letMeOut'))
  const rows = words.slice(words.indexOf('a wall: ') + 'a wall: '.length, -1).split(' / ')
  const map = openMap('letMeOut')
  expect(rows.map((row) => row.length)).toEqual(Array.from({ length: map.height }, () => map.width))
  expect(rows.join('').replaceAll(/[^#]/g, '').length).toBe(
    map.walls.subarray(0, map.cells).filter((wall) => wall).length,
  )
})

test('units of one type are told together, once', () => {
  expect(mapInWords(openMap('NoWhereToRun9x8'))).toMatch(/player 0 has Base at \(\d, \d\)/)
})
