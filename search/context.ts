import type { Language, Program, Rng } from '@cairn/language'
import type { Arena } from './arena.ts'
import type { LatentSpace } from './latent.ts'

export interface Scored {
  readonly program: Program
  /** Mean return over the run's episodes, summed in episode order. */
  readonly score: number
}

/**
 * All that a search may know of the world. It never sees a clock, a socket or Math.random.
 *
 * Every question is answered once and written to the run's journal under (path, ordinal); when a run is resumed the
 * journal answers first. So a search is deterministic: given the same answers it asks the same questions.
 *
 * A question asked when the context is closed (budget spent, task solved, run cancelled) rejects with `SearchClosed`;
 * searches let it pass, it ends them. A question that is larger than what is left of the budget is answered for the
 * part that fits, which is charged and may set the run's best, and then closes the context.
 */
export interface SearchContext {
  readonly language: Language
  /** The stream of this path. */
  readonly rng: Rng
  /** Budget left, nobody cancelled, not solved. */
  readonly open: boolean
  /** Evaluations charged to this context so far. */
  readonly charged: number
  /** Evaluations this context may be charged in all. */
  readonly budget: number
  /** Charges 1. */
  score(program: Program): Promise<Scored>
  /** Same order as asked. Charges all of them. */
  scoreAll(programs: readonly Program[]): Promise<Scored[]>
  /**
   * The first program, in the order given, whose score is strictly greater. Charges the programs up to and including
   * it, or all of them when there is none. The iterable is drawn from only as far as is needed (speculation may draw
   * further), so drawing must have no effect on anything else: give each neighbourhood its own stream (`rng.split()`).
   */
  firstBetter(than: Scored, programs: Iterable<Program>): Promise<Scored | undefined>
  /**
   * Programs that come from outside: a language model's answers, another run, a file. The name says which; whoever
   * started the run knows where they are. The journal keeps the programs, so a resumed run does not need the place any
   * more. Charges nothing.
   */
  programs(source: string): Promise<readonly Program[]>
  /**
   * What subtrees do, as numbers that are equal when the behaviour is: each is put into the frame for its kind and run
   * from the first `states` sampled states of the domain. One number per subtree, or with `each` one per subtree and
   * state, subtree after subtree. Runs on the workers like any other question. Charges nothing.
   *
   * @throws NoProbe if the domain cannot tell the behaviour of such a subtree
   */
  behaviours(
    subtrees: readonly Program[],
    ask: { readonly states: number; readonly each?: boolean },
  ): Promise<Float64Array>
  /** For self-play, if the run's task is played against opponents (`arenaOf`). */
  readonly arena?: Arena
  /** For searches in a latent space, if the run has a program embedding (`latentOf`). */
  readonly latent?: LatentSpace
  /**
   * A context of its own path, stream and budget, for concurrency inside a search. `share` is taken out of what is left
   * of this context's budget. A fork closes when its share is spent or when it has itself solved the task.
   */
  fork(name: string, share: number): SearchContext
}

/** The context has closed: not a failure, the way a search ends. */
export class SearchClosed extends Error {
  readonly code = 'E_SEARCH_CLOSED'
  readonly reason: 'budget' | 'solved' | 'cancelled'
  constructor(reason: SearchClosed['reason']) {
    super(`the search is closed: ${reason}`)
    this.reason = reason
  }
}

/** How one option of a search is declared; the command line, its card and the check of bad input are made from it. */
export type SearchOption =
  | {
      readonly kind: 'integer'
      readonly default: number
      readonly min: number
      readonly max: number
      readonly about: string
    }
  | {
      readonly kind: 'number'
      readonly default: number
      readonly min: number
      readonly max: number
      readonly about: string
    }
  | { readonly kind: 'choice'; readonly default: string; readonly of: readonly string[]; readonly about: string }
  | { readonly kind: 'boolean'; readonly default: boolean; readonly about: string }
  /** Free text, such as the name of a source of programs. */
  | { readonly kind: 'text'; readonly default: string; readonly about: string }

export type SearchOptions = Readonly<Record<string, number | string | boolean>>

/** An algorithm that can be named on the command line. */
export interface Search<Options = SearchOptions> {
  /** kebab-case */
  readonly name: string
  /** One line: what it does and whose it is. */
  readonly summary: string
  readonly options: Readonly<Record<string, SearchOption>>
  /** `options` are complete and checked. */
  run(context: SearchContext, options: Options): Promise<void>
}
