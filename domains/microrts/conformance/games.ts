import type { Bot } from '../bot.ts'
import { digest } from '../digest.ts'
import { type GameLoop, playGame } from '../game.ts'
import { JavaRandom } from '../java-random.ts'
import { type OrdersRecord, readOrders, writeOrders, writePosition } from '../position.ts'
import type { Player, State } from '../state.ts'
import { type Difference, type GameRecord, type StateRecord, stateOf } from './game-record.ts'

/**
 * Makes the bot of a recorded name, new for each seat of each game; undefined: not one that is known here, or not one
 * that can be repeated.
 *
 * @param sampling what random bots draw from: one stream for both seats
 */
export type BotMaker = (name: string, sampling: JavaRandom) => Bot | undefined

/**
 * Plays a recorded game: decisions of known bots, states, digests and the end. Bots that are not known do what is
 * recorded. The first difference in words, or undefined when all is as recorded.
 */
export function checkGameRecord(record: GameRecord, makeBot: BotMaker = () => undefined): Difference {
  const state = stateOf(record)
  if (state.nextId !== record.nextId) return `nextId: expected ${record.nextId}, found ${state.nextId}`
  const begun = differentState('init', record.init, state)
  if (begun !== undefined) return begun
  const watch = new Watch(record)
  const sampling = new JavaRandom(record.seed)
  const seat = (player: Player): Bot => {
    const name = player === 0 ? record.p0 : record.p1
    const live = makeBot(name, sampling)
    const recorded = recordedBot(record, player, state)
    return live === undefined
      ? recorded
      : heldTo(recorded, live, (different) => watch.note(`${name} as ${player}: ${different}`))
  }
  const loop: GameLoop = record.loop === 'synthesis' ? 'synthesis' : 'reference'
  const options = { maxTicks: record.maxTicks, loop, first: record.first ?? 0, fog: record.po }
  const end = playGame(state, [seat(0), seat(1)], options, watch)
  if (watch.difference !== undefined) return watch.difference
  const expected = record.end
  if (end.time !== expected.time) return `end.time: expected ${expected.time}, found ${end.time}`
  if (end.over !== expected.gameover) return `end.gameover: expected ${expected.gameover}, found ${end.over}`
  if (end.winner !== expected.winner) return `end.winner: expected ${expected.winner}, found ${end.winner}`
  if (state.nextId !== expected.nextId) return `end.nextId: expected ${expected.nextId}, found ${state.nextId}`
  return differentState('end.state', expected.state, state)
}

/** Does what is recorded, whatever it sees. Orders name units by id, also such as the player does not see. */
function recordedBot({ steps }: GameRecord, player: Player, full: State): Bot {
  let next = 0
  return {
    reset: () => {
      next = 0
    },
    decide(state, _player, orders) {
      while (next < steps.length && steps[next]![0] < state.time) next++
      const step = steps[next]
      if (step?.[0] === state.time) readOrders(full, step[1 + player] as OrdersRecord, orders)
    },
  }
}

/** Does what is recorded, and reports where the bot that decides for itself would do something else. */
function heldTo(recorded: Bot, live: Bot, report: (different: string) => void): Bot {
  return {
    reset() {
      recorded.reset()
      live.reset()
    },
    decide(state, player, orders) {
      live.decide(state, player, orders)
      const found = JSON.stringify(writeOrders(state, orders))
      orders.count = 0
      recorded.decide(state, player, orders)
      const expected = JSON.stringify(writeOrders(state, orders))
      if (found !== expected) report(`tick ${state.time}: expected ${expected}, found ${found}`)
    },
  }
}

/** Compares each tick of a game with its record. Remembers the first difference. */
class Watch {
  difference: Difference
  readonly #record: GameRecord
  #state = 0
  #hash = 0
  #lastHash = ''

  constructor(record: GameRecord) {
    this.#record = record
  }

  note(difference: Difference): void {
    this.difference ??= difference
  }

  advanced(state: State): void {
    const { states, hashes } = this.#record
    if (this.difference !== undefined) return
    if (hashes !== undefined) {
      if (hashes[this.#hash]?.[0] === state.time) this.#lastHash = hashes[this.#hash++]![1]
      const found = digest(state)
      if (found !== this.#lastHash) this.note(`tick ${state.time}: expected digest ${this.#lastHash}, found ${found}`)
    }
    if (states[this.#state]?.[0] !== state.time) return
    const [time, ...expected] = states[this.#state++]!
    this.note(differentState(`tick ${time}`, expected, state))
  }
}

/** Where a state differs from the recorded one. */
function differentState(at: string, [stock, units, pending]: StateRecord, state: State): Difference {
  const found = writePosition(state)
  const parts = [
    ['stock', stock, found.stock],
    ['units', units, found.units],
    ['pending', pending, found.pending],
  ] as const
  for (const [part, expected, here] of parts) {
    const different = differentItem(`${at}: ${part}`, expected, here)
    if (different !== undefined) return different
  }
  return undefined
}

/** Where a list differs from the recorded one. */
export function differentItem(field: string, expected: readonly unknown[], found: readonly unknown[]): Difference {
  const length = Math.max(expected.length, found.length)
  for (let i = 0; i < length; i++) {
    const [recorded, here] = [JSON.stringify(expected[i]), JSON.stringify(found[i])]
    if (recorded !== here) return `${field}[${i}]: expected ${recorded ?? 'none'}, found ${here ?? 'none'}`
  }
  return undefined
}
