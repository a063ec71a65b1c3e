import { hashBytes, type Language, type Program, type Rng } from '@cairn/language'
import type { Arena, LatentSpace, Scored, SearchContext } from '@cairn/search'
import { type Answer, decodeNumbers, encodeNumbers, QuestionHash } from './answers.ts'
import { type ArenaPort, JournaledArena } from './arena.ts'
import { AskedPath, type Improvement, type PathPort } from './asked-path.ts'
import { type BehaviourAsk, behavioursHash } from './behaviour-ask.ts'
import type { FirstBetterAnswer } from './first-better-question.ts'
import type { LatentDecoder } from './latent-decoder.ts'
import { JournaledLatentSpace } from './latent-space.ts'
import { decodePrograms, encodePrograms } from './program-list.ts'
import { sourceHash } from './program-sources.ts'
import type { ScoresAnswer } from './scores-question.ts'

/** What the contexts of one run share. */
export interface ContextPort extends PathPort {
  readonly language: Language
  scores(programs: readonly Program[]): Promise<ScoresAnswer>
  firstBetter(threshold: number, programs: Iterable<Program>, most: number): Promise<FirstBetterAnswer>
  programs(source: string): Promise<readonly Program[]>
  /** @throws NoProbe, BadQuestion if nobody could answer */
  checkBehaviours(subtrees: readonly Program[], ask: BehaviourAsk): void
  behaviours(subtrees: readonly Program[], ask: BehaviourAsk): Promise<Float64Array>
  /** If the task is played against opponents. */
  readonly arena: ArenaPort | undefined
  /** If there is a program embedding to search with. */
  readonly decoder: LatentDecoder | undefined
}

export interface ContextSetup {
  readonly port: ContextPort
  readonly path: string
  readonly rng: Rng
  readonly budget: number
}

/** A context whose questions are answered by the journal first, and by the workers from where the journal ends. */
export class JournaledContext implements SearchContext {
  readonly rng: Rng
  readonly arena?: Arena
  readonly latent?: LatentSpace
  readonly #port: ContextPort
  readonly #asked: AskedPath
  readonly #forks = new Set<string>()

  constructor({ port, path, rng, budget }: ContextSetup) {
    this.#port = port
    this.rng = rng
    this.#asked = new AskedPath(port, path, budget)
    if (port.arena !== undefined) this.arena = new JournaledArena(port.arena, this.#asked)
    if (port.decoder !== undefined) this.latent = new JournaledLatentSpace(port.decoder, this.#asked)
  }

  get language(): Language {
    return this.#port.language
  }

  get open(): boolean {
    return this.#asked.open
  }

  get charged(): number {
    return this.#asked.charged
  }

  get budget(): number {
    return this.#asked.budget
  }

  score(program: Program): Promise<Scored> {
    return this.#asked.ask(() => then(this.#scores([program]), (scores) => ({ program, score: scores[0]! })))
  }

  scoreAll(programs: readonly Program[]): Promise<Scored[]> {
    return this.#asked.ask(() =>
      then(this.#scores(programs), (scores) => programs.map((program, i) => ({ program, score: scores[i]! }))),
    )
  }

  firstBetter(than: Scored, programs: Iterable<Program>): Promise<Scored | undefined> {
    return this.#asked.ask(() => this.#firstBetter(than.score, programs))
  }

  programs(source: string): Promise<readonly Program[]> {
    return this.#asked.ask(() =>
      this.#asked.uncharged(sourceHash(source), {
        ask: () => this.#port.programs(source),
        encode: encodePrograms,
        decode: decodePrograms,
      }),
    )
  }

  behaviours(subtrees: readonly Program[], ask: BehaviourAsk): Promise<Float64Array> {
    return this.#asked.ask(() => {
      this.#port.checkBehaviours(subtrees, ask)
      return this.#asked.uncharged(behavioursHash(subtrees, ask), {
        ask: () => this.#port.behaviours(subtrees, ask),
        encode: encodeNumbers,
        decode: decodeNumbers,
      })
    })
  }

  fork(name: string, share: number): SearchContext {
    const { path, asking } = this.#asked
    if (asking) throw new Error(`fork ${name}: ${path} still waits for an answer; await it first`)
    if (this.#forks.has(name)) throw new Error(`fork ${name}: ${path} has a fork of that name already`)
    this.#forks.add(name)
    return new JournaledContext({
      port: this.#port,
      path: `${path}/${name}`,
      rng: this.rng.stream(name),
      budget: this.#asked.share(share),
    })
  }

  #scores(programs: readonly Program[]): Float64Array | Promise<Float64Array> {
    const asked = this.#asked
    const fit = programs.length <= asked.left ? programs : programs.slice(0, asked.left)
    const cut = fit.length < programs.length
    const { ordinal, recorded } = asked.next()
    if (recorded === undefined) return this.#askScores(ordinal, fit, cut)
    const hash = new QuestionHash('scores')
    for (const program of fit) hash.add(hashBytes(program))
    asked.check(ordinal, hash, recorded, fit.length)
    const scores = decodeNumbers(recorded.answer)
    asked.charge(fit.length, this.#improvements(fit, scores))
    return asked.uncut(cut, scores)
  }

  async #askScores(ordinal: number, programs: readonly Program[], cut: boolean): Promise<Float64Array> {
    const asked = this.#asked
    const { question, scores, cached } = await this.#port.scores(programs)
    const improvements = this.#improvements(programs, scores)
    const answer = { question, charged: programs.length, answer: encodeNumbers(scores) }
    asked.record(ordinal, answer, improvements, cached)
    asked.charge(programs.length, improvements)
    return asked.uncut(cut, scores)
  }

  #firstBetter(threshold: number, programs: Iterable<Program>): Scored | undefined | Promise<Scored | undefined> {
    const asked = this.#asked
    if (Number.isNaN(threshold)) throw new RangeError(`${asked.path}: the score to beat is not a number`)
    const { ordinal, recorded } = asked.next()
    if (recorded === undefined) return this.#askFirstBetter(ordinal, threshold, programs)
    const { winner, cut } = this.#redraw(ordinal, threshold, programs, recorded)
    asked.charge(recorded.charged, winner === undefined ? [] : this.#improvement(winner, recorded.charged))
    return asked.uncut(cut, winner)
  }

  async #askFirstBetter(ordinal: number, threshold: number, programs: Iterable<Program>): Promise<Scored | undefined> {
    const asked = this.#asked
    const { question, charged, winner, cut, cached } = await this.#port.firstBetter(threshold, programs, asked.left)
    const improvements = winner === undefined ? [] : this.#improvement(winner, charged)
    asked.record(ordinal, { question, charged, answer: winner?.score ?? null }, improvements, cached)
    asked.charge(charged, improvements)
    return asked.uncut(cut, winner)
  }

  /** Draws as many programs as the recorded answer cost, and sees that they are the same. */
  #redraw(ordinal: number, threshold: number, programs: Iterable<Program>, recorded: Answer) {
    const asked = this.#asked
    const hash = new QuestionHash('first-better', threshold)
    const drawn = programs[Symbol.iterator]()
    let last: Program | undefined
    for (let i = 0; i < recorded.charged; i++) {
      const next = drawn.next()
      if (next.done === true) throw asked.mismatch(ordinal, `${i} programs are asked about, ${recorded.charged} were`)
      hash.add(hashBytes(next.value))
      last = next.value
    }
    asked.check(ordinal, hash, recorded, recorded.charged)
    if (typeof recorded.answer === 'number') {
      drawn.return?.()
      return { winner: { program: last!, score: recorded.answer }, cut: false }
    }
    const cut = drawn.next().done !== true
    drawn.return?.()
    if (cut && recorded.charged < asked.left) {
      throw asked.mismatch(ordinal, `more programs are asked about than the ${recorded.charged} that were`)
    }
    return { winner: undefined, cut }
  }

  #improvements(programs: readonly Program[], scores: Float64Array): Improvement[] {
    const improvements: Improvement[] = []
    let best = this.#asked.bestScore
    for (let i = 0; i < scores.length; i++) {
      if (scores[i]! <= best) continue
      best = scores[i]!
      improvements.push({ charged: this.#asked.charged + i + 1, within: i + 1, score: best, program: programs[i]! })
    }
    return improvements
  }

  #improvement({ program, score }: Scored, within: number): Improvement[] {
    return score > this.#asked.bestScore ? [{ charged: this.#asked.charged + within, within, score, program }] : []
  }
}

function then<T, U>(answer: T | Promise<T>, map: (answer: T) => U): U | Promise<U> {
  return answer instanceof Promise ? answer.then(map) : map(answer)
}
