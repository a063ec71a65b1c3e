import { type Ask, RequestFailed } from './chat.ts'
import type { Clock } from './clock.ts'
import type { CompletionLog } from './completion-log.ts'
import type { AnswerRecord, FailureRecord, Tokens } from './completion-records.ts'
import type { JudgeBoth } from './judge-both.ts'
import { Pacer } from './pacer.ts'
import { type RetryOptions, waitMs } from './retry.ts'
import { noTokens, plus, type Spending } from './spending.ts'
import { nextNumbers, reached, type Target } from './targets.ts'

export interface CollectOptions {
  readonly target: Target
  /** Requests under way at the same time. */
  readonly parallel: number
  readonly requestsPerMinute?: number | undefined
  readonly retry: RetryOptions
}

export interface CollectTools {
  readonly log: CompletionLog
  readonly ask: Ask
  readonly judge: JudgeBoth
  readonly spending: Spending
  readonly clock: Clock
  /** From 0 up to 1, for waits. */
  readonly random: () => number
  readonly signal: AbortSignal
  readonly onProgress?: (progress: CollectProgress) => void
  /** Something a person should know, such as why a request is made again. */
  readonly onNotice?: (notice: string) => void
}

export interface CollectProgress {
  readonly answers: readonly AnswerRecord[]
  /** Requests given up in this sitting. */
  readonly failures: number
  readonly spent: Tokens
  readonly cost: number | undefined
  /** Undefined before the first answer of this sitting. */
  readonly secondsLeft: number | undefined
}

/**
 * How a collection ended:
 *
 *   asking --target reached, or every answer tried--> complete | missing
 *          --no room for a request under the caps---> capped
 *          --signal---------------------------------> interrupted
 *          --a request that no repetition helps-----> failed
 *
 * Whatever was answered is in the file in every case, and the same call goes on from there.
 */
export interface CollectResult {
  readonly ended: 'complete' | 'missing' | 'capped' | 'interrupted' | 'failed'
  /** By number, with those of earlier sittings. */
  readonly answers: readonly AnswerRecord[]
  /** Requests given up in this sitting. */
  readonly failures: readonly FailureRecord[]
  /** Why it failed. */
  readonly message?: string
}

/** Answers given up one after the other, after which nothing is expected of the server any more. */
const hopeless = 3

/** Asks for answers until the target is reached. */
export async function collect(tools: CollectTools, options: CollectOptions): Promise<CollectResult> {
  return new Collection(tools, options).run()
}

class Collection {
  readonly #tools: CollectTools
  readonly #options: CollectOptions
  readonly #pacer: Pacer
  readonly #answers: AnswerRecord[]
  readonly #failures: FailureRecord[] = []
  readonly #begunMs: number
  readonly #reachedBefore: number
  /** Ends this sitting: the caller's signal, or what ended it from within. */
  readonly #stop = new AbortController()
  #ended: CollectResult['ended'] | undefined
  #message: string | undefined
  #givenUpInARow = 0
  #reservations = 0
  #wake: (() => void)[] = []

  constructor(tools: CollectTools, options: CollectOptions) {
    this.#tools = tools
    this.#options = options
    this.#pacer = new Pacer(tools.clock, options.requestsPerMinute)
    this.#answers = [...tools.log.before.answers]
    this.#begunMs = tools.clock.now()
    this.#reachedBefore = reached(options.target, this.#answers)[0]
  }

  async run(): Promise<CollectResult> {
    const { signal } = this.#tools
    const interrupt = () => this.#end('interrupted')
    if (signal.aborted) interrupt()
    signal.addEventListener('abort', interrupt, { once: true })
    try {
      const tried = new Set<number>()
      this.#progress()
      while (this.#ended === undefined) {
        const numbers = nextNumbers(this.#options.target, this.#answers, tried)
        if (numbers.length === 0) break
        const queue = [...numbers]
        const workers = Array.from({ length: this.#options.parallel }, () => this.#work(queue, tried))
        // All of them, for none may write after this returns.
        const crashed = (await Promise.allSettled(workers)).find((worker) => worker.status === 'rejected')
        if (crashed !== undefined) throw crashed.reason
      }
    } finally {
      signal.removeEventListener('abort', interrupt)
    }
    const [have, want] = reached(this.#options.target, this.#answers)
    return {
      ended: have >= want ? 'complete' : (this.#ended ?? 'missing'),
      answers: this.#answers.toSorted((a, b) => a.number - b.number),
      failures: this.#failures,
      ...(this.#message === undefined ? {} : { message: this.#message }),
    }
  }

  /** Gets one answer of the queue after the other. */
  async #work(queue: number[], tried: Set<number>): Promise<void> {
    while (this.#ended === undefined && queue.length > 0) {
      const reserved = await this.#room()
      if (reserved === undefined) return
      const number = queue.shift()
      if (number === undefined) return this.#release(reserved, noTokens)
      tried.add(number)
      const used = await this.#obtain(number)
      this.#release(reserved, used)
      this.#progress()
    }
  }

  /** What a request may use, set aside as soon as the caps leave room; undefined when they never will. */
  async #room(): Promise<Tokens | undefined> {
    while (this.#ended === undefined) {
      const reserved = this.#tools.spending.reserve()
      if (reserved !== undefined) {
        this.#reservations += 1
        return reserved
      }
      if (this.#reservations === 0) this.#end('capped')
      else await new Promise<void>((resolve) => this.#wake.push(resolve))
    }
    return undefined
  }

  #release(reserved: Tokens, used: Tokens): void {
    this.#reservations -= 1
    this.#tools.spending.settle(reserved, used)
    for (const resolve of this.#wake.splice(0)) resolve()
  }

  /** One answer, however many requests it takes; or a failure on record. Resolves to the tokens used. */
  async #obtain(number: number): Promise<Tokens> {
    const { log, clock, spending, judge, ask } = this.#tools
    let used = noTokens
    for (let attempts = 1; ; attempts++) {
      await this.#pacer.turn(this.#stop.signal)
      const askedAt = new Date(clock.now()).toISOString()
      if (this.#ended !== undefined) return this.#leave({ number, askedAt, attempts: attempts - 1 }, used)
      try {
        const { text, finish, tokens } = await ask(number, this.#stop.signal)
        if (tokens !== null) spending.learn(tokens)
        used = plus(used, tokens ?? spending.worst)
        const told = { askedAt, text, finish, tokens, charged: used, attempts }
        const record: AnswerRecord = { record: 'answer', number, ...told, verdict: judge(text) }
        log.append(record)
        this.#answers.push(record)
        this.#givenUpInARow = 0
        return used
      } catch (error) {
        if (this.#stop.signal.aborted) return this.#leave({ number, askedAt, attempts }, plus(used, spending.worst))
        if (!(error instanceof RequestFailed)) throw this.#crash(error)
        if (error.mayHaveSpent) used = plus(used, spending.worst)
        const wait = this.#waitAfter(error, attempts)
        if (wait === undefined) {
          this.#fail({ number, askedAt, attempts, ...factsOf(error) }, used)
          this.#giveUp(error, number)
          return used
        }
        this.#tools.onNotice?.(`answer ${number}: ${error.message}; again in ${(wait / 1000).toFixed(1)} s`)
        if (error.retryAfterMs !== undefined) this.#pacer.hold(error.retryAfterMs)
        await clock.sleep(wait, this.#stop.signal)
      }
    }
  }

  /** Stopped before the answer came. What may have been spent on it by then is put on record. */
  #leave(asked: Pick<FailureRecord, 'number' | 'askedAt' | 'attempts'>, used: Tokens): Tokens {
    if (asked.attempts > 0) {
      this.#fail({ ...asked, reason: 'interrupted', status: null, message: 'stopped before the answer came' }, used)
    }
    return used
  }

  /** Milliseconds until a request is made again; undefined when it is not. */
  #waitAfter(error: RequestFailed, attempts: number): number | undefined {
    const { retry } = this.#options
    if (error.remedy !== 'retry' || attempts >= retry.attempts) return undefined
    const { retryAfterMs } = error
    if (retryAfterMs !== undefined && retryAfterMs > retry.mostRetryAfterMs) {
      const minutes = Math.ceil(retryAfterMs / 60_000)
      this.#end('failed', `${error.message}; the server asks to be left alone for ${minutes} minutes`)
      return undefined
    }
    return waitMs(attempts, { retryAfterMs, random: this.#tools.random() }, retry)
  }

  #giveUp(error: RequestFailed, number: number): void {
    if (error.remedy === 'end') this.#end('failed', error.message)
    if (this.#ended !== undefined) return
    this.#tools.onNotice?.(`answer ${number}: given up: ${error.message}`)
    if (error.remedy !== 'retry') return
    this.#givenUpInARow += 1
    if (this.#givenUpInARow >= hopeless) {
      this.#end('failed', `${hopeless} answers in a row were given up, the last one because: ${error.message}`)
    }
  }

  #fail(facts: Omit<FailureRecord, 'record' | 'charged'>, charged: Tokens): void {
    const record: FailureRecord = { record: 'failure', ...facts, charged }
    this.#tools.log.append(record)
    this.#failures.push(record)
  }

  /** The first reason to end is the one that counts. */
  #end(ended: CollectResult['ended'], message?: string): void {
    if (this.#ended !== undefined) return
    this.#ended = ended
    this.#message = message
    this.#stop.abort()
    for (const resolve of this.#wake.splice(0)) resolve()
  }

  /** An error of ours (the disk is full, say): the others end too. */
  #crash(error: unknown): unknown {
    this.#end('failed')
    return error
  }

  #progress(): void {
    const { spending, clock, onProgress } = this.#tools
    const [have, want] = reached(this.#options.target, this.#answers)
    const gained = have - this.#reachedBefore
    const seconds = (clock.now() - this.#begunMs) / 1000
    onProgress?.({
      ...{ answers: this.#answers, failures: this.#failures.length, spent: spending.spent, cost: spending.cost },
      secondsLeft: gained === 0 ? undefined : (Math.max(0, want - have) * seconds) / gained,
    })
  }
}

function factsOf({ reason, status, message }: RequestFailed): Pick<FailureRecord, 'reason' | 'status' | 'message'> {
  return { reason, status, message }
}
