import { existsSync, readdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { type CampaignManifest, isCampaign, readCampaign } from '@cairn/coordinator'
import { loadDomain, nearest } from '@cairn/domains'
import type { PlannedLeague } from '../compare/league.ts'
import { parsePlan } from '../compare/plan-file.ts'
import { Unknown } from '../errors.ts'
import { quoted, runsFolder } from '../run-names.ts'
import type { Shell } from '../shell.ts'

export interface FoundCampaign {
  readonly folder: string
  readonly manifest: CampaignManifest
  readonly league: PlannedLeague
}

/**
 * A campaign by its name or by the path of its folder, with the domains it needs loaded.
 *
 * @throws Unknown with the nearest name, BadCampaign, BadDomain
 */
export async function findCampaign(
  name: string,
  flags: { readonly runs: string | undefined },
  shell: Pick<Shell, 'env' | 'folder'>,
): Promise<FoundCampaign> {
  const root = runsFolder(flags.runs, shell)
  const folder = [join(root, name), resolve(shell.folder, name)].find(isCampaign)
  if (folder === undefined) {
    const campaigns = existsSync(root) ? readdirSync(root).filter((at) => isCampaign(join(root, at))) : []
    const there = campaigns.length === 0 ? 'there is none' : `there are ${campaigns.join(', ')}`
    throw new Unknown('campaign', name, nearest(basename(name), campaigns), `in ${root} ${there}`)
  }
  const manifest = readCampaign(folder)
  for (const module of manifest.plan.modules) await loadDomain(module)
  return { folder, manifest, league: parsePlan(manifest.source, join(folder, 'campaign.json')).league }
}

/** `cairn campaign WORD NAME`, as it is typed for this campaign from the same folder. */
export function campaignCommand(
  { cairn }: Pick<Shell, 'cairn'>,
  word: string,
  name: string,
  { runs, nats, trainer }: { readonly [flag in 'runs' | 'nats' | 'trainer']?: string | undefined },
): string {
  const flag = (of: string, value: string | undefined) => (value === undefined ? [] : [`--${of}`, quoted(value)])
  const flags = [...flag('runs', runs), ...flag('nats', nats), ...flag('trainer', trainer)]
  return [cairn, 'campaign', word, quoted(name), ...flags].join(' ')
}
