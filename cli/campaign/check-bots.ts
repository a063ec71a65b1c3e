import type { Cell } from '@cairn/coordinator'
import { openTask } from '@cairn/domains'
import type { PlannedLeague } from '../compare/league.ts'

/**
 * Looks up the bots of a league, where the tasks are played against opponents.
 *
 * @throws BadTask
 */
export function checkBots({ bots }: PlannedLeague, cells: readonly Cell[]): void {
  if (bots.length === 0) return
  for (const { plan } of cells) {
    const { name, options } = plan.task
    if (options.opponents !== undefined) openTask(name, { ...options, opponents: bots.join('|') })
  }
}
