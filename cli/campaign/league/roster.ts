import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  type CampaignManifest,
  type Cell,
  type ChampionRecord,
  campaignFiles,
  readChampions,
  readRun,
} from '@cairn/coordinator'
import { hashBytes, hex } from '@cairn/language'
import type { PlannedLeague } from '../../compare/league.ts'
import type { LeagueTask, Side } from './fixture.ts'
import { leagueTask } from './league-task.ts'

/** Whoever may play in the league of a campaign, map by map. */
export interface Roster {
  /** Labels of the searches, in the order of the plan. */
  readonly learners: readonly string[]
  readonly bots: readonly Side[]
  readonly maps: readonly RosterMap[]
}

export interface RosterMap {
  /** Label of the task. */
  readonly label: string
  readonly task: LeagueTask
  readonly budget: number
  /** Evaluations at which champions are compared, ascending; the last one is the budget. */
  readonly checkpoints: readonly number[]
  /** Learner by learner, in the order of the seeds. */
  readonly runs: readonly RosterRun[]
}

export interface RosterRun {
  readonly run: string
  /** Place in `learners`. */
  readonly learner: number
  readonly seed: number
  readonly done: boolean
  readonly charged: number
  readonly champions: readonly Champion[]
}

export interface Champion {
  readonly number: number
  /** Evaluations charged by then. */
  readonly charged: number
  /** Mean return on the run's own episodes. */
  readonly score: number
  readonly side: Extract<Side, { kind: 'program' }>
}

/**
 * Reads the champions of a campaign's runs as they are now; a run that cannot be read has none.
 *
 * @throws NotPlayed
 */
export function rosterOf(folder: string, { plan }: CampaignManifest, league: PlannedLeague): Roster {
  const learners = different(plan.cells.map(({ search }) => search))
  return {
    learners,
    bots: league.bots.map((key) => ({ kind: 'bot', key })),
    maps: different(plan.cells.map(({ task }) => task)).map((label) => {
      const cells = plan.cells.filter(({ task }) => task === label)
      const { task, budget } = cells[0]!.plan
      return {
        label,
        task: leagueTask(task, league['max-ticks']),
        budget,
        checkpoints: checkpointsWithin(budget, league.checkpoints),
        runs: learners.flatMap((search, learner) =>
          cells.filter((cell) => cell.search === search).map((cell) => rosterRun(folder, cell, learner)),
        ),
      }
    }),
  }
}

/** The champion that a run had after so many evaluations; undefined if it had none, or is not as far as that. */
export function championAt({ champions, done, charged }: RosterRun, evaluations: number): Champion | undefined {
  if (!done && charged < evaluations) return undefined
  return champions.findLast((champion) => champion.charged <= evaluations)
}

/** Whole numbers, evenly spaced, each once. */
export function checkpointsWithin(budget: number, count: number): number[] {
  return different(Array.from({ length: count }, (_, at) => Math.max(1, Math.round(((at + 1) * budget) / count))))
}

function rosterRun(folder: string, { plan }: Cell, learner: number): RosterRun {
  const { run, seed } = plan
  const at = join(folder, campaignFiles.runs, run)
  const none = { run, learner, seed, done: false, charged: 0, champions: [] }
  if (!existsSync(at)) return none
  try {
    const { charged, result } = readRun(at)
    return { ...none, done: result !== undefined, charged, champions: readChampions(at).map(championOf) }
  } catch {
    return none
  }
}

function championOf({ number, charged, score, program, text }: ChampionRecord): Champion {
  return { number, charged, score, side: { kind: 'program', key: hex(hashBytes(program)), program, text } }
}

function different<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}
