import type { Program } from '@cairn/language'
import type { cairn } from '@cairn/proto'
import { wireLimits } from '@cairn/proto/queue'
import type { Behaviour } from './behaviour-memory.ts'
import type { Pace } from './pace.ts'
import type { Ticket, Work } from './shard.ts'
import { type BatchProbe, behavioursPerProgram, lengthBytes } from './wire.ts'

export interface BehavioursQuestionSetup {
  readonly probe: BatchProbe
  readonly states: number
  readonly pace: Pace
  /** Whole programs, each once. */
  readonly programs: readonly Program[]
  /** Workers have told of a program, by its number among the programs. */
  readonly observed: (number: number, behaviour: Behaviour) => void
  readonly poisoned: (number: number, reason: string) => void
}

/**
 * What programs do, on its way through the workers. Its batches hold as many programs as the pace says and a message can
 * answer, so however many programs there are, no more of them are out than the workers have a use for.
 *
 *   open --all are known--> answered
 *     +------fail---------> failed
 */
export class BehavioursQuestion implements Work {
  readonly firstEpisode = 0
  readonly episodes: number
  readonly threshold = undefined
  readonly probe: BatchProbe
  readonly pace: Pace
  readonly answered: Promise<void>
  readonly #setup: BehavioursQuestionSetup
  readonly #mostPerBatch: number
  /** Stride of the numbers in a result. */
  readonly #stride: number
  readonly #known: Uint8Array
  #unknown: number
  #nextUnsent = 0
  #resolve!: () => void
  #reject!: (error: unknown) => void

  constructor(setup: BehavioursQuestionSetup) {
    const { probe, states, pace, programs } = setup
    this.#setup = setup
    this.probe = probe
    this.pace = pace
    this.episodes = states
    this.#stride = behavioursPerProgram(this)
    this.#mostPerBatch = Math.max(1, Math.floor(wireLimits.returnsPerBatch / this.#stride))
    this.#known = new Uint8Array(programs.length)
    this.#unknown = programs.length
    this.answered = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    if (this.#unknown === 0) this.#resolve()
  }

  get remaining(): number {
    return this.#setup.programs.length - this.#nextUnsent
  }

  take(most: number, room: number): readonly Ticket[] {
    const { programs } = this.#setup
    const tickets: Ticket[] = []
    let bytes = 0
    while (tickets.length < Math.min(most, this.#mostPerBatch) && this.#nextUnsent < programs.length) {
      const number = this.#nextUnsent
      const program = programs[number]!
      bytes += program.length + lengthBytes
      if (bytes > room && tickets.length > 0) break
      tickets.push({ number, program })
      this.#nextUnsent++
    }
    return tickets
  }

  settled(tickets: readonly Ticket[], { behaviours }: cairn.v1.Result): void {
    const { probe, observed } = this.#setup
    for (const [i, { number }] of tickets.entries()) {
      const at = i * this.#stride
      const each = probe.behaviour === 'each'
      observed(number, each ? Float64Array.from(behaviours.slice(at, at + this.#stride)) : behaviours[at]!)
      this.#now(number)
    }
  }

  poisoned({ number }: Ticket, reason: string): void {
    this.#setup.poisoned(number, reason)
    this.#now(number)
  }

  fail(error: unknown): void {
    this.#nextUnsent = this.#setup.programs.length
    this.#reject(error)
  }

  #now(number: number): void {
    if (this.#known[number] === 1) return
    this.#known[number] = 1
    if (--this.#unknown === 0) this.#resolve()
  }
}
