import { expect, test } from 'vitest'
import { madeLeague, valley } from '../../test/kit/league.ts'
import { standingsOf } from './standings.ts'
import { crossCsv, crossTable, payoffCsv, rankingTable, ratesCsv, ratingsCsv } from './tables.ts'

const standings = standingsOf(valley)
const [map] = standings.maps

test('winning rates are points per match of all pairs of programs, and those of the two sides add up to 1', () => {
  const { cross, bots, overall } = map!
  expect(cross[0]![1]!.value).toBe(3.5 / 4)
  expect(cross[1]![0]!.value).toBe(0.5 / 4)
  expect([cross[0]![0], cross[1]![1]]).toEqual([undefined, undefined])
  expect(bots.map(([of]) => of!.value)).toEqual([0.75, 0])
  expect(overall.map(({ bots: of, learners }) => [of!.value, learners!.value])).toEqual([
    [0.75, 3.5 / 4],
    [0, 0.5 / 4],
  ])
})

test('intervals come from the seeds of both sides, and hold the rate', () => {
  const { low, high } = map!.cross[0]![1]!
  expect(low).toBe(0.5) // both times A's second program, both times the one that drew with it
  expect(high).toBe(1)
  expect(map!.bots[1]![0]).toEqual({ value: 0, low: 0, high: 0 })
  expect(standingsOf(valley)).toEqual(standings)
})

test('curves have a point where some run is as far as that', () => {
  const [a] = map!.curves
  expect(a!.bots.map(({ evaluations, value, low, high, runs }) => [evaluations, value, low, high, runs])).toEqual([
    [500, 0, 0, 0, 2],
    [1_000, 0.75, 0.5, 1, 2],
  ])
  const short = { ...valley.maps[0]!.checkpoints[0]!, againstBots: [[], [0.5]] }
  const early = { ...valley, maps: [{ ...valley.maps[0]!, checkpoints: [short] }] }
  expect(standingsOf(early).maps[0]!.curves.map(({ bots }) => bots.length)).toEqual([0, 1])
})

test('the tables are as wide as their heads, with the best rating first', () => {
  for (const table of [crossTable(standings, map!), rankingTable(standings, map!)]) {
    for (const row of table.rows) expect(row.length).toBe(table.heads.length)
  }
  expect(crossTable(standings, map!, { intervals: false }).rows).toEqual([
    ['A', '–', '0.875', '0.875', '0.750', '0.750', '24.0 (30.0 ± 2.0)'],
    ['B', '0.125', '–', '0.125', '0.000', '0.000', '23.0 (29.0 ± 2.0)'],
  ])
  expect(rankingTable(standings, map!).rows.map(([place, name, learner]) => [place, name, learner])).toEqual([
    ['1', 'run-A-0', 'A'],
    ['2', 'run-A-1', 'A'],
    ['3', 'run-B-0', 'B'],
    ['4', 'run-B-1', 'B'],
    ['5', 'Rush', 'bot'],
  ])
})

test('the CSV files hold every figure, one a row', () => {
  expect(crossCsv(standings).trimEnd().split('\n')).toEqual([
    'map,learner,against,kind,winning_rate,low,high',
    'Valley,A,B,learner,0.875,0.5,1',
    expect.stringMatching(/^Valley,A,,learners,0\.875,/),
    expect.stringMatching(/^Valley,A,Rush,bot,0\.75,/),
    expect.stringMatching(/^Valley,A,,bots,0\.75,/),
    expect.stringMatching(/^Valley,B,A,learner,0\.125,/),
    expect.stringMatching(/^Valley,B,,learners,0\.125,/),
    'Valley,B,Rush,bot,0,0,0',
    'Valley,B,,bots,0,0,0',
  ])
  const payoff = payoffCsv(standings).trimEnd().split('\n')
  expect(payoff.length).toBe(1 + 5 * 4)
  expect(payoff).toContain('Valley,run-B-1,run-A-1,0.5')
  expect(ratingsCsv(standings).trimEnd().split('\n').length).toBe(1 + 5 + 2 + 2)
  expect(ratesCsv(standings).trimEnd().split('\n').length).toBe(1 + 2 * 2 * 2)
})

test('a learner without a champion, and a league without bots, leave nothing but gaps', () => {
  const bare = standingsOf(madeLeague({ learners: ['A', 'B'], bots: [], points: [[[undefined]], []] }))
  const { cross, bots, overall } = bare.maps[0]!
  expect(cross.flat()).toEqual([undefined, undefined, undefined, undefined])
  expect(bots).toEqual([[], []])
  expect(overall).toEqual([
    { bots: undefined, learners: undefined },
    { bots: undefined, learners: undefined },
  ])
})
