import { hashBytes, type Language, type Program } from '@cairn/language'
import type { Arena, FirstToBeat, Matching, Played, Scored, Standing } from '@cairn/search'
import { type Answer, decodeNumbers, encodeNumbers, QuestionHash } from './answers.ts'
import type { AskedPath } from './asked-path.ts'
import type { ChampionRow } from './journal-file.ts'
import {
  checkMatches,
  decodeFound,
  encodeFound,
  type MatchesAsk,
  type MatchesFound,
  matchesHash,
  priceOf,
  scoreOf,
} from './matches-ask.ts'
import type { MatchesAnswer } from './matches-port.ts'
import { decodePrograms, encodePrograms } from './program-list.ts'

/** A champion on its way into the journal. */
export type Champion = Omit<ChampionRow, 'text'>

/** What the arenas of one run share. */
export interface ArenaPort {
  readonly language: Language
  /** @param left pairs that may be charged */
  matches(ask: MatchesAsk, programs: Iterable<Program>, left: number): Promise<MatchesAnswer>
  /** Flags of the program's productions in its matches; undefined if no worker survives them. */
  usage(program: Program, opponents: readonly Program[]): Promise<Uint8Array | undefined>
  /** Of the training episodes of the task. */
  returns(program: Program): Promise<Float64Array>
  /** Writes down a champion that the journal did not have. */
  crowned(champion: Champion): void
  told(standing: Standing): void
  /** Over all sittings. */
  readonly seconds: number
}

/** The programs that a question charged, in order, and what it learned of some of them. */
interface Outcome {
  readonly charged: readonly Program[]
  readonly found: MatchesFound
  readonly cut: boolean
}

/**
 * The arena of one path. Its questions stand on the path among those of the context: answered by the journal first, and
 * by the workers from where it ends.
 */
export class JournaledArena implements Arena {
  readonly #port: ArenaPort
  readonly #asked: AskedPath
  #champions = 0
  #champion: Program | undefined

  constructor(port: ArenaPort, asked: AskedPath) {
    this.#port = port
    this.#asked = asked
  }

  async play(programs: readonly Program[], matching: Matching): Promise<Played[]> {
    const { opponents, charge } = matching
    const ask = { kind: 'play', threshold: Number.POSITIVE_INFINITY, opponents, charge, every: true } as const
    const { found } = await this.#ask(ask, programs)
    return playedOf(programs, found.returns, opponents.length)
  }

  async firstToBeat(
    score: number,
    programs: Iterable<Program>,
    matching: Matching & { readonly every?: boolean },
  ): Promise<FirstToBeat> {
    const { opponents, charge, every = false } = matching
    const ask = { kind: 'first-to-beat', threshold: score, opponents, charge, every } as const
    const { charged, found } = await this.#ask(ask, programs)
    const told = every ? charged : charged.slice(-1)
    const played = found.returns.length === 0 ? [] : playedOf(told, found.returns, opponents.length)
    const last = played.at(-1)
    const winner = last !== undefined && last.score > score ? last : undefined
    return { winner, played: every ? played : [] }
  }

  trimmed(program: Program, opponents: readonly Program[]): Promise<Program> {
    return this.#asked.ask(async () => {
      checkMatches(this.#port.language, { threshold: 0, opponents })
      const hash = new QuestionHash('trimmed', opponents.length)
      for (const one of [...opponents, program]) hash.add(hashBytes(one))
      return this.#asked.uncharged(hash, {
        ask: () => this.#trim(program, opponents),
        encode: (trimmed) => encodePrograms([trimmed]),
        decode: (answer) => decodePrograms(answer)[0]!,
      })
    })
  }

  crown(champion: Program): Promise<Scored> {
    return this.#asked.ask(async () => {
      const program = champion.slice()
      const hash = new QuestionHash('crown')
      hash.add(hashBytes(program))
      const asked = this.#asked
      const { ordinal, recorded } = asked.next()
      if (recorded !== undefined) asked.check(ordinal, hash, recorded, 0)
      const returns = recorded === undefined ? await this.#port.returns(program) : decodeNumbers(recorded.answer)
      const score = returns.reduce((sum, of) => sum + of, 0) / returns.length
      const isNew = this.#champion === undefined || !equal(this.#champion, program)
      if (isNew) this.#champions++
      this.#champion = program
      if (recorded === undefined) {
        const { path, charged } = asked
        // Before the answer: they are committed together.
        if (isNew) this.#port.crowned({ path, number: this.#champions, charged, score, program, returns })
        asked.record(ordinal, { question: hash.value(), charged: 0, answer: encodeNumbers(returns) }, [], 0)
      }
      return { program: champion, score }
    })
  }

  seconds(): Promise<number> {
    return this.#asked.ask(() =>
      this.#asked.uncharged(new QuestionHash('seconds'), {
        ask: async () => this.#port.seconds,
        encode: (seconds) => seconds,
        decode: (answer) => answer as number,
      }),
    )
  }

  tell(standing: Standing): void {
    this.#port.told(standing)
  }

  #ask(ask: MatchesAsk, programs: Iterable<Program>): Promise<Outcome> {
    const asked = this.#asked
    return asked.ask(async () => {
      checkMatches(this.#port.language, ask)
      const { ordinal, recorded } = asked.next()
      if (recorded !== undefined) {
        const outcome = this.#redraw(ordinal, ask, programs, recorded)
        asked.charge(recorded.charged)
        return asked.uncut(outcome.cut, outcome)
      }
      const drawn = new Drawn(programs)
      const answer = await this.#port.matches(ask, drawn, asked.left)
      const { question, charged, cut, cached } = answer
      asked.record(ordinal, { question, charged, answer: encodeFound(answer) }, [], cached)
      asked.charge(charged)
      return asked.uncut(cut, { charged: drawn.programs.slice(0, answer.programs), found: answer, cut })
    })
  }

  /** Draws as many programs as the recorded answer charged, and sees that they are the same. */
  #redraw(ordinal: number, ask: MatchesAsk, programs: Iterable<Program>, recorded: Answer): Outcome {
    const asked = this.#asked
    const found = decodeFound(recorded.answer)
    const hash = matchesHash(ask)
    const drawn = programs[Symbol.iterator]()
    const charged: Program[] = []
    while (charged.length < found.programs) {
      const next = drawn.next()
      if (next.done === true) {
        throw asked.mismatch(ordinal, `${charged.length} programs are asked about, ${found.programs} were`)
      }
      hash.add(hashBytes(next.value))
      charged.push(next.value)
    }
    asked.check(ordinal, hash, recorded, this.#cost(ask, found, recorded.charged))
    const hasWinner = scoreOf(found.returns.slice(-2 * ask.opponents.length)) > ask.threshold
    const cut = !(found.returns.length > 0 && hasWinner) && drawn.next().done !== true
    drawn.return?.()
    if (cut && (ask.charge === 'none' || recorded.charged + ask.opponents.length <= asked.left)) {
      throw asked.mismatch(ordinal, `more programs are asked about than the ${found.programs} that were`)
    }
    return { charged, found, cut }
  }

  /** What the answer should have cost; of failures that nothing was kept of, as recorded. */
  #cost({ charge, every, opponents }: MatchesAsk, found: MatchesFound, recorded: number): number {
    if (charge === 'none') return 0
    if (charge === 'each') return found.programs * opponents.length
    return every ? priceOf(found.returns, charge) : recorded
  }

  async #trim(program: Program, opponents: readonly Program[]): Promise<Program> {
    const { trim } = this.#port.language
    if (trim === undefined) return program
    const usage = await this.#port.usage(program, opponents)
    return usage === undefined ? program : trim(program, usage)
  }
}

/** Remembers what was drawn. */
class Drawn implements Iterable<Program> {
  readonly programs: Program[] = []
  readonly #source: Iterable<Program>

  constructor(source: Iterable<Program>) {
    this.#source = source
  }

  *[Symbol.iterator](): Iterator<Program> {
    for (const program of this.#source) {
      this.programs.push(program)
      yield program
    }
  }
}

function playedOf(programs: readonly Program[], returns: Float64Array, opponents: number): Played[] {
  const size = 2 * opponents
  return programs.slice(0, returns.length / size).map((program, i) => {
    const own = returns.slice(i * size, (i + 1) * size)
    return { program, score: scoreOf(own), returns: own }
  })
}

function equal(a: Program, b: Program): boolean {
  return a.length === b.length && a.every((production, at) => production === b[at])
}
