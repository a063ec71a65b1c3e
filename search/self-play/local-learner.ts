import { keyOf, type Program } from '@cairn/language'
import type { Played } from '../arena.ts'
import type { Search } from '../context.ts'
import { Archive } from './archive.ts'
import type { Learner } from './learner.ts'
import { pairOf } from './matches.ts'
import { type ArchiveOptions, archiveDefaults, archiveOptions } from './options.ts'
import { selfPlay } from './self-play.ts'

export type LocalLearnerOptions = ArchiveOptions & {
  /** When a neighbour counts as having lost to an opponent. */
  'loss-test': 'intended' | 'released'
  /** What becomes of a response whose text is in the archive already. */
  known: 'again' | 'skip'
}

export const localLearnerDefaults = {
  ...archiveDefaults,
  'loss-test': 'intended',
  known: 'again',
} satisfies LocalLearnerOptions

/**
 * The opponents are those that tell apart neighbours that beat the last one: they are kept one by one, whoever defeats
 * most of the neighbours that no kept one defeats.
 */
class LocalLearner implements Learner {
  opponents: readonly Program[]
  readonly #archive: Archive
  readonly #options: LocalLearnerOptions
  /** `X`: how often each set of opponents was lost to by a program that beats the last one. */
  readonly #lost = new Map<string, { readonly to: readonly number[]; times: number }>()

  constructor(archive: Archive, options: LocalLearnerOptions) {
    this.#archive = archive
    this.#options = options
    this.opponents = [...archive.members]
  }

  get archive(): number {
    return this.#archive.members.length
  }

  get champion(): Program {
    return this.#archive.champion
  }

  heard(played: readonly Played[]): void {
    for (const each of played) {
      const to = this.#lostTo(each)
      if (to.length === 0) continue // it explains nothing
      const key = to.join()
      const known = this.#lost.get(key)
      if (known === undefined) this.#lost.set(key, { to, times: 1 })
      else known.times++
    }
  }

  async update(response: Program): Promise<Program> {
    const cleared = await this.#archive.cleared(response)
    if (this.#options.known === 'again' || !this.#knows(cleared)) await this.#archive.add(response, cleared)
    const stronger = await this.#archive.stronger(cleared)
    this.opponents = stronger.length > 0 ? [...this.opponents, ...stronger] : [...this.#kept(), cleared]
    this.#lost.clear()
    return cleared
  }

  #knows(program: Program): boolean {
    const key = keyOf(program)
    return this.#archive.members.some((member) => keyOf(member) === key)
  }

  /** The opponents that a program lost to that beat the last one. */
  #lostTo(played: Played): number[] {
    const last = this.opponents.length - 1
    if (pairOf(played, last) <= 1) return []
    let sum = 0
    return [...this.opponents.keys()].filter((i) => {
      const pair = pairOf(played, i)
      sum += pair
      // The released code adds up the pairs of all opponents so far, and the first match of this one.
      return this.#options['loss-test'] === 'intended' ? pair < 1 : played.returns[2 * i]! + sum < 1
    })
  }

  /** Greedy cover: the last opponent, then whoever defeats most of what is not covered, the first of equal ones. */
  #kept(): Program[] {
    const kept = [this.opponents.length - 1]
    let uncovered = [...this.#lost.values()]
    for (;;) {
      const counts = this.opponents.map(() => 0)
      for (const { to, times } of uncovered) for (const i of to) counts[i]! += times
      const most = Math.max(...counts)
      if (most === 0) return kept.map((i) => this.opponents[i]!)
      const next = counts.indexOf(most)
      kept.push(next)
      uncovered = uncovered.filter(({ to }) => !to.includes(next))
    }
  }
}

/**
 * Local Learner: more opponents than iterated best response, fewer than fictitious play.
 *
 * Source: 2L (Moraes et al., IJCAI 2023), rubensolv/LocalLearnerIJCAI, `CS_Orig_booster`.
 */
export const localLearner: Search<LocalLearnerOptions> = {
  name: '2l',
  summary: 'self-play by Local Learner: each program is to beat those that told its neighbours apart (2L)',
  options: {
    'loss-test': {
      kind: 'choice',
      default: localLearnerDefaults['loss-test'],
      of: ['intended', 'released'],
      about:
        'when a program has lost to an opponent: intended (its pair of matches sums to less than 1), or as the released code has it (with the pairs of the opponents before added)',
    },
    known: {
      kind: 'choice',
      default: localLearnerDefaults.known,
      of: ['again', 'skip'],
      about: 'a response whose text is in the archive: comes in again (2L), or is left out of it (LISS)',
    },
    ...archiveOptions,
  },
  run: (search, options) =>
    selfPlay(search, options, (matches, first) => new LocalLearner(new Archive(matches, first, options), options)),
}
