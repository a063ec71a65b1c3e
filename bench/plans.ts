import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundledCompletions, judge, readCompletions } from '@cairn/completions'
import { type ReadSource, type RunHandle, type RunPlan, resumeRun, startRun, type Transport } from '@cairn/coordinator'
import { findDomain, openTask, type Task, type TaskOptions } from '@cairn/domains'
import { parse } from '@cairn/language'
import { completeOptions, type Search, type SearchOptions, searches } from '@cairn/search'

export interface Workload {
  readonly task: string
  readonly options?: TaskOptions
  readonly search: string
  readonly set?: SearchOptions
  readonly budget: number
  readonly episodes: number
  readonly seed?: number
  readonly freshEpisodes?: number
}

/** A folder for runs that goes when the benchmark ends. */
export function benchFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'cairn-bench-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) }
}

export function start(workload: Workload, run: string, root: string, transport: Transport): RunHandle {
  const { domain, task, search } = parts(workload)
  const plan: RunPlan = {
    run,
    task: task.spec,
    search: { name: search.name, options: completeOptions(search, workload.set ?? {}) },
    seed: workload.seed ?? 1,
    budget: workload.budget,
    episodes: workload.episodes,
    freshEpisodes: workload.freshEpisodes ?? 0,
  }
  return startRun({ plan, root, domain, task, search, transport, sources: completionsOf(task) })
}

export function resume(workload: Workload, folder: string, transport: Transport): RunHandle {
  return resumeRun({ ...parts(workload), folder, transport })
}

function parts({ task: name, options, search: wanted }: Workload) {
  const task = openTask(name, options)
  const domain = findDomain(task.spec.name.split('/')[0] ?? '')
  const search: Search | undefined = searches.find((known) => known.name === wanted)
  if (domain === undefined || search === undefined) throw new Error(`${name} with ${wanted}: unknown`)
  return { domain, task, search }
}

/** The programs of the answers that come with Cairn, whatever the source is called. */
function completionsOf({ language, spec }: Task): ReadSource {
  return async () => {
    const file = bundledCompletions(spec.name)
    if (file === undefined) throw new Error(`no completions of ${spec.name} come with Cairn`)
    const verdicts = readCompletions(file).answers.map(({ text }) => judge(text, language, 'strict'))
    return verdicts.flatMap(({ programs }) => programs.slice(0, 1).map((text) => parse(language, text)))
  }
}
