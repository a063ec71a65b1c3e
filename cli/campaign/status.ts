import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Cell,
  campaignFiles,
  isCampaignBusy,
  type RunFailure,
  readCampaign,
  readChampions,
  readFailures,
  readRun,
  runFiles,
} from '@cairn/coordinator'
import { parsePlan } from '../compare/plan-file.ts'
import { bytesBelow } from './disk.ts'
import { diskBound } from './disk-bound.ts'

/** How far a campaign is. */
export interface CampaignStatus {
  readonly campaign: string
  readonly folder: string
  /** `running`: a process works on it now. `stopped`: it can go on. */
  readonly state: 'running' | 'stopped' | 'done'
  readonly runs: readonly RunStatus[]
  readonly charged: number
  readonly budget: number
  readonly champions: number
  /** Bytes of the campaign's folder now, and how many it takes at most. */
  readonly disk: { readonly bytes: number; readonly bound: number }
}

export interface RunStatus {
  readonly run: string
  /** Label of its task. */
  readonly map: string
  /** Label of its search. */
  readonly learner: string
  readonly seed: number
  readonly state: 'done' | 'running' | 'stopped' | 'failed' | 'waiting'
  readonly charged: number
  readonly budget: number
  readonly champions: number
  /** Mean return of the last champion against the opponents of the task; null before there is one. */
  readonly score: number | null
  /** ISO 8601: when the champion last changed. */
  readonly changedAt: string | null
  readonly problem: string | null
}

/**
 * Reads a campaign, also while a process works on it.
 *
 * @throws BadCampaign
 */
export function campaignStatus(folder: string): CampaignStatus {
  const manifest = readCampaign(folder)
  const { plan, source } = manifest
  const { league } = parsePlan(source, join(folder, campaignFiles.manifest))
  const failures = readFailures(folder)
  const runs = plan.cells.map((cell) => runStatus(folder, cell, failures.get(cell.plan.run)))
  const sum = (of: (run: RunStatus) => number) => runs.reduce((all, run) => all + of(run), 0)
  const done = runs.every(({ state }) => state === 'done')
  return {
    campaign: plan.name,
    folder,
    state: done ? 'done' : isCampaignBusy(folder) ? 'running' : 'stopped',
    runs,
    charged: sum(({ charged }) => charged),
    budget: sum(({ budget }) => budget),
    champions: sum(({ champions }) => champions),
    disk: { bytes: bytesBelow(folder), bound: diskBound(manifest, league) },
  }
}

function runStatus(campaign: string, cell: Cell, failure: RunFailure | undefined): RunStatus {
  const { task: map, search: learner, plan } = cell
  const { run, seed, budget } = plan
  const folder = join(campaign, campaignFiles.runs, run)
  const what = { run, map, learner, seed, budget }
  const none = { charged: 0, champions: 0, score: null, changedAt: null }
  const problem = failure?.message ?? null
  if (!existsSync(folder)) return { ...what, ...none, state: failure === undefined ? 'waiting' : 'failed', problem }
  try {
    const { state, charged } = readRun(folder)
    const champions = readChampions(folder)
    const score = champions.at(-1)?.score
    return {
      ...what,
      ...{ charged, champions: champions.length },
      state: state === 'stopped' && failure !== undefined ? 'failed' : state,
      score: score === undefined || !Number.isFinite(score) ? null : score,
      changedAt: changedAt(folder),
      problem: state === 'done' ? null : problem,
    }
  } catch (error) {
    return { ...what, ...none, state: 'failed', problem: error instanceof Error ? error.message : String(error) }
  }
}

/** When the champion last changed: its program is written then. Reading a journal touches its files. */
function changedAt(folder: string): string | null {
  const written = statSync(join(folder, runFiles.best), { throwIfNoEntry: false })
  return written === undefined ? null : written.mtime.toISOString()
}
