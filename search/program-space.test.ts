import { type Program, type Rng, seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { searchedMicrolanguage } from '../domains/microrts/language/drawing.ts'
import { sampleStatement } from '../domains/microrts/language/generation.ts'
import { mutateToOther } from '../domains/microrts/language/mutation.ts'
import { type Asked, runScripted, type Script } from '../test/kit/scripted-search.ts'
import { hillClimb, innateCoder, lissR, randomSearch, scheduledHillClimb } from './index.ts'
import { simulatedAnnealing } from './simulated-annealing.ts'

/** A statement of a budget from 1 to 9. */
const start = (rng: Rng): Program => sampleStatement(rng, 1 + rng.below(9))

const budget = 60
const script = (more: Partial<Script> = {}): Script => ({
  rng: seededRng(3),
  budget,
  language: searchedMicrolanguage,
  score: () => 0,
  ...more,
})
const programsOf = (asked: readonly Asked[]): Program[] =>
  asked.flatMap((question) => (question.kind === 'score' ? [question.program] : question.programs))

describe('on MicroRTS', () => {
  /** Climbs that never find anything better: a start and all its neighbours, again and again. */
  function climbs(neighbours: number): Program[] {
    const rng = seededRng(3)
    const programs: Program[] = []
    while (programs.length < budget) {
      const from = start(rng)
      const own = rng.split()
      programs.push(from, ...Array.from({ length: neighbours }, () => mutateToOther(from, own)))
    }
    return programs.slice(0, budget)
  }

  test.each(['clean', 'old'])(
    'a hill climber in the space %s starts and steps as the reference draws',
    async (space) => {
      const { asked } = await runScripted(hillClimb, { neighbours: 7, space }, script())
      expect(programsOf(asked)).toEqual(climbs(7))
    },
  )

  test('so does one whose neighbourhoods grow', async () => {
    const schedule = { 'start-neighbours': 7, 'end-neighbours': 7 }
    const { asked } = await runScripted(scheduledHillClimb, schedule, script())
    expect(programsOf(asked)).toEqual(climbs(7))
  })

  test('so do the syntactic neighbours among those of a library, which come once each', async () => {
    const options = { programs: 'none', epsilon: 1, neighbours: 7 }
    const { asked } = await runScripted(innateCoder, options, script())
    const rng = seededRng(3)
    const expected: Program[] = []
    while (expected.length < budget) {
      const from = start(rng)
      const own = rng.split()
      const near = Array.from({ length: 7 }, () => {
        own.uniform()
        return mutateToOther(from, own)
      })
      expected.push(from, ...near.filter((each, i) => near.findIndex((other) => String(other) === String(each)) === i))
    }
    expect(programsOf(asked)).toEqual(expected.slice(0, budget))
  })

  test('so does random search, whatever its bounds', async () => {
    const { asked } = await runScripted(randomSearch, { height: 1, run: 1 }, script())
    const rng = seededRng(3)
    const first = start(rng)
    const own = rng.split()
    expect(programsOf(asked)).toEqual([first, ...Array.from({ length: budget - 1 }, () => start(own))])
  })

  test('so does annealing, whatever its size', async () => {
    const { asked } = await runScripted(simulatedAnnealing, { size: 2 }, script())
    const rng = seededRng(3)
    let here = start(rng)
    const expected = [here]
    while (expected.length < budget) {
      here = mutateToOther(here, rng)
      expected.push(here)
      rng.uniform() // equal scores: accepted
    }
    expect(programsOf(asked)).toEqual(expected)
  })

  test('the programs that LISS-r cuts into options are drawn so too', async () => {
    const asked: Program[] = []
    const behaviours: Script['behaviours'] = async (subtrees) => {
      asked.push(...subtrees)
      return Float64Array.from(subtrees, (_, i) => i)
    }
    await runScripted(lissR, { samples: 5, states: 1 }, script({ behaviours }))
    const rng = seededRng(3).stream('samples')
    const drawn = Array.from({ length: 5 }, () => start(rng))
    const text = drawn.map((program) => [...program].join()).join(';')
    expect(asked.length).toBeGreaterThan(0)
    for (const part of asked) expect(text).toContain([...part].join())
  })
})
