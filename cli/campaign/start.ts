import { dirname, resolve } from 'node:path'
import type { CampaignPlan } from '@cairn/coordinator'
import { campaignHeader } from '../compare/campaign-header.ts'
import { type ConductFlags, conduct } from '../compare/conduct.ts'
import { type PlanFile, readPlanFile } from '../compare/plan-file.ts'
import { BadPlan, resolveCampaign } from '../compare/resolve.ts'
import { runsFolder } from '../run-names.ts'
import { line, type Shell } from '../shell.ts'
import { checkBots } from './check-bots.ts'
import { campaignCommand, findCampaign } from './find-campaign.ts'
import { printStatus } from './print-status.ts'
import { campaignStatus } from './status.ts'

export interface CampaignFlags extends ConductFlags {
  readonly 'metrics-port': number
  readonly 'metrics-host': string
  readonly runs: string | undefined
}

/**
 * Begins the campaign of a plan, or goes on with it.
 *
 * @returns the exit code
 * @throws BadUsage, BadPlan, BadCampaign, CampaignBusy, CampaignChanged, BrokerUnreachable
 */
export async function startCampaign(
  planFile: string,
  flags: CampaignFlags & { readonly extend: boolean },
  shell: Shell,
): Promise<number> {
  const plan = await readPlanFile(resolve(shell.folder, planFile))
  const root = flags.runs === undefined ? (plan.runs ?? runsFolder(undefined, shell)) : runsFolder(flags.runs, shell)
  const campaign = await resolveCampaign(plan)
  checkLeague(plan, campaign)
  return play({ root, plan: campaign, source: plan.source, extend: flags.extend }, flags, shell)
}

/**
 * Goes on with a campaign from what its own folder says, wherever that folder is now.
 *
 * @returns the exit code
 * @throws Unknown, BadCampaign, CampaignBusy, BrokerUnreachable
 */
export async function resumeCampaign(name: string, flags: CampaignFlags, shell: Shell): Promise<number> {
  const { folder, manifest } = await findCampaign(name, flags, shell)
  const { plan, source } = manifest
  return play({ root: dirname(folder), plan, source, extend: false }, flags, shell)
}

interface Played {
  readonly root: string
  readonly plan: CampaignPlan
  readonly source: string
  readonly extend: boolean
}

async function play(campaign: Played, flags: CampaignFlags, shell: Shell): Promise<number> {
  const { name } = campaign.plan
  const { folder, stopped, exitCode } = await conduct(
    {
      ...campaign,
      flags,
      metrics: { host: flags['metrics-host'], port: flags['metrics-port'] },
      header: (at, where) => campaignHeader(campaign.plan, at, where, shell.err),
    },
    shell,
  )
  if (!flags.json) printStatus(campaignStatus(folder), shell, { quiet: flags.quiet })
  if (flags.quiet) return exitCode
  const say = (text: string, command: string) => line(shell.err, `${text}\n  ${shell.err.colors.cyan(command)}`)
  const where = { runs: dirname(folder), nats: flags.nats }
  if (stopped)
    say(
      'stopped; nothing is lost. Go on with',
      campaignCommand(shell, 'resume', name, { ...where, trainer: flags.trainer }),
    )
  else say('its matches, tables and curves:', campaignCommand(shell, 'standings', name, where))
  return exitCode
}

/** Bots are looked up before anything runs, where the tasks of the plan are matches. */
function checkLeague({ file, league }: PlanFile, { cells }: CampaignPlan): void {
  try {
    checkBots(league, cells)
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    throw new BadPlan(file, 'league.bots', cause)
  }
}
