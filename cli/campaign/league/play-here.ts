import { createState, openMap, playMatch, readContestant, unitTables } from '@cairn/domains'
import { type Fixture, leagueSeed, type MatchResult, type Side, viewOf } from './fixture.ts'
import { patient } from './patient.ts'

/** Plays a match in this thread. A program that fails waits in that tick. */
export function playHere(fixture: Fixture): MatchResult {
  const { map, first, second } = fixture
  const { table, conflict, fog } = map.spec.options
  const rules = { table: unitTables[table as keyof typeof unitTables], conflict: conflict as 'BOTH' }
  const state = createState(openMap(map.map), rules)
  let failed = false
  const contestant = (side: Side) =>
    patient(readContestant(side.kind === 'bot' ? side.key : side.text), () => {
      failed = true
    })
  const view = viewOf(fixture)
  const [one, other] = view === 0 ? [first, second] : [second, first]
  const options = { maxTicks: map.maxTicks, loop: 'reference', fog: fog === true, seed: leagueSeed } as const
  const { winner, ticks } = playMatch(state, [contestant(one), contestant(other)], view, options)
  return { points: winner === -1 ? 0.5 : winner === 0 ? 1 : 0, ticks, failed }
}
