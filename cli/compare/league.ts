import { integer } from '../flags.ts'
import { botList } from './bot-list.ts'

/** What `cairn campaign standings` plays. */
export interface PlannedLeague {
  /** Points of the budget at which champions are compared, evenly spaced, the last one at its end. */
  readonly checkpoints: number
  /** Scripted bots that every champion meets. */
  readonly bots: readonly string[]
  /** Ticks after which a match is a draw; undefined: those of the task. */
  readonly 'max-ticks': number | undefined
}

export const leagueDefaults = {
  checkpoints: 20,
  bots: ['WorkerRush', 'LightRush', 'RangedRush', 'HeavyRush'],
  'max-ticks': undefined,
} as const satisfies PlannedLeague

/** How the fields of a league are written, in a plan and on the command line. */
export const leagueFlags = {
  checkpoints: integer('points of the budget at which champions are compared', {
    min: 1,
    max: 1000,
    byDefault: `those of the plan, else ${leagueDefaults.checkpoints}`,
  }),
  bots: botList,
  'max-ticks': integer('ticks after which a match is a draw', {
    min: 1,
    max: 1_000_000,
    byDefault: 'those of the plan, else of the task',
  }),
}

/** A league with its defaults. */
export function leagueOf(given: { readonly [K in keyof PlannedLeague]?: PlannedLeague[K] | undefined }): PlannedLeague {
  const { checkpoints, bots, 'max-ticks': maxTicks } = given
  return {
    checkpoints: checkpoints ?? leagueDefaults.checkpoints,
    bots: bots ?? leagueDefaults.bots,
    'max-ticks': maxTicks ?? leagueDefaults['max-ticks'],
  }
}
