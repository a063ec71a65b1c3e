import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  type CampaignManifest,
  type Cell,
  campaignFiles,
  type RunFailure,
  readFailures,
  readRun,
} from '@cairn/coordinator'
import { openTask } from '@cairn/domains'
import { printIndented } from '@cairn/language'
import type { ComparedRun, ComparedSearch, ComparedTask, Comparison, Options } from '@cairn/report'

/** What the report is made from: the runs of a campaign as they are now. */
export function comparisonOf(
  folder: string,
  manifest: CampaignManifest,
  commands: Comparison['origin']['commands'],
): Comparison {
  const { plan, source, version, node, host, startedAt } = manifest
  const failures = readFailures(folder)
  const root = join(folder, campaignFiles.runs)
  return {
    name: plan.name,
    tasks: comparedTasks(plan.cells),
    searches: comparedSearches(plan.cells),
    runs: plan.cells.map((cell) => comparedRun(root, cell, failures.get(cell.plan.run))),
    origin: { plan: source, version, node, host, startedAt, commands },
  }
}

function comparedTasks(cells: readonly Cell[]): ComparedTask[] {
  const firsts = new Map(cells.toReversed().map((cell) => [cell.task, cell]))
  return inOrder(cells.map(({ task }) => task)).map((label) => {
    const { task, budget, episodes, freshEpisodes } = firsts.get(label)!.plan
    const { bestReturn } = openTask(task.name, task.options)
    return { label, name: task.name, options: task.options, budget, episodes, freshEpisodes, bestReturn }
  })
}

function comparedSearches(cells: readonly Cell[]): ComparedSearch[] {
  return inOrder(cells.map(({ search }) => search)).map((label) => {
    const own = cells.filter(({ search }) => search === label)
    const all = own.map(({ plan }) => plan.search.options)
    const names = Object.keys(all[0]!)
    const shared = names.filter((name) => all.every((options) => options[name] === all[0]![name]))
    const pick = (options: Options, wanted: readonly string[]) =>
      Object.fromEntries(wanted.map((name) => [name, options[name]!]))
    const varied = names.filter((name) => !shared.includes(name))
    const optionsOn = varied.length === 0 ? {} : byTask(own, (options) => pick(options, varied))
    return { label, name: own[0]!.plan.search.name, options: pick(all[0]!, shared), optionsOn }
  })
}

function byTask(cells: readonly Cell[], of: (options: Options) => Options): Record<string, Options> {
  return Object.fromEntries(cells.map(({ task, plan }) => [task, of(plan.search.options)]))
}

function comparedRun(root: string, cell: Cell, failure: RunFailure | undefined): ComparedRun {
  const { run, seed } = cell.plan
  const what = { run, task: cell.task, search: cell.search, seed }
  const nothing = { solved: false, charged: 0, executed: 0, seconds: 0, curve: [] }
  const unknown = { bestReturn: undefined, freshReturn: undefined, program: undefined, problem: failure?.message }
  const folder = join(root, run)
  if (!existsSync(folder)) return { ...what, ...nothing, ...unknown, state: failure === undefined ? 'none' : 'failed' }
  try {
    const { result, charged, executed, seconds, curve, best, manifest } = readRun(folder)
    const state = result !== undefined ? 'done' : failure !== undefined ? 'failed' : 'stopped'
    const { language } = openTask(manifest.plan.task.name, manifest.plan.task.options)
    return {
      ...what,
      ...{ state, solved: result?.solved ?? false, charged, executed, seconds },
      curve: curve.filter(({ bestReturn }) => Number.isFinite(bestReturn)),
      bestReturn: best !== undefined && Number.isFinite(best.bestReturn) ? best.bestReturn : undefined,
      freshReturn: result?.freshReturn ?? undefined,
      program: best && printIndented(language, best.program).trimEnd(),
      problem: result === undefined ? failure?.message : undefined,
    }
  } catch (error) {
    const problem = failure?.message ?? (error instanceof Error ? error.message : String(error))
    return { ...what, ...nothing, ...unknown, state: 'failed', problem }
  }
}

function inOrder(labels: readonly string[]): string[] {
  return [...new Set(labels)]
}
