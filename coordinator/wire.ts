import { canonicalOptions, type TaskSpec } from '@cairn/domains'
import { hashBytes, hex, type Program } from '@cairn/language'
import { cairn } from '@cairn/proto'
import { matchSchema, wireLimits, wireSchema } from '@cairn/proto/queue'

const { Status, Behaviour } = cairn.v1
const behaviourNumbers = { whole: Behaviour.BEHAVIOUR_WHOLE, each: Behaviour.BEHAVIOUR_EACH } as const

/** Room in a batch for everything but its programs and their lengths. */
const headerBytes = 4096
/** Bytes that a program's length may take. */
export const lengthBytes = 3
/** Bytes of programs and lengths that fit into one batch. */
export const batchRoom = wireLimits.messageBytes - headerBytes
export const mostPrograms = wireLimits.programsPerBatch

/** What all batches of a run have in common. */
export interface BatchHeader {
  readonly run: string
  readonly epoch: number
  readonly task: { readonly name: string; readonly options: string; readonly domainHash: string }
}

/** What one batch asks. */
export interface BatchQuestion {
  readonly firstEpisode: number
  readonly episodes: number
  /** Only programs above it are wanted: others may be pruned, and those after the first one above it skipped. */
  readonly threshold: number | undefined
  /** What is run instead of the task of the run, and told of besides the scores. */
  readonly probe?: BatchProbe
  /** Whom the programs play: episode 2i is the match against opponent i as player 0, 2i + 1 the one as player 1. */
  readonly opponents?: readonly Program[]
  /** The return of each episode is told besides the scores. */
  readonly wantReturns?: boolean
  /** Which productions of the programs had an effect is told besides the scores. */
  readonly wantUsage?: boolean
}

export interface BatchProbe {
  readonly task: BatchHeader['task']
  /** A number for all episodes of a program, or one for each. */
  readonly behaviour: 'whole' | 'each'
}

/** Whole numbers that the answer holds for each program besides its score. */
export function behavioursPerProgram({ probe, episodes }: BatchQuestion): number {
  if (probe === undefined) return 0
  return probe.behaviour === 'each' ? episodes : 1
}

/** The task as a worker wants to be told of it. */
export function wireTask(spec: TaskSpec, domainHash: string): BatchHeader['task'] {
  return { name: spec.name, options: canonicalOptions(spec), domainHash }
}

export function encodeBatch(
  header: BatchHeader,
  id: string,
  { firstEpisode, episodes, threshold, probe, opponents, wantReturns, wantUsage }: BatchQuestion,
  programs: readonly Program[],
): Uint8Array {
  const schema = opponents === undefined && wantUsage !== true ? wireSchema : matchSchema
  const { bytes, lengths } = joined(programs)
  const batch = { schema, ...header, id, programs: bytes, lengths, firstEpisode, episodes }
  const wanted = threshold === undefined ? {} : { threshold, stopAtFirst: true }
  const probed = probe === undefined ? {} : { task: probe.task, wantBehaviour: behaviourNumbers[probe.behaviour] }
  const them = opponents === undefined ? undefined : joined(opponents)
  const matched = them === undefined ? {} : { opponents: them.bytes, opponentLengths: them.lengths }
  const told = { ...(wantReturns === true ? { wantReturns } : {}), ...(wantUsage === true ? { wantUsage } : {}) }
  return cairn.v1.Batch.encode({ ...batch, ...wanted, ...probed, ...matched, ...told }).finish()
}

function joined(programs: readonly Program[]) {
  const lengths = programs.map(({ length }) => length)
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0))
  let at = 0
  for (const program of programs) {
    bytes.set(program, at)
    at += program.length
  }
  return { bytes, lengths }
}

/** Bytes that a program and its length may take. */
export function wireBytes(programs: readonly Program[]): number {
  return programs.reduce((sum, { length }) => sum + length + lengthBytes, 0)
}

/** Why a message is not what it should be; a label of `cairn_messages_rejected_total`. */
export type Rejection = 'oversized' | 'undecodable' | 'schema' | 'run' | 'epoch' | 'batch' | 'columns'

/** Decodes a result of this run. What it says of which batch, in which sitting, is for the caller to check. */
export function decodeResult(bytes: Uint8Array, { run }: BatchHeader): cairn.v1.Result | Rejection {
  if (bytes.length > wireLimits.messageBytes) return 'oversized'
  let result: cairn.v1.Result
  try {
    result = cairn.v1.Result.decode(bytes)
  } catch {
    return 'undecodable'
  }
  if (result.schema !== wireSchema) return 'schema'
  return result.run === run ? result : 'run'
}

/** Whether the columns of a result can be the answer to this question about these programs. */
export function columnsFit(result: cairn.v1.Result, question: BatchQuestion, programs: readonly Program[]): boolean {
  const { scores, statuses, steps, behaviours, usages } = result
  const { episodes, threshold, wantReturns = false, wantUsage = false } = question
  const count = programs.length
  if (!columnsAgree(result) || scores.length !== count) return false
  if (behaviours.length !== count * behavioursPerProgram(question) || !behaviours.every(isBehaviour)) return false
  if (usages.length !== (wantUsage ? programs.reduce((sum, { length }) => sum + length, 0) : 0)) return false
  if (result.returns.length !== (wantReturns ? count * episodes : 0)) return false
  let stopped = false
  for (let i = 0; i < count; i++) {
    const status = statuses[i]
    const score = scores[i]!
    const run = result.episodes[i]!
    if (!Number.isFinite(score) || !(steps[i]! >= 0) || run > episodes) return false
    if (wantReturns && !returnsFit(result, i, episodes)) return false
    if (stopped) {
      if (status !== Status.STATUS_SKIPPED || (wantReturns && run > 0)) return false
      continue
    }
    if (status === Status.STATUS_SCORED) {
      if (run !== episodes) return false
      stopped = threshold !== undefined && score > threshold
    } else if (status !== Status.STATUS_PRUNED || threshold === undefined || score > threshold) return false
  }
  return true
}

/** Finite as far as the program was run, and nothing behind; and a score is their mean. */
function returnsFit({ returns, statuses, scores, episodes }: cairn.v1.Result, index: number, stride: number): boolean {
  const at = index * stride
  const run = episodes[index]!
  let sum = 0
  for (let episode = 0; episode < stride; episode++) {
    const value = returns[at + episode]!
    if (episode < run ? !Number.isFinite(value) : !Number.isNaN(value)) return false
    sum += value
  }
  return statuses[index] !== Status.STATUS_SCORED || sum / stride === scores[index]
}

function isBehaviour(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0
}

/** Whether the columns speak of the same programs: a message cut short may still be a message. */
export function columnsAgree({ scores, statuses, episodes, steps }: cairn.v1.Result): boolean {
  const count = scores.length
  return count > 0 && [statuses, episodes, steps].every(({ length }) => length === count)
}

/** Equal for equal answers: times and names are left out. */
export function fingerprint({ scores, statuses, steps, behaviours, returns, usages }: cairn.v1.Result): string {
  const columns = new Float64Array(3 * scores.length + behaviours.length + returns.length)
  columns.set(scores)
  columns.set(steps, scores.length)
  columns.set(statuses, 2 * scores.length)
  columns.set(behaviours, 3 * scores.length)
  // Not a number has many forms.
  const played = returns.map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value))
  columns.set(played, 3 * scores.length + behaviours.length)
  return `${hex(hashBytes(new Uint8Array(columns.buffer)))}${usages.length > 0 ? hex(hashBytes(usages)) : ''}`
}
