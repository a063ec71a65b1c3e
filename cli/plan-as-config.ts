import type { RunPlan } from '@cairn/coordinator'
import type { Request } from './search-request.ts'

/** A plan in the form of a configuration file: `cairn search --config` makes the same run of it. */
export async function planAsConfig(plan: RunPlan, request: Request, root: string, json: boolean): Promise<string> {
  const fields = {
    task: plan.task.name,
    option: plan.task.options,
    search: plan.search.name,
    set: plan.search.options,
    seed: plan.seed,
    budget: plan.budget,
    episodes: plan.episodes,
    'fresh-episodes': plan.freshEpisodes,
    run: plan.run,
    runs: root,
    ...(request.workers === undefined ? {} : { workers: request.workers }),
    ...(request.nats === undefined ? {} : { nats: request.nats }),
    ...(request.trainer === undefined ? {} : { trainer: request.trainer }),
    ...(request.domain.length === 0 ? {} : { domain: request.domain }),
  }
  if (json) return `${JSON.stringify(fields)}\n`
  const { stringify } = await import('yaml')
  return stringify(fields)
}
