import type { CampaignManifest } from '@cairn/coordinator'
import type { PlannedLeague } from '../compare/league.ts'
import { mostFixtures } from './league/fixtures.ts'
import { bytesPerMatch } from './league/match-book.ts'

/** What the parts of a campaign take on the disk, at most. Measured in docs/campaigns.md. */
export const diskBounds = {
  /** Bytes of a run's journal for each evaluation that it may be charged. */
  perEvaluation: 512,
  /** Bytes of a run besides: its empty journal, what SQLite has yet to take into it, its champions. */
  perRun: 8_000_000,
  /** Bytes of the page of the standings and its figures, for each map. */
  perMap: 1_000_000,
  /** Bytes that two programs take on them. */
  perPair: 600,
} as const

/** Bytes that a campaign with this plan takes at most, its league included. */
export function diskBound({ plan, source }: Pick<CampaignManifest, 'plan' | 'source'>, league: PlannedLeague): number {
  const { cells } = plan
  const different = (values: readonly unknown[]) => new Set(values).size
  const maps = different(cells.map(({ task }) => task))
  const sizes = {
    learners: different(cells.map(({ search }) => search)),
    seeds: different(cells.map(({ plan: of }) => of.seed)),
    bots: league.bots.length,
    checkpoints: league.checkpoints,
  }
  const entrants = sizes.learners * sizes.seeds + sizes.bots
  const runs = cells.reduce((sum, { plan: of }) => sum + diskBounds.perRun + diskBounds.perEvaluation * of.budget, 0)
  const report = diskBounds.perMap + diskBounds.perPair * entrants ** 2
  return runs + 4 * source.length + maps * (mostFixtures(sizes) * bytesPerMatch + report)
}
