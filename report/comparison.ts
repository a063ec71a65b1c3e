/** All that a report is made from: what was compared, every run so far, and where it comes from. */
export interface Comparison {
  readonly name: string
  /** In the order of the plan. */
  readonly tasks: readonly ComparedTask[]
  /** In the order of the plan; the first one is what the others are compared with. */
  readonly searches: readonly ComparedSearch[]
  /** Every run of the plan, also those that have not been started. */
  readonly runs: readonly ComparedRun[]
  readonly origin: Origin
}

export interface ComparedTask {
  /** Unique. */
  readonly label: string
  /** `domain/task`. */
  readonly name: string
  readonly options: Options
  /** Evaluations that each run may be charged. */
  readonly budget: number
  readonly episodes: number
  readonly freshEpisodes: number
  /** Highest return there can be; undefined when nobody knows. */
  readonly bestReturn: number | undefined
}

export interface ComparedSearch {
  /** Unique. */
  readonly label: string
  readonly name: string
  /** Shared by all tasks. */
  readonly options: Options
  /** Options that differ on a task, by its label. */
  readonly optionsOn: Readonly<Record<string, Options>>
}

export type Options = Readonly<Record<string, string | number | boolean>>

/** `none`: not started yet. `stopped`: may still be going on. `failed`: ended with an error when it was last tried. */
export type RunState = 'done' | 'stopped' | 'failed' | 'none'

export interface ComparedRun {
  readonly run: string
  /** Label of its task. */
  readonly task: string
  /** Label of its search. */
  readonly search: string
  readonly seed: number
  readonly state: RunState
  /** Of a run that is done. */
  readonly solved: boolean
  readonly charged: number
  readonly executed: number
  /** Wall time over all sittings. */
  readonly seconds: number
  readonly bestReturn: number | undefined
  /** Mean over the fresh episodes; undefined unless done, or when there are none. */
  readonly freshReturn: number | undefined
  /** Steps of the best return, in order of evaluations charged. */
  readonly curve: readonly CurvePoint[]
  /** The best program, indented; undefined before the first score. */
  readonly program: string | undefined
  /** Why it failed. */
  readonly problem: string | undefined
}

/** From `charged` evaluations on, the best return is this one. */
export interface CurvePoint {
  readonly charged: number
  readonly bestReturn: number
}

/** Where the figures come from, for whoever wants to make them again. */
export interface Origin {
  /** The plan file as it was written. */
  readonly plan: string
  readonly version: string
  readonly node: string
  readonly host: string
  /** ISO 8601. */
  readonly startedAt: string
  /** Command lines that make the same figures, each with what it does. */
  readonly commands: readonly (readonly [command: string, about: string])[]
}
