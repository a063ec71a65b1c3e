import { type Fixture, fixtureKey, type LeagueTask, type Side } from './fixture.ts'
import { championAt, type Roster, type RosterMap, type RosterRun } from './roster.ts'

/** Every match that the standings need, each once, in an order that the roster decides. */
export function fixturesOf({ maps, bots }: Roster): Fixture[] {
  const fixtures = new Map<string, Fixture>()
  for (const map of maps) {
    for (const fixture of [...finalFixtures(map, bots), ...checkpointFixtures(map, bots)]) {
      const key = fixtureKey(fixture)
      if (!fixtures.has(key)) fixtures.set(key, fixture)
    }
  }
  return [...fixtures.values()]
}

/** Two runs whose champions meet at a checkpoint: of different learners, with the same seed. */
export function rivalsOf({ runs }: RosterMap): (readonly [RosterRun, RosterRun])[] {
  return runs.flatMap((one, at) =>
    runs
      .slice(at + 1)
      .filter((other) => other.learner !== one.learner && other.seed === one.seed)
      .map((other) => [one, other] as const),
  )
}

/** The last champions: all against all, and against the bots. */
function* finalFixtures({ runs, task }: RosterMap, bots: readonly Side[]): Generator<Fixture> {
  const last = runs.flatMap(({ champions }) => champions.at(-1)?.side ?? [])
  for (const [at, one] of last.entries()) {
    for (const other of [...last.slice(at + 1), ...bots]) yield* bothSides(task, one, other)
  }
}

function* checkpointFixtures(map: RosterMap, bots: readonly Side[]): Generator<Fixture> {
  const { checkpoints, runs, task } = map
  const rivals = rivalsOf(map)
  for (const evaluations of checkpoints) {
    for (const run of runs) {
      const champion = championAt(run, evaluations)
      if (champion !== undefined) for (const bot of bots) yield* bothSides(task, champion.side, bot)
    }
    for (const pair of rivals) {
      const [one, other] = pair.map((run) => championAt(run, evaluations))
      if (one !== undefined && other !== undefined) yield* bothSides(task, one.side, other.side)
    }
  }
}

/** A program does not play itself: it would get half of the points. */
export function* bothSides(map: LeagueTask, one: Side, other: Side): Generator<Fixture> {
  if (one.key === other.key) return
  yield { map, first: one, second: other }
  yield { map, first: other, second: one }
}

/** Matches that a league of this size has at most, on one map. */
export function mostFixtures(sizes: {
  readonly learners: number
  readonly seeds: number
  readonly bots: number
  readonly checkpoints: number
}): number {
  const { learners, seeds, bots, checkpoints } = sizes
  const runs = learners * seeds
  const atTheEnd = runs * (runs - 1) + 2 * runs * bots
  return atTheEnd + checkpoints * (2 * runs * bots + seeds * learners * (learners - 1))
}
