import { setMaxListeners } from 'node:events'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import {
  CampaignChanged,
  type Cell,
  type CoordinatorMetrics,
  campaignFiles,
  type HeldCampaign,
  planChanges,
  type RunFailure,
  type RunRecord,
  type RunResult,
  readFailures,
  readRun,
  resumeRun,
  startRun,
  writeFailures,
} from '@cairn/coordinator'
import { domainOf, openTask } from '@cairn/domains'
import type { Embeddings } from '../embeddings.ts'
import { findSearch } from '../plan.ts'
import { programSources } from '../program-sources.ts'
import type { CampaignEvent } from './campaign-event.ts'
import type { Slots } from './slots.ts'
import { Tally } from './tally.ts'

export interface ConductCampaign {
  readonly campaign: HeldCampaign
  readonly slots: Slots
  /** Of the searches in latent spaces. */
  readonly embeddings: Embeddings
  /** Aborting it stops every run, committed. */
  readonly signal: AbortSignal
  readonly show: (event: CampaignEvent) => void
  /** Of cairn, for the manifests of the runs. */
  readonly version: string
  readonly command: readonly string[]
  /** Of all runs together; each counts by its labels. */
  readonly metrics?: CoordinatorMetrics | undefined
}

export interface CampaignOutcome {
  readonly stopped: boolean
  readonly failed: number
}

/** Period of progress events. */
const progressMs = 1_000

/** Pause before a run is tried again for which the NATS server could not be reached. */
const brokerRetryMs = 5_000

/**
 * Brings every run of the campaign to its end: as many at a time as there are slots, in the order of the plan. Those
 * that are done are only read. One that fails is written down and the others go on.
 *
 *   left --slot free--> running --> done
 *                          |-----> failed: its error is kept, the next sitting tries it again
 *                          +-----> stopped: the next sitting resumes it
 */
export async function conductCampaign(options: ConductCampaign): Promise<CampaignOutcome> {
  const { campaign, slots, signal, show } = options
  const { plan } = campaign.manifest
  const root = join(campaign.folder, campaignFiles.runs)
  const tally = new Tally(plan.name, plan.cells, slots.count)
  const failures = new Map<string, RunFailure>()
  const left = plan.cells.filter((cell) => !isDone(cell))
  if (readFailures(campaign.folder).size > 0) writeFailures(campaign.folder, failures)
  setMaxListeners(0, signal)

  const { name } = plan
  const runs = plan.cells.length
  show({ event: 'campaign', campaign: name, folder: campaign.folder, runs, done: tally.done, parallel: slots.count })
  const timer = setInterval(() => show(tally.event()), progressMs)
  const next = () => (signal.aborted ? undefined : left.shift())
  try {
    await Promise.all(
      Array.from({ length: slots.count }, async (_, slot) => {
        for (let cell = next(); cell !== undefined; cell = next()) await inSlot(cell, slot)
      }),
    )
  } finally {
    clearInterval(timer)
  }
  show(tally.event())
  const { done, failed, solved, seconds } = tally
  const stopped = signal.aborted && done + failed < runs
  const end = { campaign: name, runs, done, failed, solved, seconds }
  show({ event: stopped ? 'campaign-stopped' : 'campaign-done', ...end })
  return { stopped, failed }

  /** Takes in what a run has so far. One that cannot be read counts as left; trying it will say why. */
  function isDone(cell: Cell): boolean {
    try {
      const record = recordOf(root, cell)
      if (record === undefined) return false
      if (record.result === undefined || !samePlan(record, cell)) {
        tally.stopped(cell.plan.run, record.charged)
        return false
      }
      tally.ended(cell.plan.run, record.result)
      return true
    } catch {
      return false
    }
  }

  async function inSlot(cell: Cell, slot: number): Promise<void> {
    const { task, search, plan: of } = cell
    try {
      const result = await conductRun(cell, slot)
      if (result.event === 'stopped') tally.stopped(of.run, result.charged)
      else {
        tally.ended(of.run, result)
        show({ ...result, cell: { task, search } })
      }
    } catch (error) {
      const failure = failureOf(error)
      if (failure.code === 'E_BROKER_UNREACHABLE') {
        left.unshift(cell)
        show({ event: 'waiting', run: of.run, reason: failure.message })
        return pause(brokerRetryMs, signal)
      }
      tally.failedRun(of.run)
      failures.set(of.run, failure)
      writeFailures(campaign.folder, failures)
      show({ event: 'failed', run: of.run, seed: of.seed, ...failure, cell: { task, search } })
      await slots.renew(slot)
    }
  }

  async function conductRun(cell: Cell, slot: number): Promise<RunResult> {
    const { plan: of } = cell
    const record = recordOf(root, cell)
    if (record !== undefined && !samePlan(record, cell)) throw new CampaignChanged(name, changesOf(record, cell))
    const domain = domainOf(of.task.name)
    const task = openTask(of.task.name, of.task.options)
    const search = await findSearch(of.search.name)
    const known = record?.manifest.embedding
    const decoder = await options.embeddings.of(of, { search, language: domain.language, known })
    await using work = await slots.open(slot, of, record)
    const { transport, fence } = work
    const sources = programSources(task, { folder: process.cwd(), runs: dirname(campaign.folder), seed: of.seed })
    const { version, command, metrics } = options
    const setup = {
      ...{ domain, task, search, transport, sources, signal },
      ...(decoder === undefined ? {} : { decoder }),
      ...(fence === undefined ? {} : { fence }),
      ...(metrics === undefined ? {} : { metrics }),
    }
    const handle =
      record === undefined
        ? startRun({ ...setup, plan: of, root, command, modules: plan.modules, version })
        : resumeRun({ ...setup, folder: record.folder })
    for await (const event of handle.events) {
      if (event.event === 'progress') tally.progress(of.run, event.charged, event.seconds)
      else if (event.event !== 'done') show(event)
      if (event.event === 'started') tally.started(of.run, event.charged)
    }
    return handle.finished
  }
}

/** Ends early when the signal aborts. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => {})
}

function recordOf(root: string, { plan }: Cell): RunRecord | undefined {
  const folder = join(root, plan.run)
  return existsSync(folder) ? readRun(folder) : undefined
}

function changesOf(record: RunRecord, cell: Cell) {
  return planChanges([{ ...cell, plan: record.manifest.plan }], [cell])
}

function samePlan(record: RunRecord, cell: Cell): boolean {
  return changesOf(record, cell).changed.length === 0
}

function failureOf(error: unknown): RunFailure {
  if (!(error instanceof Error)) return { code: '', message: String(error) }
  return { code: 'code' in error && typeof error.code === 'string' ? error.code : '', message: error.message }
}
