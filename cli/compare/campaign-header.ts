import type { CampaignPlan } from '@cairn/coordinator'
import type { Output } from '../shell.ts'
import { grouped, some } from '../terminal/numbers.ts'

/** What a person reads before a campaign begins. */
export function campaignHeader(
  { name, cells }: CampaignPlan,
  folder: string,
  where: string,
  { colors }: Output,
): string {
  const different = (values: readonly unknown[]) => new Set(values).size
  const searches = some(different(cells.map(({ search }) => search)), 'search')
  const sizes = [
    some(different(cells.map(({ task }) => task)), 'task'),
    searches.replace(/hs$/, 'hes'),
    some(different(cells.map(({ plan }) => plan.seed)), 'seed'),
  ]
  const budget = cells.reduce((sum, { plan }) => sum + plan.budget, 0)
  return [
    `${colors.bold(name)}: ${sizes.join(' x ')}, ${some(cells.length, 'run')}`,
    colors.dim(`up to ${grouped(budget)} evaluations on ${where}`),
    colors.dim(`in ${folder}`),
  ].join('\n')
}
