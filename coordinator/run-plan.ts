import type { TaskSpec } from '@cairn/domains'
import type { SearchOptions, Standing } from '@cairn/search'

/** Everything that decides a run's result. Two runs with the same plan have the same journal, whoever evaluates. */
export interface RunPlan {
  /** Name of the run and of its folder: [a-z0-9-]+ */
  readonly run: string
  readonly task: TaskSpec
  readonly search: { readonly name: string; readonly options: SearchOptions }
  readonly seed: number
  /** Evaluations that may be charged. */
  readonly budget: number
  /** Training episodes: 0 .. episodes-1. */
  readonly episodes: number
  /** Episodes never trained on, from `firstFreshEpisode` on, for the report beside the training score. */
  readonly freshEpisodes: number
}

/** Far above any training episode. */
export const firstFreshEpisode = 1_000_000

/** What a run tells while it runs. The command line prints these as they are with --json. */
export type RunEvent =
  | {
      readonly event: 'started'
      readonly run: string
      readonly task: string
      readonly search: string
      readonly seed: number
      readonly budget: number
      readonly episodes: number
      /** Evaluations that the journal already held. */
      readonly charged: number
      readonly resumed: boolean
    }
  | {
      readonly event: 'progress'
      readonly run: string
      /** null before the first score; of the champion, once there is one */
      readonly bestReturn: number | null
      readonly charged: number
      readonly executed: number
      /** Named so far, where the search crowns champions. */
      readonly champions?: number
      /** Evaluations executed per second, lately. */
      readonly rate: number
      readonly workers: number
      readonly threads: number
      readonly seconds: number
      /** Until the budget is spent at this rate; null when unknown. */
      readonly secondsLeft: number | null
      /** While the search waits to learn what subtrees do: how many are known, of those asked about. */
      readonly behaviours?: { readonly known: number; readonly of: number }
      /** What a self-play search tells of itself; `inResponse`: evaluations charged to the best response so far. */
      readonly selfPlay?: Standing & { readonly inResponse: number }
    }
  | {
      readonly event: 'best'
      readonly run: string
      readonly charged: number
      readonly bestReturn: number
      readonly program: string
    }
  /** A search that crowns champions has named another one. */
  | {
      readonly event: 'champion'
      readonly run: string
      /** Counts the champions of its path, from 1. */
      readonly number: number
      readonly charged: number
      /** Mean return on the training episodes; null for poison. */
      readonly score: number | null
      readonly program: string
    }
  | { readonly event: 'waiting'; readonly run: string; readonly reason: string }
  | { readonly event: 'poisoned'; readonly run: string; readonly program: string; readonly reason: string }
  /** Stopped on request before its end; `resume` goes on. */
  | {
      readonly event: 'stopped'
      readonly run: string
      readonly charged: number
      readonly executed: number
      readonly bestReturn: number | null
    }
  | RunDone

export interface RunDone {
  readonly event: 'done'
  readonly run: string
  readonly task: string
  readonly search: string
  readonly seed: number
  /** Of the champion, where the search crowned one; else of the best program. The same goes for what follows. */
  readonly bestReturn: number | null
  /** Mean return of the best program over the fresh episodes. */
  readonly freshReturn: number | null
  /** Canonical one-line text. */
  readonly program: string | null
  /** Named in all, where the search crowned champions. */
  readonly champions?: number
  readonly charged: number
  readonly executed: number
  /** Never, where a champion was crowned. */
  readonly solved: boolean
  /** Wall time over all sittings of the run. */
  readonly seconds: number
}
