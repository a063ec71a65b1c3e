import type { CampaignPlan } from '@cairn/coordinator'

/** Bytes that a campaign with this plan takes at most. */
export function diskBound({ cells }: CampaignPlan): number {
  return cells.reduce((sum, { plan }) => sum + plan.budget, 0)
}
