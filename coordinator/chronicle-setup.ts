import type { Language } from '@cairn/language'
import type { EventQueue } from './event-queue.ts'
import type { Fence } from './fence.ts'
import type { Journal } from './journal.ts'
import type { CoordinatorMetrics } from './metrics.ts'
import type { RunEvent, RunPlan } from './run-plan.ts'

export interface ChronicleOptions {
  /** Answers and evaluations gather at most this long before they are committed. */
  readonly commitMs: number
  readonly progressMs: number
  /** No workers for this long are worth a word. */
  readonly waitingMs: number
  /** Rates are means over this time. */
  readonly rateMs: number
}

export const chronicleDefaults = {
  commitMs: 200,
  progressMs: 250,
  waitingMs: 2_000,
  rateMs: 3_000,
} satisfies ChronicleOptions

export interface ChronicleSetup {
  readonly folder: string
  readonly plan: RunPlan
  readonly language: Language
  readonly journal: Journal
  readonly events: EventQueue<RunEvent>
  readonly metrics: CoordinatorMetrics
  readonly options: ChronicleOptions
  readonly fence: Fence | undefined
  /** A commit that was due could not be made. */
  readonly failed: (error: unknown) => void
}
