import type { Domain, Task } from '@cairn/domains'
import { hashBytes, type Program, seededRng } from '@cairn/language'
import { type Search, SearchClosed } from '@cairn/search'
import { type Answer, type AnswerRow, QuestionHash, ReplayMismatch } from './answers.ts'
import type { ArenaPort } from './arena.ts'
import { type Improvement, solvedWithin } from './asked-path.ts'
import type { BehaviourAsk } from './behaviour-ask.ts'
import { Behaviours } from './behaviours.ts'
import { Breath } from './breath.ts'
import { Chronicle, finite } from './chronicle.ts'
import type { ChronicleOptions } from './chronicle-setup.ts'
import { Evaluations } from './evaluations.ts'
import { EventQueue } from './event-queue.ts'
import { type Fence, RunFenced } from './fence.ts'
import type { FirstBetterAnswer } from './first-better-question.ts'
import { type Journal, JournalFailed } from './journal.ts'
import { CheckedDecoder, type LatentDecoder } from './latent-decoder.ts'
import { Matches } from './matches.ts'
import type { CoordinatorMetrics } from './metrics.ts'
import { Pace } from './pace.ts'
import { ProgramSources, type ReadSource } from './program-sources.ts'
import type { RunLock } from './run-lock.ts'
import { firstFreshEpisode, type RunDone, type RunEvent, type RunPlan } from './run-plan.ts'
import type { ScoresAnswer } from './scores-question.ts'
import { type ContextPort, JournaledContext } from './search-context.ts'
import type { ShardOptions } from './shard.ts'
import { Shards } from './shards.ts'
import type { Transport } from './transport.ts'
import { mostPrograms, wireTask } from './wire.ts'

export type RunStopped = Extract<RunEvent, { readonly event: 'stopped' }>
export type RunResult = RunDone | RunStopped

export interface SittingSetup {
  readonly folder: string
  readonly plan: RunPlan
  readonly resumed: boolean
  readonly journal: Journal
  readonly lock: RunLock
  readonly domain: Domain
  readonly task: Task
  readonly search: Search
  readonly transport: Transport
  readonly sources: ReadSource | undefined
  readonly decoder: LatentDecoder | undefined
  readonly fence: Fence | undefined
  readonly metrics: CoordinatorMetrics
  readonly options: ChronicleOptions & Partial<ShardOptions>
}

/** The path of a search's own questions; its forks' paths begin with it. */
const searchPath = 'search'
const freshPath = 'fresh'

/**
 * Batches of matches may take that many times as long as others: one takes milliseconds and its question is drawn,
 * journaled and answered program by program, so with short batches the coordinator would be busy as well.
 */
const matchPatience = 4

/** The event loop gets a turn at least this often while answers come from the journal or the cache. */
const breathMs = 20

/**
 * One process working on one run, from its start or from where the journal ends, to its end or until it is stopped:
 *
 *   searching --search ends--> checking on fresh episodes --> done
 *       |                                |
 *       +------ stop ------> stopped <---+     both can be resumed by another sitting, as can
 *       +------ error -----> failed  <---+     a process that was killed
 */
export class Sitting implements ContextPort {
  readonly language: Task['language']
  readonly bestReturn: number | undefined
  readonly arena: ArenaPort | undefined
  readonly decoder: CheckedDecoder | undefined
  readonly events = new EventQueue<RunEvent>((event) => event.event === 'progress')
  readonly #setup: SittingSetup
  readonly #chronicle: Chronicle
  readonly #shards: Shards
  readonly #evaluations: Evaluations
  readonly #matches: Matches
  readonly #behaviours: Behaviours
  readonly #sources: ProgramSources
  readonly #breath = new Breath(breathMs)
  #cancelled: SearchClosed | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(setup: SittingSetup) {
    const { plan, task, domain, journal, transport, metrics, options, fence } = setup
    this.#setup = setup
    this.language = task.language
    this.bestReturn = task.bestReturn
    const failed = (error: unknown) => this.#fail(error)
    this.#chronicle = new Chronicle({ ...setup, language: task.language, events: this.events, failed })
    const epoch = journal.nextEpoch(fence?.epoch)
    metrics.epoch.set({ campaign: plan.run }, epoch)
    this.#shards = new Shards({
      header: { run: plan.run, epoch, task: wireTask(task.spec, domain.hash) },
      domain: domain.name,
      transport,
      options,
      watch: {
        settled: ({ task, outSeconds, evaluationSeconds, steps, matches }) => {
          metrics.batchSeconds.observe(evaluationSeconds)
          metrics.queueSeconds.observe(Math.max(0, outSeconds - evaluationSeconds))
          this.#chronicle.steps(task, steps)
          if (matches > 0) this.#chronicle.matches(matches)
        },
        inFlight: (batches) => metrics.inFlight.set(batches),
        sentAgain: () => metrics.redelivered.inc(),
        mismatch: () => metrics.mismatches.inc(),
        rejected: (reason) => metrics.rejected.inc({ reason }),
        refused: (reason) => this.#chronicle.waiting(`the workers refuse the batches: ${reason}`),
        failed,
      },
    })
    const pace = { targetBatchMs: transport.targetBatchMs, mostPrograms }
    this.#evaluations = new Evaluations({
      journal,
      shards: this.#shards,
      pace: new Pace(pace),
      training: { firstEpisode: 0, episodes: plan.episodes },
      watch: {
        journaled: (scored, pruned) => this.#chronicle.evaluated(scored, pruned),
        poisoned: (program, reason) => this.#chronicle.poisoned(program, reason),
        contradiction: () => metrics.mismatches.inc(),
      },
    })
    this.#matches = new Matches({
      journal,
      shards: this.#shards,
      store: this.#evaluations.cache,
      pace: new Pace({ ...pace, targetBatchMs: matchPatience * pace.targetBatchMs }),
      bestReturn: task.bestReturn,
      watch: {
        journaled: (whole, half) => this.#chronicle.evaluated(whole, half),
        poisoned: (pair) => this.#chronicle.poisonedPair(pair),
        contradiction: () => metrics.mismatches.inc(),
      },
    })
    this.arena = task.against === undefined ? undefined : this.#arena()
    this.#behaviours = new Behaviours({
      domain,
      shards: this.#shards,
      pace,
      watch: {
        observed: () => this.#chronicle.behaviours('observed'),
        remembered: (subtrees) => this.#chronicle.behaviours('remembered', subtrees),
        poisoned: (poison) => this.#chronicle.poisonedBehaviour(poison),
        contradiction: () => metrics.mismatches.inc(),
      },
    })
    this.#sources = new ProgramSources(task.language, setup.sources)
    this.decoder = setup.decoder === undefined ? undefined : new CheckedDecoder(task.language, setup.decoder)
  }

  async run(): Promise<RunResult> {
    const { fence } = this.#setup
    const lost = () => this.#fail(new RunFenced(this.#setup.plan.run, { cause: fence?.lost.reason }))
    fence?.lost.addEventListener('abort', lost)
    if (fence?.lost.aborted) lost()
    const progress = setInterval(() => this.#progress(), this.#setup.options.progressMs)
    try {
      this.#tellStart()
      await new Promise(setImmediate) // whoever started this should have its handle first
      this.#evaluations.load()
      this.#matches.load()
      this.#behaviours.load(this.#setup.journal.poisonedBehaviours())
      void this.#shards.listen()
      await this.#search()
      const result = this.#cancelled === undefined ? await this.#done() : undefined
      return this.#end(result)
    } catch (error) {
      this.#fail(error)
      this.#saveWhatCanBe()
      throw this.#failure?.error
    } finally {
      clearInterval(progress)
      fence?.lost.removeEventListener('abort', lost)
      this.#shards.close()
      this.#chronicle.close()
      this.#setup.metrics.epoch.remove({ campaign: this.#setup.plan.run })
      this.#setup.journal.close()
      this.#setup.lock.release()
      this.events.end()
    }
  }

  /** Ends the sitting; `run` resolves once everything is committed. */
  stop(): void {
    if (this.#cancelled !== undefined) return
    this.#cancelled = new SearchClosed('cancelled')
    this.#evaluations.close(this.#cancelled)
    this.#matches.close(this.#cancelled)
    this.#behaviours.close(this.#cancelled)
    this.#sources.close(this.#cancelled)
    this.decoder?.close(this.#cancelled)
  }

  get cancelled(): SearchClosed | undefined {
    return this.#cancelled
  }

  answers(path: string): Iterator<Answer, undefined> {
    return this.#setup.journal.answers(path)
  }

  record(row: AnswerRow, improvements: readonly Improvement[], cached: number): void {
    this.#chronicle.record(row, improvements, cached)
  }

  scores(programs: readonly Program[]): Promise<ScoresAnswer> {
    return this.#evaluations.scores(programs)
  }

  firstBetter(threshold: number, programs: Iterable<Program>, most: number): Promise<FirstBetterAnswer> {
    return this.#evaluations.firstBetter(threshold, programs, most)
  }

  programs(source: string): Promise<readonly Program[]> {
    return this.#sources.programs(source)
  }

  checkBehaviours(subtrees: readonly Program[], ask: BehaviourAsk): void {
    this.#behaviours.check(subtrees, ask)
  }

  async behaviours(subtrees: readonly Program[], ask: BehaviourAsk): Promise<Float64Array> {
    try {
      return await this.#behaviours.ask(subtrees, ask, (known, of) => this.#chronicle.asking({ known, of }))
    } finally {
      this.#chronicle.asking(undefined)
    }
  }

  #arena(): ArenaPort {
    const { plan } = this.#setup
    const chronicle = this.#chronicle
    return {
      language: this.language,
      matches: (ask, programs, left) => this.#matches.ask(ask, programs, left),
      usage: (program, opponents) => this.#matches.usage(program, opponents),
      returns: (program) => this.#matches.returns(program, plan.episodes),
      crowned: (champion) => chronicle.crowned(champion),
      told: (standing) => chronicle.told(standing),
      get seconds() {
        return chronicle.seconds
      },
    }
  }

  breath(): Promise<void> | undefined {
    return this.#breath.due()
  }

  #tellStart(): void {
    const { plan, journal, resumed } = this.#setup
    const { run, seed, budget, episodes } = plan
    const { charged } = journal.committed
    const what = { run, task: plan.task.name, search: plan.search.name, seed, budget, episodes }
    this.events.push({ event: 'started', ...what, charged, resumed })
  }

  async #search(): Promise<void> {
    const { search, plan } = this.#setup
    const rng = seededRng(plan.seed)
    const context = new JournaledContext({ port: this, path: searchPath, rng, budget: plan.budget })
    try {
      await search.run(context, plan.search.options)
    } catch (error) {
      if (!(error instanceof SearchClosed)) throw error
    }
    if (this.#failure !== undefined) throw this.#failure.error
  }

  /** @returns undefined if stopped before it was known */
  async #done(): Promise<RunDone | undefined> {
    const { plan, journal } = this.#setup
    this.#chronicle.commit()
    const champion = journal.champion()
    const best = champion ?? journal.best()
    let freshReturn: number | undefined
    if (best !== undefined && plan.freshEpisodes > 0) {
      try {
        freshReturn = await this.#freshReturn(best.program)
      } catch (error) {
        if (error instanceof SearchClosed) return undefined
        throw error
      }
    }
    this.#chronicle.finish()
    const { bestReturn } = this
    return {
      event: 'done',
      run: plan.run,
      task: plan.task.name,
      search: plan.search.name,
      seed: plan.seed,
      bestReturn: finite(best?.score),
      freshReturn: finite(freshReturn),
      program: best?.text ?? null,
      ...(champion === undefined ? {} : { champions: journal.champions }),
      ...journal.committed,
      solved:
        champion === undefined &&
        best !== undefined &&
        bestReturn !== undefined &&
        best.score >= bestReturn - solvedWithin,
      seconds: this.#chronicle.seconds,
    }
  }

  /** In the journal like every other answer, but not charged. */
  async #freshReturn(program: Program): Promise<number> {
    const { plan, journal } = this.#setup
    const hash = new QuestionHash('fresh', plan.freshEpisodes)
    hash.add(hashBytes(program))
    const [recorded] = journal.answers(freshPath)
    if (recorded !== undefined) {
      if (hash.value() !== recorded.question) {
        throw new ReplayMismatch(freshPath, 0, 'another program is the best')
      }
      return recorded.answer as number
    }
    const episodes = { firstEpisode: firstFreshEpisode, episodes: plan.freshEpisodes }
    const score = await this.#evaluations.fresh(program, episodes)
    const question = hash.value()
    this.#chronicle.record({ path: freshPath, ordinal: 0, question, charged: 0, answer: score }, [], 0)
    return score
  }

  #end(done: RunDone | undefined): RunResult {
    const { plan, journal } = this.#setup
    if (this.#failure !== undefined) throw this.#failure.error
    this.#chronicle.finish()
    const { bestReturn, seconds } = this.#chronicle
    const result = done ?? { event: 'stopped', run: plan.run, ...journal.committed, bestReturn }
    journal.end(done ?? 'stopped', seconds)
    this.#progress()
    this.events.push(result)
    return result
  }

  #progress(): void {
    try {
      this.#shards.pump()
      this.#chronicle.progress(this.#setup.transport.capacity(), this.#evaluations.cache.size)
    } catch (error) {
      this.#fail(error)
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= { error }
    this.stop()
  }

  /** After a failure that is not the journal's own, what had been answered until then is kept. */
  #saveWhatCanBe(): void {
    const error = this.#failure?.error
    if (error instanceof JournalFailed || error instanceof RunFenced) return
    try {
      this.#chronicle.finish()
      this.#setup.journal.end('stopped', this.#chronicle.seconds)
    } catch {
      // The failure that came first is the one to report.
    }
  }
}
