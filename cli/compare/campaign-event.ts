import type { RunDone, RunEvent } from '@cairn/coordinator'

/** What a campaign tells while it goes on. `cairn compare --json` prints these as they are. */
export type CampaignEvent =
  | {
      readonly event: 'campaign'
      readonly campaign: string
      readonly folder: string
      readonly runs: number
      /** Of these: done earlier. */
      readonly done: number
      /** Runs at a time. */
      readonly parallel: number
    }
  | CampaignProgress
  /** A run that is done; also one that another process brought to its end. */
  | (RunDone & CellLabels)
  /** A run that ended with an error; the next `cairn compare` of the plan tries it again. */
  | ({
      readonly event: 'failed'
      readonly run: string
      readonly seed: number
      readonly code: string
      readonly message: string
    } & CellLabels)
  | Exclude<RunEvent, { event: 'done' | 'progress' }>
  | {
      /** `stopped`: on request, and can go on. */
      readonly event: 'campaign-done' | 'campaign-stopped'
      readonly campaign: string
      readonly runs: number
      readonly done: number
      readonly failed: number
      readonly solved: number
      readonly seconds: number
    }

export interface CellLabels {
  /** Labels in the plan. */
  readonly cell: { readonly task: string; readonly search: string }
}

export interface CampaignProgress {
  readonly event: 'campaign-progress'
  readonly campaign: string
  readonly runs: number
  readonly done: number
  readonly running: number
  /** Neither done, nor running, nor failed. */
  readonly left: number
  readonly failed: number
  /** Of those done. */
  readonly solved: number
  /** Evaluations charged, of all runs. */
  readonly charged: number
  /** Evaluations charged per second, lately. */
  readonly rate: number
  /** Of this sitting. */
  readonly seconds: number
  /** As far as the runs that are done let one guess; null while unknown. */
  readonly secondsLeft: number | null
}
