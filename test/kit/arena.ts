import { type Language, type Program, print, type Rng } from '@cairn/language'
import {
  type Arena,
  type FirstToBeat,
  type Matching,
  type Played,
  type Scored,
  type Search,
  SearchClosed,
  type SearchContext,
  type SearchOptions,
} from '@cairn/search'

/** A game of two players: what a match returns to `program`, which is player 0 or 1. */
export interface Game {
  readonly language: Language
  match(program: Program, opponent: Program, player: 0 | 1): number
  /** The program without what has no effect against the opponents; as it is unless given. */
  trimmed?(program: Program, opponents: readonly Program[]): Program
}

export interface ArenaScript {
  readonly game: Game
  readonly rng: Rng
  readonly budget: number
  /** Programs from outside; none unless given. */
  readonly programs?: (source: string) => readonly Program[]
  readonly behaviours?: SearchContext['behaviours']
  /** Draws every program that it is given, also those that are not needed. */
  readonly speculates?: boolean
  /** Seconds that pass with each question. */
  readonly pace?: number
}

/** What happened, in words: `up/left vs up | left: 2` is a program that was charged 2 for two opponents. */
export type ArenaLog = readonly string[]

/** A context that plays a game in memory, by the rules of `Arena`, and remembers what it played. */
export class ArenaContext implements SearchContext {
  readonly log: string[] = []
  readonly crowned: Program[] = []
  /** Programs of each question to `firstToBeat` that could have been asked about, and what it was charged. */
  readonly questions: { readonly programs: number; readonly charged: number }[] = []
  readonly budget: number
  readonly arena: Arena
  charged = 0
  #closed = false
  #questions = 0
  readonly #script: ArenaScript

  constructor(script: ArenaScript) {
    this.#script = script
    this.budget = script.budget
    this.arena = {
      play: async (programs, matching) => this.#play(programs, matching),
      firstToBeat: async (score, programs, matching) => this.#firstToBeat(score, programs, matching),
      trimmed: async (program, opponents) => {
        this.#ask()
        return script.game.trimmed?.(program, opponents) ?? program
      },
      crown: async (champion) => {
        this.#ask()
        this.crowned.push(champion)
        this.log.push(`crowned ${this.#text(champion)}`)
        return { program: champion, score: 0 }
      },
      seconds: async () => {
        this.#ask()
        return this.#questions * (script.pace ?? 0)
      },
      tell: () => {},
    }
  }

  get language(): Language {
    return this.#script.game.language
  }

  get rng(): Rng {
    return this.#script.rng
  }

  get open(): boolean {
    return !this.#closed && this.charged < this.budget
  }

  score(): Promise<Scored> {
    throw new Error('self-play asks for matches alone')
  }

  scoreAll(): Promise<Scored[]> {
    throw new Error('self-play asks for matches alone')
  }

  firstBetter(): Promise<Scored | undefined> {
    throw new Error('self-play asks for matches alone')
  }

  fork(): SearchContext {
    throw new Error('self-play does not fork')
  }

  async programs(source: string): Promise<readonly Program[]> {
    this.#ask()
    return this.#script.programs?.(source) ?? []
  }

  async behaviours(...asked: Parameters<SearchContext['behaviours']>): Promise<Float64Array> {
    this.#ask()
    if (this.#script.behaviours === undefined) throw new Error('the script tells no behaviours')
    return this.#script.behaviours(...asked)
  }

  #play(programs: readonly Program[], matching: Matching): Played[] {
    this.#ask()
    const played: Played[] = []
    for (const program of programs) {
      const each = this.#evaluate(program, matching)
      if (each === undefined) break
      played.push(each)
    }
    return played
  }

  #firstToBeat(
    score: number,
    programs: Iterable<Program>,
    matching: Matching & { readonly every?: boolean },
  ): FirstToBeat {
    this.#ask()
    const before = this.charged
    const played: Played[] = []
    let winner: Played | undefined
    let asked = 0
    for (const program of this.#script.speculates ? [...programs] : programs) {
      const each = this.#evaluate(program, matching)
      if (each === undefined) break
      asked++
      played.push(each)
      if (each.score <= score) continue
      winner = each
      break
    }
    this.questions.push({ programs: asked, charged: this.charged - before })
    return { winner, played: matching.every ? played : [] }
  }

  /** undefined if the budget does not pay for it */
  #evaluate(program: Program, { opponents, charge }: Matching): Played | undefined {
    const { game } = this.#script
    const returns = Float64Array.from(
      opponents.flatMap((opponent) => [game.match(program, opponent, 0), game.match(program, opponent, 1)]),
    )
    const pairs = opponents.map((_, i) => returns[2 * i]! + returns[2 * i + 1]!)
    const prices = { none: 0, each: pairs.length, valid: pairs.filter((pair) => pair >= 0).length }
    if (charge !== 'none' && this.charged + pairs.length > this.budget) {
      this.#closed = true
      return undefined
    }
    this.charged += prices[charge]
    const against = opponents.map((opponent) => this.#text(opponent)).join(' | ')
    this.log.push(`${this.#text(program)} vs ${against}: ${prices[charge]}`)
    return { program, score: pairs.reduce((sum, pair) => sum + pair / 2, 0), returns }
  }

  #ask(): void {
    if (!this.open) throw new SearchClosed('budget')
    this.#questions++
  }

  #text(program: Program): string {
    return print(this.language, program)
  }
}

/** Runs the search with the options that differ from its defaults, until its context closes. */
export async function runInArena(
  search: Search,
  options: Partial<SearchOptions>,
  script: ArenaScript,
): Promise<ArenaContext> {
  const context = new ArenaContext(script)
  const defaults = Object.fromEntries(Object.entries(search.options).map(([name, option]) => [name, option.default]))
  try {
    await search.run(context, { ...defaults, ...options } as SearchOptions)
  } catch (error) {
    if (!(error instanceof SearchClosed)) throw error
  }
  return context
}
