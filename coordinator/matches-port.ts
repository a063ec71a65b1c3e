import type { Program } from '@cairn/language'
import type { cairn } from '@cairn/proto'
import type { OpenQuestion } from './answering.ts'
import type { MatchesFound } from './matches-ask.ts'
import type { Pace } from './pace.ts'
import type { PairMemory } from './pair-memory.ts'
import type { ProgramStore } from './program-store.ts'
import type { Portion } from './shard.ts'

/** Where a question of matches looks up and keeps what they returned. */
export interface MatchesPort {
  readonly store: ProgramStore
  readonly pairs: PairMemory
  readonly pace: Pace
  readonly bestReturn: number | undefined
  /** A batch of matches has settled. */
  record(portion: Portion, result: cairn.v1.Result): void
  /** No worker survives this program against this opponent. */
  recordPoison(program: Program, opponent: Program, reason: string): void
  /** There is more to send, though there was none a while ago. */
  more(question: OpenQuestion): void
  /** The question needs no more of its tickets from this one on. */
  cancel(question: OpenQuestion, from: number): void
}

export interface MatchesAnswer extends MatchesFound {
  readonly question: number
  readonly charged: number
  /** There was no winner among those that could be charged, and there were more. */
  readonly cut: boolean
  /** Charged pairs answered without a worker. */
  readonly cached: number
}
