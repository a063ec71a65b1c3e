import { join } from 'node:path'
import type { Domain, Task } from '@cairn/domains'
import type { Search } from '@cairn/search'
import { type ChronicleOptions, chronicleDefaults } from './chronicle-setup.ts'
import { EventQueue } from './event-queue.ts'
import type { Fence } from './fence.ts'
import { Journal } from './journal.ts'
import type { LatentDecoder } from './latent-decoder.ts'
import { type CoordinatorMetrics, coordinatorMetrics } from './metrics.ts'
import type { ReadSource } from './program-sources.ts'
import {
  createRunFolder,
  type Manifest,
  type ManifestEmbedding,
  readManifest,
  runFiles,
  runsRoot,
  taskHash,
} from './run-folder.ts'
import { lockRun } from './run-lock.ts'
import type { RunDone, RunEvent, RunPlan } from './run-plan.ts'
import { type ShardOptions, shardDefaults } from './shard.ts'
import { type RunResult, Sitting } from './sitting.ts'
import type { Transport } from './transport.ts'

export type RunOptions = ChronicleOptions & ShardOptions

export const runDefaults: RunOptions = { ...chronicleDefaults, ...shardDefaults }

/** What a run works with. All of it stays the caller's to close, after `finished`. */
export interface RunSetup {
  readonly domain: Domain
  readonly task: Task
  readonly search: Search
  /** The run is the one consumer of its deliveries. */
  readonly transport: Transport
  /** Finds the programs that the search asks for by name; a search that asks for none does without. */
  readonly sources?: ReadSource
  /** For searches in the latent space of a program embedding (`latentOf`). */
  readonly decoder?: LatentDecoder
  readonly fence?: Fence
  /** Aborting it is `stop()`. */
  readonly signal?: AbortSignal
  readonly metrics?: CoordinatorMetrics
  readonly options?: Partial<RunOptions>
}

export interface StartRun extends RunSetup {
  readonly plan: RunPlan
  /** Folder of all runs; `runsRoot()` when left out. */
  readonly root?: string
  /** For the manifest: the command line, and the version of cairn. */
  readonly command?: readonly string[]
  /** For the manifest: modules of the domains that are not built in; `loadDomain` takes each. */
  readonly modules?: readonly string[]
  readonly version?: string
}

export interface ResumeRun extends RunSetup {
  readonly folder: string
}

export interface RunHandle {
  readonly run: string
  readonly folder: string
  /** For one reader. Ends when the run does; the last one is `done` or `stopped`, unless `finished` rejects. */
  readonly events: AsyncIterable<RunEvent>
  /**
   * Rejects with what ended the run: JournalFailed, ReplayMismatch, RunFenced, BadSource, BadDecoder, or an error of the search or
   * the transport. The run can be resumed after any of them.
   */
  readonly finished: Promise<RunResult>
  /** Asks the run to commit everything and end. */
  stop(): void
}

/** The rules have changed since the run was started, so its scores mean something else now. */
export class RunChanged extends Error {
  readonly code = 'E_RUN_CHANGED'
  readonly run: string
  readonly what: string
  constructor(run: string, what: string, version: string) {
    super(
      `run "${run}" cannot be continued: ${what} differs from when it was started; use cairn ${version || 'of that time'}`,
    )
    this.run = run
    this.what = what
  }
}

/**
 * Starts a new run in a folder of its own.
 *
 * @throws BadRunName, RunExists, RunBusy
 */
export function startRun(setup: StartRun): RunHandle {
  const { plan, root = runsRoot(), command = [], modules = [], version = '', domain, task } = setup
  const embedding = setup.decoder && described(setup.decoder)
  const folder = createRunFolder({ root, plan, domain, task, command, modules, embedding, version })
  return sit(setup, folder, plan, false)
}

function described({ name, size, folder }: LatentDecoder): ManifestEmbedding {
  return { name, size, ...(folder === undefined ? {} : { folder }) }
}

/**
 * Continues a run where its journal ends. A run that is done just tells its result again.
 *
 * @throws BadRun, BadJournal, RunBusy, RunChanged
 */
export function resumeRun(setup: ResumeRun): RunHandle {
  const { folder, domain, task } = setup
  const manifest = readManifest(folder)
  const { plan, version } = manifest
  const changed = differences(manifest, domain, task)
  if (changed !== undefined) throw new RunChanged(plan.run, changed, version)
  return sit(setup, folder, plan, true)
}

function differences({ plan, hashes }: Manifest, domain: Domain, task: Task): string | undefined {
  if (taskHash(task) !== hashes.task) return `the task ${plan.task.name}`
  if (task.language.hash !== hashes.language) return `the language ${task.language.name}`
  if (domain.hash !== hashes.domain) return `the domain ${domain.name}`
  return undefined
}

function sit(setup: RunSetup, folder: string, plan: RunPlan, resumed: boolean): RunHandle {
  const { domain, task, search, transport, sources, decoder, fence, signal, metrics = coordinatorMetrics() } = setup
  const options = { ...runDefaults, ...setup.options }
  const lock = lockRun(folder)
  let journal: Journal | undefined
  try {
    journal = new Journal(join(folder, runFiles.journal))
    const { result } = journal
    if (result !== undefined) {
      journal.close()
      lock.release()
      return alreadyDone(folder, plan, result)
    }
    const sitting = new Sitting({
      ...{
        folder,
        plan,
        resumed,
        journal,
        lock,
        domain,
        task,
        search,
        transport,
        sources,
        decoder,
        fence,
        metrics,
        options,
      },
    })
    const stop = () => sitting.stop()
    signal?.addEventListener('abort', stop)
    if (signal?.aborted) stop()
    const finished = sitting.run().finally(() => signal?.removeEventListener('abort', stop))
    finished.catch(() => {}) // whoever reads the events first still gets the error from `finished`
    return { run: plan.run, folder, events: sitting.events, finished, stop }
  } catch (error) {
    journal?.close()
    lock.release()
    throw error
  }
}

function alreadyDone(folder: string, plan: RunPlan, result: RunDone): RunHandle {
  const events = new EventQueue<RunEvent>(() => false)
  const { run, seed, budget, episodes } = plan
  const { charged } = result
  const what = { run, task: plan.task.name, search: plan.search.name, seed, budget, episodes }
  events.push({ event: 'started', ...what, charged, resumed: true })
  events.push(result)
  events.end()
  return { run, folder, events, finished: Promise.resolve(result), stop() {} }
}
