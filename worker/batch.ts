import { type Domain, parseOptions, type Task } from '@cairn/domains'
import type { BadProgram, Program } from '@cairn/language'
import { cairn } from '@cairn/proto'
import { matchSchema, wireLimits, wireSchema, wireToken } from '@cairn/proto/queue'

const { Behaviour } = cairn.v1

/** A batch that has been checked and whose task is open. */
export interface OpenBatch {
  /** With opponents: the task against them. */
  readonly task: Task
  readonly programs: readonly Program[]
  readonly firstEpisode: number
  readonly episodes: number
  readonly threshold: number | undefined
  readonly stopAtFirst: boolean
  readonly wantReturns: boolean
  /** One number for all that a program did, or one for each episode. */
  readonly wantBehaviour: 'whole' | 'each' | undefined
  readonly wantUsage: boolean
}

/** Whom to answer. */
export interface Address {
  readonly run: string
  readonly batch: string
  readonly epoch: number
}

/** What is wrong with a batch that can be answered; a label of `cairn_messages_rejected_total`. */
export type RefusalKind =
  | 'schema'
  | 'domain'
  | 'domain-hash'
  | 'task'
  | 'lengths' // they do not divide the bytes into programs
  | 'programs' // one of them is no program of the language
  | 'episodes'
  | 'threshold'
  | 'behaviour' // an unknown form of it, or of programs that may be pruned
  | 'opponents' // the task is not played against any, or they are no programs of the language
  | 'usage' // of programs that may be pruned

/** The batch is unusable here and says so in its result. */
export class BatchRefused extends Error {
  readonly code = 'E_BATCH_REFUSED'
  readonly kind: RefusalKind
  constructor(kind: RefusalKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}

/** Not a batch, or one that names nobody to answer. Drop it and count it. */
export class MalformedBatch extends Error {
  readonly code = 'E_MALFORMED_BATCH'
  readonly kind: 'oversized' | 'undecodable' | 'address'
  constructor(kind: MalformedBatch['kind'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}

/** @throws MalformedBatch if the bytes are not a batch, or name no run and batch to answer */
export function decodeBatch(bytes: Uint8Array): { readonly batch: cairn.v1.Batch; readonly address: Address } {
  if (bytes.length > wireLimits.messageBytes) {
    throw new MalformedBatch('oversized', `a batch of ${bytes.length} bytes; the limit is ${wireLimits.messageBytes}`)
  }
  let batch: cairn.v1.Batch
  try {
    batch = cairn.v1.Batch.decode(bytes)
  } catch (cause) {
    throw new MalformedBatch('undecodable', `${bytes.length} bytes that are not a batch`, { cause })
  }
  if (!wireToken.test(batch.run) || !wireToken.test(batch.id)) {
    throw new MalformedBatch('address', 'a batch without a usable run and id')
  }
  return { batch, address: { run: batch.run, batch: batch.id, epoch: batch.epoch } }
}

/** Checks everything but the programs, which their task checks, and opens the task. @throws BatchRefused */
export function openBatch(batch: cairn.v1.Batch, domainNamed: (name: string) => Domain | undefined): OpenBatch {
  checkSchema(batch)
  const { episodes, firstEpisode, stopAtFirst, wantReturns, wantUsage } = batch
  const wantBehaviour = behaviourWanted(batch)
  const programs = split(batch.programs, batch.lengths, wireLimits.programsPerBatch, 'lengths')
  if (episodes < 1 || episodes > wireLimits.episodesPerBatch || firstEpisode + episodes > 2 ** 32) {
    throw new BatchRefused('episodes', `${episodes} episodes from ${firstEpisode}`)
  }
  const perEpisode = Number(wantReturns) + Number(wantBehaviour === 'each')
  if (perEpisode * programs.length * episodes > wireLimits.returnsPerBatch) {
    throw new BatchRefused('episodes', `${programs.length} x ${episodes} returns or behaviours wanted`)
  }
  const threshold = batch.threshold ?? undefined
  if (Number.isNaN(threshold) || (stopAtFirst && threshold === undefined)) {
    throw new BatchRefused('threshold', 'stop_at_first needs a threshold, and a threshold is a number')
  }
  if (wantUsage && threshold !== undefined) throw new BatchRefused('usage', 'wanted of programs that may be pruned')
  return {
    task: openMatches(openTask(batch.task ?? {}, domainNamed), batch),
    programs,
    firstEpisode,
    episodes,
    threshold,
    stopAtFirst,
    wantReturns,
    wantBehaviour,
    wantUsage,
  }
}

function checkSchema({ schema, opponentLengths, opponents, wantUsage }: cairn.v1.Batch): void {
  const ofMatches = opponentLengths.length > 0 || opponents.length > 0 || wantUsage
  if (schema === (ofMatches ? matchSchema : wireSchema)) return
  const speaks = `this worker speaks ${wireSchema}, and ${matchSchema} of matches and usages`
  throw new BatchRefused('schema', `schema ${schema}; ${speaks}`)
}

/** The task against the opponents of the batch, if it has any. */
function openMatches(task: Task, { opponents, opponentLengths, firstEpisode, episodes }: cairn.v1.Batch): Task {
  if (opponentLengths.length === 0 && opponents.length === 0) return task
  const { opponentsPerBatch } = wireLimits
  const programs = split(opponents, opponentLengths, opponentsPerBatch, 'opponents')
  if (firstEpisode + episodes > 2 * programs.length) {
    throw new BatchRefused('episodes', `${episodes} from ${firstEpisode}, against ${programs.length} opponents`)
  }
  if (task.against === undefined) throw new BatchRefused('opponents', `${task.spec.name} is not played against any`)
  try {
    return task.against(programs)
  } catch (cause) {
    if (!isBadProgram(cause)) throw cause
    throw new BatchRefused('opponents', cause.message, { cause })
  }
}

/** By its code: a user's domain may come with its own copy of @cairn/language, so with its own class. */
export function isBadProgram(error: unknown): error is BadProgram {
  return error instanceof Error && 'code' in error && error.code === 'E_BAD_PROGRAM'
}

function behaviourWanted({ wantBehaviour, threshold }: cairn.v1.Batch): OpenBatch['wantBehaviour'] {
  if (wantBehaviour === Behaviour.BEHAVIOUR_UNSPECIFIED) return undefined
  if (wantBehaviour !== Behaviour.BEHAVIOUR_WHOLE && wantBehaviour !== Behaviour.BEHAVIOUR_EACH) {
    throw new BatchRefused('behaviour', `behaviour ${wantBehaviour} wanted`)
  }
  if (threshold != null) throw new BatchRefused('behaviour', 'wanted of programs that may be pruned')
  return wantBehaviour === Behaviour.BEHAVIOUR_WHOLE ? 'whole' : 'each'
}

function split(bytes: Uint8Array, lengths: readonly number[], most: number, kind: 'lengths' | 'opponents'): Program[] {
  if (lengths.length < 1 || lengths.length > most) throw new BatchRefused(kind, `${lengths.length} programs`)
  const programs: Program[] = []
  let at = 0
  for (const length of lengths) {
    programs.push(bytes.subarray(at, at + length))
    at += length
  }
  if (at !== bytes.length) throw new BatchRefused(kind, `lengths sum to ${at}, not to ${bytes.length} bytes`)
  return programs
}

const tasksKept = 64
const openTasks = new WeakMap<Domain, Map<string, Task>>()

function openTask(
  { name, options, domainHash }: cairn.v1.TaskSpec.$Properties,
  domainNamed: (name: string) => Domain | undefined,
): Task {
  const domainName = (name ?? '').split('/')[0] ?? ''
  const domain = domainNamed(domainName)
  if (!name || domain === undefined) throw new BatchRefused('domain', `no domain "${domainName}" here`)
  if (domain.hash !== domainHash) {
    throw new BatchRefused(
      'domain-hash',
      `${domain.name}@${domainHash} wanted; here it is ${domain.name}@${domain.hash}`,
    )
  }
  const tasks = openTasks.get(domain) ?? new Map<string, Task>()
  openTasks.set(domain, tasks)
  const key = `${name} ${options}`
  const known = tasks.get(key)
  if (known !== undefined) return known
  let task: Task
  try {
    task = domain.task(name, parseOptions(name, options ?? ''))
  } catch (cause) {
    throw new BatchRefused('task', `${name}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
  const oldest = tasks.size < tasksKept ? undefined : tasks.keys().next().value
  if (oldest !== undefined) tasks.delete(oldest)
  tasks.set(key, task)
  return task
}
