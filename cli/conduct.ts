import { dirname } from 'node:path'
import type { Manifest, RunDone, RunPlan } from '@cairn/coordinator'
import { Embeddings } from './embeddings.ts'
import { exitCodes } from './exit-codes.ts'
import { serveHealth } from './health-server.ts'
import { onInterrupt } from './interrupt.ts'
import { programSources } from './program-sources.ts'
import { stoppedText, summary } from './run-summary.ts'
import { jsonView, liveView, plainView, quietView, type RunView } from './run-view.ts'
import type { Shell } from './shell.ts'
import { grouped, some } from './terminal/numbers.ts'
import { openWork, type WorkRequest } from './work.ts'

/** How a run is conducted; nothing here changes its result. */
export interface ConductOptions extends WorkRequest {
  /** Computes the embedding. */
  readonly trainer?: string | undefined
  readonly json: boolean
  readonly quiet: boolean
  readonly 'metrics-host': string
  readonly 'metrics-port': number
}

/** A new run in the folder of all runs, or one that lies there already. */
export type RunToConduct =
  | {
      readonly plan: RunPlan
      readonly root: string
      readonly command: readonly string[]
      readonly modules: readonly string[]
    }
  | {
      readonly plan: RunPlan
      readonly folder: string
      readonly epoch: number
      readonly embedding: Manifest['embedding']
    }

export interface Conducted {
  readonly exit: number
  /** Absent when the run was stopped before its end. */
  readonly done?: RunDone
}

/**
 * Brings a run to its end, or until somebody stops it: opens what it needs, shows how it goes, closes everything.
 *
 * @param resumeCommand what continues the run if it is stopped
 */
export async function conduct(
  run: RunToConduct,
  options: ConductOptions,
  resumeCommand: string,
  shell: Shell,
): Promise<Conducted> {
  const view = await viewFor(options, shell)
  using interrupt = onInterrupt(() => view.say('stopping; once more to exit at once'))
  const { plan } = run
  const { coordinatorMetrics, resumeRun, startRun } = await import('@cairn/coordinator')
  const { domainOf, openTask } = await import('@cairn/domains')
  const { findSearch } = await import('./plan.ts')
  const domain = domainOf(plan.task.name)
  const search = await findSearch(plan.search.name)

  const metrics = coordinatorMetrics({ process: true })
  await using embeddings = new Embeddings({ folder: shell.folder, trainer: options.trainer, say: view.say, metrics })
  const known = 'root' in run ? undefined : run.embedding
  const decoder = await embeddings.of(plan, { search, language: domain.language, known })
  const rejected = (reason: string) => metrics.rejected.inc({ reason })
  const epoch = 'epoch' in run ? run.epoch : 0
  await using work = await openWork(
    options,
    { run: plan.run, domain: domain.name, epoch },
    { version: shell.version, say: view.say, rejected },
  )
  const task = openTask(plan.task.name, plan.task.options)
  const setup = {
    domain,
    task,
    sources: programSources(task, {
      ...{ folder: shell.folder, runs: 'root' in run ? run.root : dirname(run.folder), seed: plan.seed },
    }),
    search,
    transport: work.transport,
    ...(work.fence === undefined ? {} : { fence: work.fence }),
    ...(decoder === undefined ? {} : { decoder }),
    signal: interrupt.signal,
    metrics,
  }
  await using health = await serveHealth({
    host: options['metrics-host'],
    port: options['metrics-port'],
    metrics: metrics.registry,
    ready: () => (interrupt.signal.aborted ? 'stopping' : work.transport.capacity().threads > 0 || 'no workers'),
  })
  const handle =
    'root' in run ? startRun({ ...setup, ...run, version: shell.version }) : resumeRun({ ...setup, ...run })
  view.say(header(plan, work.where, `${health.url}/metrics`, shell))
  try {
    for await (const event of handle.events) view.show(event)
  } finally {
    view.end()
  }
  const result = await handle.finished
  if (result.event === 'stopped') {
    shell.err.write(stoppedText(result, resumeCommand, shell.err))
    return { exit: interrupt.exitCode ?? exitCodes.ok.code }
  }
  view.say(summary(result, plan, shell.err))
  return { exit: exitCodes.ok.code, done: result }
}

async function viewFor({ json, quiet, nats }: ConductOptions, { out, err, cairn }: Shell): Promise<RunView> {
  if (json) return jsonView(out, quiet ? undefined : err)
  if (quiet) return quietView
  const hint =
    nats === undefined
      ? ''
      : await import('@cairn/proto/queue').then(
          ({ withoutSecrets }) => `; start one anywhere with "${cairn} worker --nats ${withoutSecrets(nats)}"`,
        )
  return err.live ? liveView(err, hint) : plainView(err, hint)
}

function header(plan: RunPlan, where: string, metrics: string, { err: { colors } }: Shell): string {
  const options = Object.entries(plan.search.options).map(([name, value]) => `${name} ${value}`)
  return [
    `${colors.bold(plan.task.name)} with ${colors.bold(plan.search.name)} (${options.join(', ')}), seed ${plan.seed}`,
    colors.dim(
      `run ${plan.run}: up to ${grouped(plan.budget)} evaluations of ${some(plan.episodes, 'episode')} on ${where}`,
    ),
    colors.dim(`metrics at ${metrics}`),
  ].join('\n')
}
