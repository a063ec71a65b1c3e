import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  journalContent,
  type RunEvent,
  type RunHandle,
  type RunOptions,
  type RunPlan,
  type RunResult,
  type RunSetup,
  resumeRun,
  startRun,
  type Transport,
} from '@cairn/coordinator'
import { completeOptions, type Search, searches } from '@cairn/search'
import { directTransport } from './direct-transport.ts'
import { toyDomain, toyTask } from './toy.ts'

export interface ToyRun {
  readonly run?: string
  readonly search?: Search
  readonly options?: Readonly<Record<string, unknown>>
  readonly seed?: number
  readonly budget?: number
  readonly freshEpisodes?: number
  readonly transport?: Transport
  readonly setup?: Partial<Omit<RunSetup, 'options'>>
  readonly runOptions?: Partial<RunOptions>
  /** Called with the handle as soon as the run is under way. */
  readonly meanwhile?: (handle: RunHandle) => void
}

export interface ToyOutcome {
  readonly folder: string
  readonly events: readonly RunEvent[]
  readonly result: RunResult
  /** What has to be the same whoever evaluates. */
  readonly content: string
}

export interface ToyLab extends AsyncDisposable {
  readonly root: string
  start(run?: ToyRun): Promise<ToyOutcome>
  resume(folder: string, run?: ToyRun): Promise<ToyOutcome>
}

/** Quick commits, so that tests that stop a run find something to resume. */
const quick: Partial<RunOptions> = { commitMs: 0, progressMs: 20, retryMs: 1 }

/** Runs of the toy task in a folder of their own. */
export function toyLab(): ToyLab {
  const root = mkdtempSync(join(tmpdir(), 'cairn-lab-'))
  let runs = 0
  return {
    root,
    start(run = {}) {
      const plan = toyPlan({ run: `toy-${runs++}`, ...run })
      return finish(run, (setup) => startRun({ ...setup, plan, root }))
    },
    resume: (folder, run = {}) => finish(run, (setup) => resumeRun({ ...setup, folder })),
    async [Symbol.asyncDispose]() {
      rmSync(root, { recursive: true })
    },
  }
}

export function searchNamed(name: string): Search {
  return searches.find((search) => search.name === name)!
}

export function toyPlan({ run = 'toy', search = searchNamed('hill-climb'), ...given }: ToyRun): RunPlan {
  const { options = {}, seed = 1, budget = 400, freshEpisodes = 3 } = given
  const named = { name: search.name, options: completeOptions(search, options) }
  return { run, task: toyTask.spec, search: named, seed, budget, episodes: 8, freshEpisodes }
}

async function finish(run: ToyRun, begin: (setup: RunSetup) => RunHandle): Promise<ToyOutcome> {
  const { search = searchNamed('hill-climb'), transport = directTransport(), setup = {}, meanwhile } = run
  const options = { ...quick, ...run.runOptions }
  const handle = begin({ domain: toyDomain, task: toyTask, search, transport, ...setup, options })
  meanwhile?.(handle)
  const events: RunEvent[] = []
  for await (const event of handle.events) events.push(event)
  try {
    const result = await handle.finished
    return { folder: handle.folder, events, result, content: journalContent(handle.folder) }
  } finally {
    await transport.close()
  }
}
