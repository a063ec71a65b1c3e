import { describe, expect, test } from 'vitest'
import { runInArena } from '../../test/kit/arena.ts'
import { CountedRng, chanceGame, countedLanguage } from '../../test/kit/arena-game.ts'
import { type PlainOptions, plainSelfPlay } from '../../test/kit/plain-self-play.ts'
import type { Search } from '../context.ts'
import { doubleOracle } from './double-oracle.ts'
import { shortestProgram } from './first-program.ts'
import { localLearner } from './local-learner.ts'
import { fictitiousPlay, iteratedBestResponse } from './recent-opponents.ts'

const learners = { ibr: iteratedBestResponse, fp: fictitiousPlay, do: doubleOracle, '2l': localLearner }

const plain: PlainOptions = {
  learner: 'ibr',
  n: 3,
  response: 'hc',
  k: 8,
  limit: 60,
  clear: true,
  freeFailures: true,
  freeArchive: true,
  releasedLossTest: false,
  skipKnown: false,
}

/** The options of the search that say the same. */
function optionsOf({ learner, ...plain }: PlainOptions) {
  const archive = learner === 'do' || learner === '2l'
  return {
    neighbours: plain.k,
    response: plain.response,
    'response-evaluations': plain.limit === Number.POSITIVE_INFINITY ? 0 : plain.limit,
    clear: plain.clear,
    invalid: plain.freeFailures ? 'free' : 'charged',
    ...(learner === 'fp' ? { opponents: plain.n } : {}),
    ...(archive ? { archive: plain.freeArchive ? 'free' : 'charged' } : {}),
    ...(learner === '2l'
      ? {
          'loss-test': plain.releasedLossTest ? 'released' : 'intended',
          known: plain.skipKnown ? 'skip' : 'again',
        }
      : {}),
  }
}

async function both(options: PlainOptions, seed: number, budget: number) {
  const first = shortestProgram(countedLanguage())
  const expected = plainSelfPlay(chanceGame(seed, countedLanguage()), new CountedRng(), first, budget, options)
  const search: Search = learners[options.learner]
  const script = { game: chanceGame(seed, countedLanguage()), rng: new CountedRng(), budget }
  return { expected, run: await runInArena(search, optionsOf(options), script) }
}

const variants: readonly Partial<PlainOptions>[] = [
  {},
  { response: 'sa' },
  { clear: false, freeFailures: false, freeArchive: false },
  { releasedLossTest: true, skipKnown: true, k: 5 },
  { response: 'sa', releasedLossTest: true, freeFailures: false },
  { limit: Number.POSITIVE_INFINITY, k: 20 },
]

describe.each(['ibr', 'fp', 'do', '2l'] as const)('%s plays what the plain one plays, match by match', (learner) => {
  test.each(variants)('with %o', async (variant) => {
    let crowned = 0
    for (let seed = 0; seed < 12; seed++) {
      const { expected, run } = await both({ ...plain, ...variant, learner }, seed, 700)
      expect(run.log).toEqual(expected.log)
      expect(run.charged).toBe(expected.charged)
      crowned += run.crowned.length
    }
    expect(crowned).toBeGreaterThan(24)
  })
})
