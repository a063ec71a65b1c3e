import { describe, expect, test } from 'vitest'
import { gameMap } from './map.ts'
import { parseMapJson, printMapJson } from './map-json.ts'
import { parseMapXml } from './map-xml.ts'
import { listMaps, openMap } from './maps.ts'

test('52 maps come along, and each is called like its file', () => {
  expect(listMaps()).toHaveLength(52)
  for (const name of listMaps()) expect(openMap(name).name).toBe(name)
})

test('a misspelt map names the nearest', () => {
  expect(() => openMap('basesWorkers8x8B')).toThrow(
    expect.objectContaining({ code: 'E_UNKNOWN_MAP', nearest: 'basesWorkers8x8' }),
  )
  expect(() => openMap('../maps/letMeOut')).toThrow(expect.objectContaining({ code: 'E_UNKNOWN_MAP' }))
})

test('neighbours lead up, right, down and left, and outside beyond the edge', () => {
  const { neighbours, outside, walls } = openMap('basesWorkers8x8A')
  expect([...neighbours.subarray(0, 4)]).toEqual([outside, 1, 8, outside])
  expect([...neighbours.subarray(4 * 9, 4 * 10)]).toEqual([1, 10, 17, 8])
  expect([...neighbours.subarray(4 * 63, 4 * 64)]).toEqual([55, outside, outside, 62])
  expect(walls[outside]).toBe(1)
})

const small = {
  name: 'small',
  source: 'here',
  width: 3,
  height: 2,
  walls: [false, true, false, false, false, true],
  stock: [5, 4],
  units: [
    { id: 7, type: 'Base', owner: 0, x: 0, y: 0, hp: 10, resources: 0 },
    { id: 3, type: 'Resource', owner: -1, x: 1, y: 1, hp: 1, resources: 20 },
  ],
} as const

test('a map is read as it was printed', () => {
  expect(parseMapJson(printMapJson(small), 'small')).toEqual(small)
})

describe('a JSON map with a fault says which field is wrong', () => {
  const printed = printMapJson(small)
  test.each([
    ['no JSON', '{', 'map: expected JSON'],
    ['no object', '[]', 'map: expected an object'],
    ['a short row', printed.replace('"..#"', '".#"'), 'terrain[1]: expected 3 cells, like row 0, got ".#"'],
    ['an unknown cell', printed.replace('"..#"', '"..x"'), 'terrain[1]: expected a row of . and #, got "..x"'],
    ['an unknown type', printed.replace('Base', 'Castle'), 'units[0].type: expected one of Resource'],
    ['a third player', printed.replace('"owner": 0', '"owner": 2'), 'units[0].owner: expected 0, 1 or -1, got 2'],
    ['a fraction', printed.replace('"hp": 10', '"hp": 1.5'), 'units[0].hp: expected an integer from 0, got 1.5'],
    ['one stock', printed.replace('[5, 4]', '[5]'), 'stock: expected two counts, got [5]'],
  ])('%s', (_, text, message) => {
    expect(() => parseMapJson(text, 'small')).toThrow(`map small: ${message}`)
  })

  test.each([
    ['outside', { ...small.units[0], x: 3 }, 'units[0].x: expected 0 to 2, got 3'],
    ['on another unit', { ...small.units[0], x: 1, y: 1 }, 'units[1]: expected a cell without another unit, got [1,1]'],
    ['of the same id', { ...small.units[0], id: 3 }, 'units[1].id: expected an id that no other unit has, got 3'],
  ])('a unit %s', (_, unit, message) => {
    expect(() => gameMap({ ...small, units: [unit, small.units[1]] })).toThrow(`map small: ${message}`)
  })
})

describe('maps of the Java engine', () => {
  const xml = (terrain: string, units = '') => `<?xml version="1.0"?>
<rts.PhysicalGameState width="3" height="2" >
  <terrain>${terrain}</terrain >
  <players>
    <rts.Player ID="0" resources="5" ></rts.Player>
    <rts.Player ID='1' resources="4"/>
  </players>
  <units>
    <!-- in list order -->
    <rts.units.Unit type="Base" ID="7" player="0" x="0" y="0" resources="0" hitpoints="10" >
    </rts.units.Unit>
    <rts.units.Unit type="Resource" ID="3" player="-1" x="1" y="1" resources="20" hitpoints="1" />${units}
  </units>
</rts.PhysicalGameState>
`
  const read = (text: string) => parseMapXml(text, { name: 'small', source: 'here' })

  test.each([['010001'], ['ABA3B'], ['A1B1A3B1'], ['ABA3']])('terrain %s is read', (terrain) => {
    expect(read(xml(terrain))).toEqual(small)
  })

  test.each([
    ['a missing cell', xml('01000'), 'terrain: expected 6 cells, got 5'],
    ['another digit', xml('010002'), 'terrain[5]: expected 0 or 1, got "2"'],
    ['a run that is too long', xml('A9999999'), 'terrain: expected 6 cells in all, got "A9999999"'],
    ['another root', '<map/>', 'root element: expected rts.PhysicalGameState, got "map"'],
    [
      'an open element',
      xml('010001').replace('</players>', ''),
      'line 14: expected XML, got "expected </players>, got </rts.Ph',
    ],
    ['no players', xml('010001').replaceAll('players', 'teams'), 'players: expected exactly one element'],
    ['players out of order', xml('010001').replace('ID="0"', 'ID="1"'), 'players[0].ID: expected 0: players in the'],
    ['no number', xml('010001').replace('x="1"', 'x="one"'), 'units[1].x: expected a 32-bit integer, got "one"'],
    ['an unknown type', xml('010001', '<rts.units.Unit type="Cat"/>'), 'units[2].type: expected one of Resource'],
  ])('%s is named', (_, text, message) => {
    expect(() => read(text)).toThrow(`map small: ${message}`)
  })
})
