import type { Program } from '@cairn/language'
import type { Search } from '../context.ts'
import { Archive } from './archive.ts'
import type { Learner } from './learner.ts'
import type { Matches } from './matches.ts'
import { minimaxStrategy } from './minimax.ts'
import { type ArchiveOptions, archiveOptions } from './options.ts'
import { selfPlay } from './self-play.ts'

/** The opponents are the programs that the best mixed strategy over the archive plays. */
class DoubleOracle implements Learner {
  opponents: readonly Program[]
  readonly #archive: Archive

  constructor(archive: Archive) {
    this.#archive = archive
    this.opponents = [...archive.members]
  }

  get archive(): number {
    return this.#archive.members.length
  }

  get champion(): Program {
    return this.#archive.champion
  }

  async update(response: Program): Promise<Program> {
    const { members, payoff } = this.#archive
    const cleared = await this.#archive.cleared(response)
    await this.#archive.add(response, cleared)
    const isPlayed = support(minimaxStrategy(payoff))
    this.opponents = members.filter((_, i) => isPlayed[i])
    return cleared
  }
}

/** Whose probability is more than 0 when rounded to hundredths. Where that is nobody's, whose is the largest. */
export function support(strategy: readonly number[]): boolean[] {
  const played = strategy.map((probability) => Math.round(probability * 100) > 0)
  if (played.includes(true)) return played
  const most = Math.max(...strategy)
  return strategy.map((probability) => probability === most)
}

/**
 * Double oracle: each program is one that beats those of the best mixed strategy over all found so far. The weights of
 * the strategy count for nothing but who is in it.
 *
 * Source: rubensolv/LocalLearnerIJCAI, `DO`.
 */
export const doubleOracle: Search<ArchiveOptions> = {
  name: 'do',
  summary: 'self-play by double oracle: each program is to beat the best mixture of those before (DO)',
  options: archiveOptions,
  run: (search, options) =>
    selfPlay(
      search,
      options,
      (matches: Matches, first: Program) => new DoubleOracle(new Archive(matches, first, options)),
    ),
}
