import { join } from 'node:path'
import { type CampaignPlan, coordinatorMetrics, isCampaign, openCampaign } from '@cairn/coordinator'
import { domainOf } from '@cairn/domains'
import { Embeddings } from '../embeddings.ts'
import { exitCodes } from '../exit-codes.ts'
import { serveHealth } from '../health-server.ts'
import { onInterrupt } from '../interrupt.ts'
import { findSearch } from '../plan.ts'
import type { Shell } from '../shell.ts'
import {
  type CampaignView,
  jsonCampaignView,
  liveCampaignView,
  plainCampaignView,
  quietCampaignView,
} from './campaign-view.ts'
import { conductCampaign } from './conduct-campaign.ts'
import { openSlots, type SlotRequest } from './slots.ts'
import { watchStop } from './stop-request.ts'

export interface ConductFlags extends Omit<SlotRequest, 'domain'> {
  /** Where the embeddings of its searches are computed, instead of here. */
  readonly trainer: string | undefined
  readonly json: boolean
  readonly quiet: boolean
}

export interface Conduct {
  /** Folder that holds the campaign's folder. */
  readonly root: string
  readonly plan: CampaignPlan
  /** The plan file as it was written. */
  readonly source: string
  /** Runs that are new in the plan are taken in. */
  readonly extend: boolean
  readonly flags: ConductFlags
  /** Where the metrics of all runs are served; nowhere when left out. */
  readonly metrics?: { readonly host: string; readonly port: number }
  /** What a person reads before it begins. */
  readonly header: (folder: string, where: string) => string
}

export interface Conducted {
  readonly folder: string
  readonly stopped: boolean
  readonly exitCode: number
}

/**
 * Brings a campaign as far as it goes, until it is done or asked to stop: by Ctrl-C, or by `cairn campaign stop`.
 *
 * @throws CampaignBusy, CampaignChanged, BadCampaign, BadUsage, BrokerUnreachable
 */
export async function conduct(request: Conduct, shell: Shell): Promise<Conducted> {
  const { root, plan, source, extend, flags, header } = request
  const view = campaignViewFor(flags, shell)
  const command = ['cairn', ...process.argv.slice(2)]
  const { version } = shell
  if (extend || !isCampaign(join(root, plan.name))) await checkEmbeddings(plan, flags, shell)
  using campaign = openCampaign({ root, plan, source, command, version, extend })
  using interrupt = onInterrupt(() => view.say('stopping; once more to exit at once'))
  using requested = watchStop(campaign.folder, () => view.say('stopping, as "cairn campaign stop" asked'))
  const signal = AbortSignal.any([interrupt.signal, requested.signal])
  let outcome: Awaited<ReturnType<typeof conductCampaign>>
  try {
    await using slots = await openSlots({ ...flags, domain: plan.modules }, version, view.say)
    await using served = request.metrics && (await serveMetrics(request.metrics, signal))
    view.say(header(campaign.folder, slots.where))
    if (served !== undefined) view.say(shell.err.colors.dim(`metrics at ${served.url}/metrics`))
    const metrics = served?.metrics
    await using embeddings = new Embeddings({ folder: shell.folder, trainer: flags.trainer, say: view.say, metrics })
    const show = view.show
    outcome = await conductCampaign({ campaign, slots, embeddings, signal, show, version, command, metrics })
  } finally {
    view.end()
  }
  const { stopped, failed } = outcome
  const failure = failed > 0 ? exitCodes.failure.code : exitCodes.ok.code
  const exitCode = stopped ? (interrupt.exitCode ?? exitCodes.ok.code) : failure
  return { folder: campaign.folder, stopped, exitCode }
}

/**
 * Sees that there is the embedding of every run, before the campaign has a folder.
 *
 * @throws BadUsage, BadModelCard, or what the trainer's client throws
 */
async function checkEmbeddings(
  { cells }: CampaignPlan,
  { trainer }: Pick<ConductFlags, 'trainer'>,
  { folder }: Shell,
): Promise<void> {
  await using embeddings = new Embeddings({ folder, trainer })
  for (const { plan } of cells) {
    const { language } = domainOf(plan.task.name)
    await embeddings.of(plan, { search: await findSearch(plan.search.name), language, known: undefined })
  }
}

async function serveMetrics(at: { readonly host: string; readonly port: number }, signal: AbortSignal) {
  const metrics = coordinatorMetrics({ process: true })
  const ready = () => (signal.aborted ? 'stopping' : true)
  const health = await serveHealth({ ...at, metrics: metrics.registry, ready })
  return { url: health.url, metrics, [Symbol.asyncDispose]: () => health[Symbol.asyncDispose]() }
}

function campaignViewFor({ json, quiet }: ConductFlags, { out, err }: Shell): CampaignView {
  if (json) return jsonCampaignView(out, quiet ? undefined : err)
  if (quiet) return quietCampaignView(err)
  return err.live ? liveCampaignView(err) : plainCampaignView(err)
}
