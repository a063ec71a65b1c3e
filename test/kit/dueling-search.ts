import { type Program, print, sampleProgram } from '@cairn/language'
import { arenaOf, type Matching, type Played, type Search, SearchClosed, type SearchContext } from '@cairn/search'

export interface DuelingOptions {
  /** Called before each question, with how many were asked before. */
  readonly asking?: (question: number) => void
  /** Called with what was answered, as a line of text. */
  readonly told?: (answer: string) => void
  /** Asks on forks, too. */
  readonly forks?: boolean
  /** Programs it has to choose from at a time. */
  readonly pool?: number
}

/**
 * A search of every kind of question that an arena answers, over lists of opponents that change by one or two; each
 * answer decides what it asks next, so that no difference in any of them stays hidden.
 */
export function duelingSearch(options: DuelingOptions = {}): Search {
  const { asking = () => {}, told = () => {}, forks = false, pool: size = 14 } = options
  let questions = 0

  async function duel(search: SearchContext): Promise<void> {
    const { language, rng } = search
    const arena = arenaOf(search)
    const ask = async <T>(question: () => Promise<T>, text: (answer: T) => string): Promise<T> => {
      asking(questions++)
      const answer = await question()
      told(`${search.charged} ${text(answer)}`)
      return answer
    }
    const played = (all: readonly Played[]) =>
      all.map(({ program, score, returns }) => `${print(language, program)} ${score} ${returns.join()}`).join('; ')
    const draw = () => language.drawing?.sample(rng) ?? sampleProgram(language, rng)
    const pool = Array.from({ length: size }, () => draw())
    const pick = () => pool[rng.below(pool.length)]!
    let opponents: Program[] = [pick()]
    let score = Number.NEGATIVE_INFINITY
    while (search.open) {
      pool[rng.below(pool.length)] = draw()
      const matching: Matching = { opponents, charge: (['each', 'valid', 'none'] as const)[rng.below(8) % 3]! }
      const some = Array.from({ length: rng.below(9) }, pick)
      const kind = rng.below(10)
      if (kind < 3) {
        const all = await ask(() => arena.play(some, matching), played)
        score = all[0]?.score ?? score
      } else if (kind < 7) {
        const every = rng.below(2) === 0
        const { winner, played: told } = await ask(
          () => arena.firstToBeat(score, some, { ...matching, every }),
          (found) => `${played(found.winner === undefined ? [] : [found.winner])} of ${played(found.played)}`,
        )
        score = winner?.score ?? (told.length % 2 === 0 ? score - 0.5 : Number.NEGATIVE_INFINITY)
        if (winner !== undefined) opponents = [...opponents, winner.program]
      } else if (kind === 7) {
        const trimmed = await ask(
          () => arena.trimmed(pick(), opponents),
          (program) => print(language, program),
        )
        opponents = [...opponents, trimmed]
      } else if (kind === 8) {
        await ask(
          () => arena.crown(opponents[0]!),
          (champion) => `${champion.score}`,
        )
      } else {
        opponents = opponents.length > 1 ? opponents.slice(1 + rng.below(2) * (opponents.length - 2)) : [pick(), pick()]
      }
      if (opponents.length > 6) opponents = opponents.slice(-2)
    }
  }

  return {
    name: 'dueling',
    summary: 'asks an arena questions of every kind',
    options: {},
    async run(search) {
      questions = 0
      if (!forks) return duel(search)
      const share = Math.floor(search.budget / 3)
      await Promise.all(['left', 'right'].map((name) => duel(search.fork(name, share)).catch(unlessClosed)))
      await duel(search)
    },
  }
}

/** Closing is the way a fork ends. */
function unlessClosed(error: unknown): void {
  if (!(error instanceof SearchClosed)) throw error
}
