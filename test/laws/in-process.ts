import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  journalContent,
  natsTransport,
  type RunDone,
  type RunHandle,
  type RunResult,
  startRun,
  type Transport,
  threadsTransport,
} from '@cairn/coordinator'
import { findDomain } from '@cairn/domains'
import { connectBroker, type QueueOptions } from '@cairn/proto/queue'
import { searches } from '@cairn/search'
import { EmbeddingProcess } from '@cairn/trainer/embedded'
import { openPool, type PoolOptions } from '@cairn/worker'
import { programSources } from '../../cli/program-sources.ts'
import { type LawPlan, runPlan, taskOf } from './plans.ts'

/** What a law compares: everything that a plan decides. */
export interface Finished {
  readonly result: RunResult
  readonly journal: string
}

/** A folder for runs that goes when the test ends. */
export function runsFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'cairn-laws-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) }
}

/** Begins the plan in this process over the given transport. */
export function begin(plan: LawPlan, run: string, root: string, transport: Transport): RunHandle {
  const task = taskOf(plan)
  const domain = findDomain(domainIn(plan))
  const search = searches.find(({ name }) => name === plan.search)
  if (domain === undefined || search === undefined) throw new Error(`${plan.task}, ${plan.search}: unknown`)
  const sources = programSources(task, { folder: root, runs: root, seed: plan.seed })
  const decoder = embeddingOf(plan)
  const setup = { domain, task, search, sources, transport, ...(decoder && { decoder }) }
  return startRun({ plan: runPlan(plan, run), root, ...setup })
}

const embeddings = new Map<unknown, EmbeddingProcess>()

/** One process for each embedding; while it has nothing to do it does not keep this one alive. */
function embeddingOf({ set: { embedding } = {} }: LawPlan): EmbeddingProcess | undefined {
  if (typeof embedding !== 'string') return undefined
  const computing = embeddings.get(embedding) ?? EmbeddingProcess.of(embedding)
  embeddings.set(embedding, computing)
  return computing
}

/** The name of the domain that the plan's task is of. */
export function domainIn({ task }: LawPlan): string {
  return task.split('/')[0]!
}

/** Runs the plan in this process over the given transport, to its end. */
export async function finish(plan: LawPlan, run: string, root: string, transport: Transport): Promise<Finished> {
  const handle = begin(plan, run, root, transport)
  const result = await handle.finished
  return { result, journal: journalContent(handle.folder) }
}

/** What a plan decides of a result: not its name, nor what machines really did, nor the time. */
export function decided(result: RunResult): Partial<RunDone> {
  if (result.event !== 'done') throw new Error(`the run ended with ${JSON.stringify(result)}`)
  const { run: _run, executed: _executed, seconds: _seconds, ...rest } = result
  return rest
}

/** Threads of this process, which go with the transport. */
export async function overThreads(threads: number, options: PoolOptions = {}): Promise<Transport> {
  const pool = await openPool({ threads, ...options })
  return alsoClosing(threadsTransport(pool), () => pool.close())
}

/** The workers of a domain at that server; the connection goes with the transport. */
export async function overNats(
  url: string,
  run: string,
  queue: Partial<QueueOptions> = {},
  domain = 'karel',
): Promise<Transport> {
  const broker = await connectBroker(url, { name: 'law', inboxPrefix: '_INBOX.law' })
  return alsoClosing(await natsTransport(broker, { run, domain, queue }), () => broker.close())
}

function alsoClosing(transport: Transport, close: () => Promise<void>): Transport {
  return {
    kind: transport.kind,
    targetBatchMs: transport.targetBatchMs,
    submit: (batch) => transport.submit(batch),
    cancel: (ids) => transport.cancel(ids),
    deliveries: () => transport.deliveries(),
    capacity: () => transport.capacity(),
    async close() {
      await transport.close()
      await close()
    },
  }
}
