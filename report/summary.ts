import { bootstrapDefaults, type Estimate, figureRng } from './bootstrap.ts'
import type { ComparedRun, ComparedSearch, ComparedTask, Comparison } from './comparison.ts'
import { probabilityOfImprovement } from './improvement.ts'
import { iqmInterval, mean, meanInterval, stratifiedIqm } from './mean.ts'
import { merit, returnAt, solvingTime, wasStarted } from './runs-of.ts'
import { medianToSolveInterval } from './solving-time.ts'

/** Every figure of a report. */
export interface Summary {
  readonly comparison: Comparison
  /** Evaluations at which returns are compared: powers of ten within the largest budget. */
  readonly checkpoints: readonly number[]
  /** By task, then by search. */
  readonly cells: readonly CellSummary[]
  readonly overall: readonly SearchSummary[]
  readonly resamples: number
}

/** What the runs of one search on one task came to. */
export interface CellSummary {
  readonly task: ComparedTask
  readonly search: ComparedSearch
  /** All of the plan, in order of seeds. */
  readonly runs: readonly ComparedRun[]
  readonly done: number
  readonly failed: number
  readonly solved: number
  /** Evaluations to solve; undefined before any run was started. Infinity: more than were watched. */
  readonly median: Estimate | undefined
  /** Interquartile mean of the best return at each checkpoint; undefined beyond the budget, or while unknown. */
  readonly iqm: readonly (AtCheckpoint | undefined)[]
  /** Mean of the best programs on the episodes that their searches trained on, over the runs that are done. */
  readonly training: number | undefined
  /** The same on episodes never trained on. */
  readonly fresh: Estimate | undefined
  /** How likely a run does better than one of each search; undefined for itself, and while unknown. */
  readonly improvement: readonly (Estimate | undefined)[]
  /** Sums over all runs so far. */
  readonly charged: number
  readonly executed: number
  readonly seconds: number
  /** The run with the highest return; among equals the one that needed fewest evaluations. */
  readonly best: ComparedRun | undefined
}

export interface AtCheckpoint extends Estimate {
  /** Runs that have come so far. */
  readonly runs: number
}

/** What a search came to over all tasks. */
export interface SearchSummary {
  readonly search: ComparedSearch
  readonly done: number
  readonly failed: number
  readonly solved: number
  readonly runs: number
  /** Interquartile mean over the runs of all tasks that go so far, returns as shares of the highest there can be. */
  readonly iqm: readonly (AcrossTasks | undefined)[]
  /** Mean over the tasks of the probability of improvement on each search. */
  readonly improvement: readonly (number | undefined)[]
  readonly charged: number
  readonly executed: number
  readonly seconds: number
}

export interface AcrossTasks extends Estimate {
  /** Labels. */
  readonly tasks: readonly string[]
}

export interface SummaryOptions {
  /** Samples of each bootstrap. */
  readonly resamples?: number
}

/** All figures of a comparison. The same runs give the same figures, to the last digit. */
export function summarize(comparison: Comparison, options: SummaryOptions = {}): Summary {
  const { resamples } = { ...bootstrapDefaults, ...options }
  const { tasks, searches } = comparison
  const checkpoints = checkpointsWithin(Math.max(...tasks.map(({ budget }) => budget)))
  const runs = byCell(comparison)
  const cells = tasks.flatMap((task) =>
    searches.map((search) => cellSummary(task, search, { searches, runs, checkpoints, resamples })),
  )
  const overall = searches.map((search, at) => {
    const own = cells.filter((cell) => cell.search === search)
    const total = (of: (cell: CellSummary) => number) => own.reduce((sum, cell) => sum + of(cell), 0)
    return {
      search,
      done: total(({ done }) => done),
      failed: total(({ failed }) => failed),
      solved: total(({ solved }) => solved),
      runs: total(({ runs: all }) => all.length),
      iqm: checkpoints.map((evaluations) => acrossTasks(own, evaluations, resamples)),
      improvement: searches.map((_, other) => (other === at ? undefined : meanImprovement(own, other))),
      charged: total(({ charged }) => charged),
      executed: total(({ executed }) => executed),
      seconds: total(({ seconds }) => seconds),
    }
  })
  return { comparison, checkpoints, cells, overall, resamples }
}

/** 10^3 to 10^6, as far as the budget goes; the budget itself if it is smaller. */
export function checkpointsWithin(budget: number): number[] {
  const powers = [1e3, 1e4, 1e5, 1e6].filter((power) => power <= budget)
  return powers.length === 0 ? [budget] : powers
}

interface Context {
  readonly searches: readonly ComparedSearch[]
  readonly runs: (task: ComparedTask, search: ComparedSearch) => readonly ComparedRun[]
  readonly checkpoints: readonly number[]
  readonly resamples: number
}

function cellSummary(task: ComparedTask, search: ComparedSearch, context: Context): CellSummary {
  const { searches, checkpoints, resamples } = context
  const runs = context.runs(task, search)
  const rng = (figure: string) => figureRng(`${figure}/${task.label}/${search.label}`)
  const started = runs.filter(wasStarted)
  const done = runs.filter(({ state }) => state === 'done')
  const times = started.map((run) => solvingTime(run, task))
  const fresh = done.flatMap(({ freshReturn }) => (freshReturn === undefined ? [] : [freshReturn]))
  const training = done.flatMap(({ bestReturn }) => (bestReturn === undefined ? [] : [bestReturn]))
  const total = (of: (run: ComparedRun) => number) => runs.reduce((sum, run) => sum + of(run), 0)
  return {
    task,
    search,
    runs,
    done: done.length,
    failed: runs.filter(({ state }) => state === 'failed').length,
    solved: done.filter(({ solved }) => solved).length,
    median: times.length === 0 ? undefined : medianToSolveInterval(times, rng('median'), resamples),
    iqm: checkpoints.map((evaluations) => {
      const values = evaluations > task.budget ? [] : returnsAt(runs, evaluations)
      if (values.length === 0) return undefined
      return { ...iqmInterval(values, rng(`iqm/${evaluations}`), resamples), runs: values.length }
    }),
    training: training.length === 0 ? undefined : mean(training),
    fresh: fresh.length === 0 ? undefined : meanInterval(fresh, rng('fresh'), resamples),
    improvement: searches.map((other) => {
      const theirs = context.runs(task, other).filter(({ state }) => state === 'done')
      if (other === search || done.length === 0 || theirs.length === 0) return undefined
      const of = rng(`improvement/${other.label}`)
      return probabilityOfImprovement(done.map(merit), theirs.map(merit), of, resamples)
    }),
    charged: total(({ charged }) => charged),
    executed: total(({ executed }) => executed),
    seconds: total(({ seconds }) => seconds),
    best: bestRun(started),
  }
}

/** Over how many tasks the returns at each checkpoint go; undefined where the searches differ in that. */
export function tasksAcross({ checkpoints, overall }: Summary): (number | undefined)[] {
  return checkpoints.map((_, at) => {
    const [first, ...others] = overall.map(({ iqm }) => iqm[at]?.tasks.length)
    return others.every((count) => count === first) ? first : undefined
  })
}

function returnsAt(runs: readonly ComparedRun[], evaluations: number): number[] {
  return runs.map((run) => returnAt(run, evaluations)).filter((value) => value !== undefined)
}

/** Only of tasks whose highest return is known: returns of the others have no common scale. */
function acrossTasks(cells: readonly CellSummary[], evaluations: number, resamples: number): AcrossTasks | undefined {
  const strata = cells.flatMap(({ task, runs }) => {
    const { bestReturn, budget, label } = task
    if (bestReturn === undefined || bestReturn <= 0 || evaluations > budget) return []
    const values = returnsAt(runs, evaluations).map((value) => value / bestReturn)
    return values.length === 0 ? [] : [{ label, values }]
  })
  const [first] = cells
  if (first === undefined || strata.length === 0) return undefined
  const rng = figureRng(`across/${evaluations}/${first.search.label}`)
  const estimate = stratifiedIqm(
    strata.map(({ values }) => values),
    rng,
    resamples,
  )
  return { ...estimate, tasks: strata.map(({ label }) => label) }
}

function meanImprovement(cells: readonly CellSummary[], other: number): number | undefined {
  const known = cells.flatMap(({ improvement }) => improvement[other]?.value ?? [])
  return known.length === 0 ? undefined : mean(known)
}

function bestRun(runs: readonly ComparedRun[]): ComparedRun | undefined {
  const value = ({ bestReturn }: ComparedRun) => bestReturn ?? Number.NEGATIVE_INFINITY
  const reached = ({ curve }: ComparedRun) => curve.at(-1)?.charged ?? Number.POSITIVE_INFINITY
  return runs.toSorted((a, b) => value(b) - value(a) || reached(a) - reached(b) || a.seed - b.seed)[0]
}

function byCell({ runs }: Comparison): Context['runs'] {
  const cells = new Map<string, ComparedRun[]>()
  const key = (task: string, search: string) => JSON.stringify([task, search])
  for (const run of runs) {
    const of = key(run.task, run.search)
    const known = cells.get(of)
    if (known === undefined) cells.set(of, [run])
    else known.push(run)
  }
  for (const of of cells.values()) of.sort((a, b) => a.seed - b.seed)
  return (task, search) => cells.get(key(task.label, search.label)) ?? []
}
