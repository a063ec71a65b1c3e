import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, cpus, freemem, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunPlan } from '@cairn/coordinator'
import { openWork } from './work.ts'

/** A part of what Cairn needs. */
export interface Check {
  readonly name: string
  /** What was found. @throws an error that says what is wrong and what to do about it */
  check(): string | Promise<string>
}

export interface ChecksFor {
  /** Folder of all runs. */
  readonly root: string
  readonly nats: string | undefined
  /** Of cairn. */
  readonly version: string
}

export function checksFor({ root, nats, version }: ChecksFor): readonly Check[] {
  return [
    { name: 'node', check: checkNode },
    { name: 'machine', check: describeMachine },
    { name: 'runs folder', check: () => checkFolder(root) },
    { name: 'trial run', check: () => checkTrialRun(version) },
    ...(nats === undefined ? [] : [{ name: 'nats', check: () => checkNats(nats) }]),
  ]
}

const oldestNode = 20

function checkNode(): string {
  if (Number(process.versions.node.split('.')[0]) >= oldestNode) return process.version
  throw new Error(`${process.version} is too old; install Node ${oldestNode} or newer from nodejs.org`)
}

const [mib, gib] = [2 ** 20, 2 ** 30]

function describeMachine(): string {
  return `${availableParallelism()} cores, ${cpus()[0]?.model ?? process.arch}, ${(freemem() / gib).toFixed(1)} GiB of memory free`
}

/** Below this a long run may not have room for its journal. */
const leastFreeBytes = 256 * mib

function checkFolder(root: string): string {
  const probe = join(root, `.doctor-${process.pid}`)
  try {
    mkdirSync(root, { recursive: true })
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    throw new Error(`${root} cannot be written (${messageOf(error)}); choose another with --runs or CAIRN_RUNS`)
  }
  const { bavail, bsize } = statfsSync(root)
  const free = bavail * bsize
  if (free >= leastFreeBytes) return `${root}, ${(free / gib).toFixed(1)} GiB free`
  throw new Error(
    `${root} has ${Math.floor(free / mib)} MiB left; make room, or choose another with --runs or CAIRN_RUNS`,
  )
}

/** A task whose first programs all fail, so that the trial spends its budget. */
const trial: RunPlan = {
  ...{ run: 'trial', task: { name: 'karel/seeder', options: {} }, search: { name: 'random', options: {} } },
  ...{ seed: 0, budget: 500, episodes: 4, freshEpisodes: 4 },
}

/** The whole way: threads, batches, the journal on disk, read back. */
async function checkTrialRun(version: string): Promise<string> {
  const [{ readRun, startRun }, { domainOf, openTask }, { completeOptions }, { findSearch }] = await Promise.all([
    import('@cairn/coordinator'),
    import('@cairn/domains'),
    import('@cairn/search'),
    import('./plan.ts'),
  ])
  const root = await mkdtemp(join(tmpdir(), 'cairn-doctor-'))
  try {
    const search = await findSearch(trial.search.name)
    const task = openTask(trial.task.name)
    const plan = { ...trial, task: task.spec, search: { name: search.name, options: completeOptions(search, {}) } }
    const domain = domainOf(plan.task.name)
    const request = { workers: availableParallelism(), nats: undefined, domain: [] }
    await using work = await openWork(request, { run: plan.run, domain: domain.name, epoch: 0 }, { version })
    const handle = startRun({ plan, root, domain, task, search, transport: work.transport, version })
    const result = await handle.finished
    const { charged, seconds } = readRun(handle.folder)
    if (charged !== result.charged)
      throw new Error(`the journal holds ${charged} evaluations instead of ${result.charged}`)
    return `${charged} evaluations on ${work.where} in ${seconds.toFixed(1)} s, journal read back`
  } catch (error) {
    throw new Error(
      `a search of ${trial.budget} evaluations failed: ${messageOf(error)}; "npm run build" makes everything anew`,
    )
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

async function checkNats(url: string): Promise<string> {
  const [{ connectBroker, ensureQueue, withoutSecrets }, { listDomains }] = await Promise.all([
    import('@cairn/proto/queue'),
    import('@cairn/domains'),
  ])
  const broker = await connectBroker(url, { name: 'cairn doctor' })
  try {
    await ensureQueue(
      broker,
      listDomains().map(({ name }) => name),
      {},
      'create',
    )
    return `${withoutSecrets(url)}, nats-server ${broker.serverVersion}, JetStream on, messages up to ${broker.maxPayloadBytes / mib} MiB`
  } finally {
    await broker.close()
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
