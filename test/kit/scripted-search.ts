import { choice, language, type Program, print, type Rng, rule } from '@cairn/language'
import {
  type LatentSpace,
  type Scored,
  type Search,
  SearchClosed,
  type SearchContext,
  type SearchOptions,
} from '@cairn/search'

const places = 8

/** Programs of eight digits; a neighbour differs in at most one of them. */
export const digits = language('digits', {
  start: 'program',
  limits: { height: 1, run: 1, tokens: 100 },
  rules: {
    program: [rule('program', Array.from({ length: places }, () => '<digit>').join(' '), { nests: true })],
    digit: [
      choice(
        1,
        'digit',
        Array.from({ length: 10 }, (_, digit) => rule(`${digit}`)),
      ),
    ],
  },
})

/** `12000000` */
export const textOf = (program: Program): string => print(digits, program).replaceAll(' ', '')

/**
 * Draws what is easy to follow by eye. The n-th neighbour drawn has the digit n (after 9 comes 0) in the n-th place
 * (after the last comes the first); a fresh program has the digit of the latest neighbour everywhere.
 */
export class ScriptedRng implements Rng {
  /** Answers to uniform draws that come right after an answer of the context, so draws of a digit are left alone. */
  readonly decisions: number[]
  decisionIsNext = false
  #drawn = 0

  constructor(decisions: readonly number[] = []) {
    this.decisions = [...decisions]
  }

  next32(): number {
    throw new Error('no search draws bits')
  }

  uniform(): number {
    if (!this.decisionIsNext) return ((this.#drawn % 10) + 0.5) / 10
    this.decisionIsNext = false
    return this.decisions.shift() ?? 0
  }

  below(n: number): number {
    this.decisionIsNext = false
    return this.#drawn++ % n
  }

  split(): Rng {
    return this
  }

  stream(): Rng {
    return this
  }
}

/** A question, as the search asked it. */
export type Asked =
  | { readonly kind: 'score'; readonly program: Program }
  | { readonly kind: 'first-better'; readonly than: number; readonly programs: readonly Program[] }

export interface Script {
  readonly rng: Rng
  readonly budget: number
  readonly language?: SearchContext['language']
  /** Score of the program; `n` counts the evaluations of its context, from 0. */
  readonly score: (program: Program, n: number, path: string) => number
  /** Programs from outside, by source; none unless given. */
  readonly programs?: (source: string) => readonly Program[]
  readonly behaviours?: SearchContext['behaviours']
  readonly latent?: LatentSpace
  /** Draws every program of a neighbourhood, also those that are not needed. */
  readonly speculates?: boolean
  readonly path?: string
}

/** A context that answers from a script and remembers what it was asked; a score of 1 solves the task. */
export class ScriptedContext implements SearchContext {
  readonly asked: Asked[] = []
  readonly forks: ScriptedContext[] = []
  readonly path: string
  charged = 0
  budget: number
  #solved = false
  readonly latent?: LatentSpace
  readonly #script: Script

  constructor(script: Script) {
    this.#script = script
    if (script.latent !== undefined) this.latent = script.latent
    this.path = script.path ?? 'search'
    this.budget = script.budget
  }

  get rng(): Rng {
    return this.#script.rng
  }

  get language() {
    return this.#script.language ?? digits
  }

  get open(): boolean {
    return !this.#solved && this.charged < this.budget
  }

  async score(program: Program): Promise<Scored> {
    this.#mustBeOpen()
    this.asked.push({ kind: 'score', program })
    return this.#evaluate(program)
  }

  async scoreAll(programs: readonly Program[]): Promise<Scored[]> {
    const all: Scored[] = []
    for (const program of programs) all.push(await this.score(program))
    return all
  }

  async firstBetter(than: Scored, programs: Iterable<Program>): Promise<Scored | undefined> {
    this.#mustBeOpen()
    const asked: Program[] = []
    this.asked.push({ kind: 'first-better', than: than.score, programs: asked })
    for (const program of this.#script.speculates ? [...programs] : programs) {
      const scored = this.#evaluate(program)
      asked.push(program)
      if (scored.score > than.score) return scored
    }
    return undefined
  }

  async programs(source: string): Promise<readonly Program[]> {
    this.#mustBeOpen()
    return this.#script.programs?.(source) ?? []
  }

  async behaviours(...asked: Parameters<SearchContext['behaviours']>): Promise<Float64Array> {
    this.#mustBeOpen()
    if (this.#script.behaviours === undefined) throw new Error('the script tells no behaviours')
    return this.#script.behaviours(...asked)
  }

  fork(name: string, share: number): SearchContext {
    const path = `${this.path}/${name}`
    const budget = Math.min(share, this.budget - this.charged)
    this.budget -= budget
    const fork = new ScriptedContext({ ...this.#script, rng: this.rng.stream(name), budget, path })
    this.forks.push(fork)
    return fork
  }

  #mustBeOpen(): void {
    if (!this.open) throw new SearchClosed(this.#solved ? 'solved' : 'budget')
  }

  #evaluate(program: Program): Scored {
    this.#mustBeOpen()
    const score = this.#script.score(program, this.charged++, this.path)
    this.#solved = score >= 1
    if (this.rng instanceof ScriptedRng) this.rng.decisionIsNext = true
    return { program, score }
  }
}

/** Runs the search with the options that differ from its defaults, until it ends or its context closes. */
export async function runScripted(
  search: Search,
  options: Partial<SearchOptions>,
  script: Script,
): Promise<ScriptedContext> {
  const context = new ScriptedContext(script)
  const defaults = Object.fromEntries(Object.entries(search.options).map(([name, option]) => [name, option.default]))
  try {
    await search.run(context, { ...defaults, ...options } as SearchOptions)
  } catch (error) {
    if (!(error instanceof SearchClosed)) throw error
  }
  return context
}
