import { type Domain, listDomains, type PreparedProgram, type Task } from '@cairn/domains'
import { cairn } from '@cairn/proto'
import { wireSchema } from '@cairn/proto/queue'
import { type Address, BatchRefused, decodeBatch, isBadProgram, type OpenBatch, openBatch } from './batch.ts'
import { TraceHash } from './trace-hash.ts'

const { Status } = cairn.v1

/** Nobody wants the result any more. */
export class EvaluationCancelled extends Error {
  readonly code = 'E_EVALUATION_CANCELLED'
  constructor() {
    super('the evaluation was cancelled')
  }
}

export interface EvaluateOptions {
  /** Where domains come from; the registry of @cairn/domains when left out. */
  readonly domainNamed?: (name: string) => Domain | undefined
  /** Called with the index of each program before it runs. */
  readonly onProgram?: (index: number) => void
  /** Asked before each program; once true, the batch is left. */
  readonly cancelled?: () => boolean
  /** Seconds, for `evaluation_seconds` of the result; 0 is written without it. */
  readonly clock?: () => number
  /** Name of the worker, for the result. */
  readonly worker?: string
}

/**
 * The whole of a worker's work: an encoded `cairn.v1.Batch` in, an encoded `cairn.v1.Result` out. Pure but for
 * `evaluation_seconds` and `worker`: every machine gives the same bytes.
 *
 * A batch that this worker cannot use gives a result with `failure.refused`; a program on which the domain's code
 * throws gives one with `failure.suspect`.
 *
 * @throws MalformedBatch when there is nobody to answer
 * @throws EvaluationCancelled when told so by `cancelled`
 */
export function evaluateBatch(bytes: Uint8Array, options: EvaluateOptions = {}): Uint8Array {
  const { domainNamed = registered, clock = () => 0, worker = '' } = options
  const started = clock()
  const { batch, address } = decodeBatch(bytes)
  const answer = attempt(batch, domainNamed, options)
  return encodeResult(address, { ...answer, evaluationSeconds: clock() - started, worker })
}

function registered(name: string): Domain | undefined {
  return listDomains().find((domain) => domain.name === name)
}

/** The result that says why a batch was not evaluated. */
export function encodeFailure(address: Address, failure: cairn.v1.Failure.$Properties, worker = ''): Uint8Array {
  return encodeResult(address, { failure, worker })
}

function encodeResult({ run, batch, epoch }: Address, answer: cairn.v1.Result.$Properties): Uint8Array {
  return cairn.v1.Result.encode({ schema: wireSchema, run, batch, epoch, ...answer }).finish()
}

function attempt(
  batch: cairn.v1.Batch,
  domainNamed: (name: string) => Domain | undefined,
  { onProgram, cancelled }: EvaluateOptions,
): cairn.v1.Result.$Properties {
  let running: number | undefined
  try {
    return columns(openBatch(batch, domainNamed), (index) => {
      if (cancelled?.()) throw new EvaluationCancelled()
      running = index
      onProgram?.(index)
    })
  } catch (error) {
    if (error instanceof BatchRefused)
      return { failure: { refused: true, reason: brief(`${error.kind}: ${error.message}`) } }
    if (error instanceof EvaluationCancelled || running === undefined) throw error
    return { failure: { refused: false, reason: brief(`program ${running}: ${error}`), suspect: running } }
  }
}

/** A reason may repeat what the batch said, and a batch may say a lot. */
function brief(reason: string): string {
  return reason.length > 300 ? `${reason.slice(0, 297)}...` : reason
}

function columns(batch: OpenBatch, onProgram: (index: number) => void): cairn.v1.Result.$Properties {
  const count = batch.programs.length
  const scores = new Array<number>(count).fill(0)
  const statuses = new Array<cairn.v1.Status>(count).fill(Status.STATUS_SKIPPED)
  const episodes = new Array<number>(count).fill(0)
  const steps = new Array<number>(count).fill(0)
  const returns = batch.wantReturns ? new Array<number>(count * batch.episodes).fill(Number.NaN) : []
  const behaviours: number[] = []
  const wanted: Wanted = {
    returns: batch.wantReturns ? returns : undefined,
    behaviours: batch.wantBehaviour === undefined ? undefined : behaviours,
  }
  const usages: Uint8Array[] = []

  for (let index = 0; index < count; index++) {
    onProgram(index)
    const prepared = prepare(batch.task, batch, index)
    const usage = batch.wantUsage ? new Uint8Array(batch.programs[index]!.length) : undefined
    const run = runEpisodes(prepared, batch, { ...wanted, usage }, index * batch.episodes)
    if (usage !== undefined) usages.push(usage)
    scores[index] = run.score
    statuses[index] = run.pruned ? Status.STATUS_PRUNED : Status.STATUS_SCORED
    episodes[index] = run.episodes
    steps[index] = run.steps
    if (batch.stopAtFirst && !run.pruned && run.score > batch.threshold!) break
  }
  return { scores, statuses, episodes, steps, returns, behaviours, usages: Buffer.concat(usages) }
}

function prepare(task: Task, batch: OpenBatch, index: number): PreparedProgram {
  try {
    return task.prepare(batch.programs[index]!)
  } catch (cause) {
    if (!isBadProgram(cause)) throw cause
    throw new BatchRefused('programs', `program ${index}: ${cause.message}`, { cause })
  }
}

interface EpisodesRun {
  /** The mean return, or an upper bound of it when pruned. */
  readonly score: number
  readonly pruned: boolean
  readonly episodes: number
  readonly steps: number
}

/** Columns to fill besides those that every result has. */
interface Wanted {
  readonly returns: number[] | undefined
  readonly behaviours: number[] | undefined
  /** Of the program that runs; flags are added to it. */
  readonly usage?: Uint8Array | undefined
}

const traceHash = new TraceHash()
const tracing = { trace: true } as const
const using = { usage: true } as const

/** Runs the episodes in order and sums their returns left to right, writing each to `returns` from `at` on. */
function runEpisodes(
  prepared: PreparedProgram,
  batch: OpenBatch,
  { returns, behaviours, usage }: Wanted,
  at: number,
): EpisodesRun {
  const { firstEpisode, episodes, threshold, wantBehaviour } = batch
  const best = batch.task.bestReturn
  const traced = behaviours === undefined ? undefined : tracing
  const want = usage === undefined ? traced : { ...traced, ...using }
  let sum = 0
  let steps = 0
  traceHash.begin()
  for (let done = 0; done < episodes; ) {
    const outcome = prepared.episode(firstEpisode + done, want)
    if (!Number.isFinite(outcome.return)) throw new Error(`episode ${firstEpisode + done} returned ${outcome.return}`)
    if (returns !== undefined) returns[at + done] = outcome.return
    if (behaviours !== undefined) {
      if (outcome.trace === undefined) throw new Error(`episode ${firstEpisode + done} left no trace`)
      traceHash.add(outcome.trace)
      if (wantBehaviour === 'each') {
        behaviours.push(traceHash.value())
        traceHash.begin()
      }
    }
    if (usage !== undefined) join(usage, outcome.usage, firstEpisode + done)
    sum += outcome.return
    steps += outcome.steps
    done++
    if (threshold === undefined || best === undefined || done === episodes) continue
    const bound = boundOfMean(sum, done, episodes, best, threshold)
    if (bound <= threshold) return { score: bound, pruned: true, episodes: done, steps }
  }
  if (wantBehaviour === 'whole') behaviours?.push(traceHash.value())
  return { score: sum / episodes, pruned: false, episodes, steps }
}

/** Adds the flags of an episode to those of the ones before it. */
function join(usage: Uint8Array, flags: Uint8Array | undefined, episode: number): void {
  if (flags?.length !== usage.length) throw new Error(`episode ${episode} left no usage of its productions`)
  for (let at = 0; at < usage.length; at++) usage[at]! |= flags[at]!
}

/**
 * Upper bound of the mean when every remaining episode returns `best`. It continues the very sum that the remaining
 * episodes would: rounding is monotone, so whatever they return, the mean in floating point is not above it. That loop
 * is run only where the quick estimate is near the threshold or below; elsewhere the estimate serves.
 */
function boundOfMean(sum: number, done: number, episodes: number, best: number, threshold: number): number {
  const rest = (episodes - done) * best
  const estimate = (sum + rest) / episodes
  if (estimate > threshold + 1e-9 * (1 + Math.abs(sum) + Math.abs(rest))) return estimate
  let total = sum
  for (let left = episodes - done; left > 0; left--) total += best
  return total / episodes
}
