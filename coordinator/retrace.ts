import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Task } from '@cairn/domains'
import { keyOf, type Language, type Program, type Rng, seededRng } from '@cairn/language'
import { type LatentSpace, type Scored, type Search, SearchClosed, type SearchContext } from '@cairn/search'
import type { Answer } from './answers.ts'
import type { PathPort } from './asked-path.ts'
import { openJournal, readAnswers } from './journal-file.ts'
import { BadRun, readManifest, runFiles } from './run-folder.ts'
import { type ContextPort, JournaledContext } from './search-context.ts'

/** Vectors that a search asked about together. */
export interface RetracedQuestion {
  readonly vectors: readonly Float64Array[]
  /** What they decode to; undefined where that is no program. */
  readonly programs: readonly (Program | undefined)[]
  /** Mean returns; undefined where there is no program, and of programs that were not scored. -Infinity is poison. */
  readonly returns: readonly (number | undefined)[]
}

export interface RetraceSetup {
  readonly folder: string
  readonly task: Task
  /** That of the run's plan. */
  readonly search: Search
}

/**
 * Which vectors the search of a run asked about: the journal holds the answers, the run's plan decides the vectors. So
 * the search is run again on the answers, to where they end. Nothing is evaluated, nothing decoded, nothing written.
 *
 * @returns the questions in order, those of a search in forks one fork's after the other's
 * @throws BadRun if the run has no program embedding, BadJournal, ReplayMismatch
 */
export async function retraceRun({ folder, task, search }: RetraceSetup): Promise<RetracedQuestion[]> {
  const { plan, embedding } = readManifest(folder)
  if (embedding === undefined) throw new BadRun(folder, `${plan.search.name} searches in no program embedding`)
  const recorder = new Recorder()
  const port = answersOnly(task, { name: embedding.name, size: embedding.size }, answersByPath(folder))
  const context = new JournaledContext({ port, path: 'search', rng: seededRng(plan.seed), budget: plan.budget })
  try {
    await search.run(new RetracedContext(context, recorder), plan.search.options)
  } catch (error) {
    if (!(error instanceof SearchClosed)) throw error
  }
  return recorder.questions()
}

function answersByPath(folder: string): ReadonlyMap<string, readonly Answer[]> {
  const file = join(folder, runFiles.journal)
  if (!existsSync(file)) throw new BadRun(folder, `${runFiles.journal} is missing`)
  const database = openJournal(file)
  try {
    const byPath = new Map<string, Answer[]>()
    for (const answer of readAnswers(database)) {
      const ofPath = byPath.get(answer.path)
      if (ofPath === undefined) byPath.set(answer.path, [answer])
      else ofPath.push(answer)
    }
    return byPath
  } finally {
    database.close()
  }
}

/** Where the journal has no more answers, the search is closed. */
function answersOnly(
  task: Task,
  { name, size }: { readonly name: string; readonly size: number },
  answers: ReadonlyMap<string, readonly Answer[]>,
): ContextPort {
  const ended = () => Promise.reject(new SearchClosed('cancelled'))
  const path: PathPort = {
    bestReturn: task.bestReturn,
    cancelled: undefined,
    answers: (of) => (answers.get(of) ?? [])[Symbol.iterator](),
    record: () => {},
    breath: () => undefined,
  }
  return {
    ...path,
    language: task.language,
    ...{ scores: ended, firstBetter: ended, programs: ended, behaviours: ended },
    checkBehaviours: () => {},
    arena: undefined,
    decoder: { name, size, decode: ended, encode: ended },
  }
}

/** What was decoded, and what programs scored: the same program scores the same all through a run. */
class Recorder {
  readonly #decoded: Omit<RetracedQuestion, 'returns'>[] = []
  readonly #scores = new Map<string, number>()

  decoded(vectors: readonly Float64Array[], programs: readonly (Program | undefined)[]): void {
    this.#decoded.push({ vectors, programs })
  }

  scored(all: readonly Scored[]): void {
    for (const { program, score } of all) this.#scores.set(keyOf(program), score)
  }

  questions(): RetracedQuestion[] {
    return this.#decoded.map(({ vectors, programs }) => ({
      ...{ vectors, programs },
      returns: programs.map((program) => (program === undefined ? undefined : this.#scores.get(keyOf(program)))),
    }))
  }
}

/** Sees every vector that is asked about, and every score. */
class RetracedContext implements SearchContext {
  readonly latent: LatentSpace
  readonly #context: SearchContext
  readonly #recorder: Recorder

  constructor(context: SearchContext, recorder: Recorder) {
    this.#context = context
    this.#recorder = recorder
    const space = context.latent!
    this.latent = {
      size: space.size,
      encode: (programs) => space.encode(programs),
      async decode(latents) {
        const vectors = latents.map((latent) => latent.slice())
        const programs = await space.decode(latents)
        recorder.decoded(vectors, programs)
        return programs
      },
    }
  }

  get language(): Language {
    return this.#context.language
  }

  get rng(): Rng {
    return this.#context.rng
  }

  get open(): boolean {
    return this.#context.open
  }

  get charged(): number {
    return this.#context.charged
  }

  get budget(): number {
    return this.#context.budget
  }

  async score(program: Program): Promise<Scored> {
    const scored = await this.#context.score(program)
    this.#recorder.scored([scored])
    return scored
  }

  async scoreAll(programs: readonly Program[]): Promise<Scored[]> {
    const scored = await this.#context.scoreAll(programs)
    this.#recorder.scored(scored)
    return scored
  }

  async firstBetter(than: Scored, programs: Iterable<Program>): Promise<Scored | undefined> {
    const scored = await this.#context.firstBetter(than, programs)
    if (scored !== undefined) this.#recorder.scored([scored])
    return scored
  }

  programs(source: string): Promise<readonly Program[]> {
    return this.#context.programs(source)
  }

  behaviours(
    subtrees: readonly Program[],
    ask: { readonly states: number; readonly each?: boolean },
  ): Promise<Float64Array> {
    return this.#context.behaviours(subtrees, ask)
  }

  fork(name: string, share: number): SearchContext {
    return new RetracedContext(this.#context.fork(name, share), this.#recorder)
  }
}
