import { type Contestant, contestantOf, readContestant } from '../contestants.ts'
import type { GameObserver } from '../game.ts'
import type { ProgramErrorKind } from '../language/program-error.ts'
import { playMatch } from '../match.ts'
import type { Orders } from '../orders.ts'
import { type OrdersRecord, writeOrders } from '../position.ts'
import type { Player, State } from '../state.ts'
import { type Difference, stateOf } from './game-record.ts'
import { differentItem } from './games.ts'
import { type NamedProgram, type PositionRecord, programNamed, writePositionRecord } from './microlanguage-decisions.ts'

type Seat = { readonly program: string } | { readonly bot: string }

/** A game between programs and bots, as the loop of LISS plays it. */
export interface MicrolanguageGameRecord {
  readonly map: string
  readonly utt: string
  readonly conflict: string
  readonly maxTicks: number
  readonly p0: Seat
  readonly p1: Seat
  /** The player that decides and issues first: the one that is evaluated. */
  readonly first: Player
  readonly nextId: number
  /** What both ordered, waits left out, at the ticks where one ordered anything else. */
  readonly steps: readonly (readonly [time: number, first: OrdersRecord, second: OrdersRecord])[]
  readonly checkpoints: readonly PositionRecord[]
  readonly final: PositionRecord
  readonly ticks: number
  readonly gameover: boolean
  readonly winner: number
  /** Of the player `first`: 1 won, 0.5 nobody did, 0 lost, -1 a program failed. */
  readonly score: number
  readonly error: { readonly player: Player; readonly tick: number; readonly kind: ProgramErrorKind } | null
}

/** Bots by their names in the records. */
const botNames: Readonly<Record<string, string>> = { Passive: 'PassiveAI' }

/** Plays a recorded game, both sides deciding for themselves. The first difference in words. */
export function checkMicrolanguageGameRecord(
  record: MicrolanguageGameRecord,
  programs: readonly NamedProgram[],
): Difference {
  const { map, utt, conflict, maxTicks, first } = record
  const state = stateOf({ map, utt, conflict, seed: 0 })
  if (state.nextId !== record.nextId) return `nextId: expected ${record.nextId}, found ${state.nextId}`
  const contestants = [contestant(record.p0, programs), contestant(record.p1, programs)] as const
  const options = { maxTicks, loop: 'synthesis', fog: false, seed: 0 } as const
  const watch = new Watch(record)
  watch.advanced(state)
  const evaluated = [contestants[first], contestants[1 - first]] as const
  const { score, winner, ticks, over, failure } = playMatch(state, evaluated, first, options, watch)
  if (watch.difference !== undefined) return watch.difference
  const error = failure === undefined ? null : { player: failure.player, tick: failure.tick, kind: failure.kind }
  const found = { error, gameover: over, winner, ticks, score }
  for (const [field, here] of Object.entries(found)) {
    const expected = record[field as keyof typeof found]
    const different = differentItem(field, [expected], [here])
    if (different !== undefined) return different
  }
  return watch.end(state)
}

function contestant(seat: Seat, programs: readonly NamedProgram[]): Contestant {
  if ('program' in seat) return contestantOf(programNamed(seat.program, programs), seat.program)
  return readContestant(botNames[seat.bot] ?? seat.bot)
}

/** Compares each tick of a game with its record. Remembers the first difference. */
class Watch implements GameObserver {
  difference: Difference
  readonly #record: MicrolanguageGameRecord
  #step = 0
  #checkpoint = 0

  constructor(record: MicrolanguageGameRecord) {
    this.#record = record
  }

  decided(state: State, orders: readonly [Orders, Orders]): void {
    if (this.difference !== undefined) return
    const { steps } = this.#record
    const step = steps[this.#step]
    const isRecorded = step?.[0] === state.time
    if (isRecorded) this.#step++
    for (const player of [0, 1] as const) {
      const expected = isRecorded ? step[1 + player] : []
      const found = writeOrders(state, orders[player]).filter(([, code]) => code !== 0)
      this.difference ??= differentItem(`tick ${state.time}: player ${player}`, expected as OrdersRecord, found)
    }
  }

  advanced(state: State): void {
    const checkpoint = this.#record.checkpoints[this.#checkpoint]
    if (this.difference !== undefined || checkpoint?.t !== state.time) return
    this.#checkpoint++
    this.difference = differentPosition(`tick ${state.time}`, checkpoint, writePositionRecord(state))
  }

  /** Once the game has ended. */
  end(state: State): Difference {
    const { steps, checkpoints, final } = this.#record
    const different = differentPosition('final', final, writePositionRecord(state))
    if (different !== undefined) return different
    if (this.#step < steps.length) return `steps: ${JSON.stringify(steps[this.#step])} was not played`
    if (this.#checkpoint < checkpoints.length) return `checkpoints: none at tick ${checkpoints[this.#checkpoint].t}`
    return undefined
  }
}

function differentPosition(at: string, expected: PositionRecord, found: PositionRecord): Difference {
  return (
    differentItem(`${at}: t`, [expected.t], [found.t]) ??
    differentItem(`${at}: res`, expected.res, found.res) ??
    differentItem(`${at}: units`, expected.units, found.units) ??
    differentItem(`${at}: pending`, expected.pending, found.pending)
  )
}
