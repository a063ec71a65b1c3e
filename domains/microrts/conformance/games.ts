import type { Bot } from '../bot.ts'
import { digest } from '../digest.ts'
import { type GameLoop, playGame } from '../game.ts'
import { readOrders, writePosition } from '../position.ts'
import type { Player, State } from '../state.ts'
import { type Difference, type GameRecord, type StateRecord, stateOf } from './game-record.ts'

/**
 * Plays a recorded game with the recorded decisions: states, digests and the end. The first difference in words, or
 * undefined when all is as recorded.
 */
export function checkGameRecord(record: GameRecord): Difference {
  const state = stateOf(record)
  if (state.nextId !== record.nextId) return `nextId: expected ${record.nextId}, found ${state.nextId}`
  const begun = differentState('init', record.init, state)
  if (begun !== undefined) return begun
  const watch = new Watch(record)
  const loop: GameLoop = record.loop === 'synthesis' ? 'synthesis' : 'reference'
  const options = { maxTicks: record.maxTicks, loop, first: record.first ?? 0, fog: record.po }
  const end = playGame(state, [recordedBot(record, 0, state), recordedBot(record, 1, state)], options, {
    advanced: (now) => watch.see(now),
  })
  if (watch.difference !== undefined) return watch.difference
  const expected = record.end
  if (end.time !== expected.time) return `end.time: expected ${expected.time}, found ${end.time}`
  if (end.over !== expected.gameover) return `end.gameover: expected ${expected.gameover}, found ${end.over}`
  if (end.winner !== expected.winner) return `end.winner: expected ${expected.winner}, found ${end.winner}`
  if (state.nextId !== expected.nextId) return `end.nextId: expected ${expected.nextId}, found ${state.nextId}`
  return differentState('end.state', expected.state, state)
}

/** Does what is recorded, whatever it sees. Orders name units by id, also such as the player does not see. */
function recordedBot({ steps }: GameRecord, seat: Player, full: State): Bot {
  let next = 0
  return {
    reset: () => {
      next = 0
    },
    decide(state, _player, orders) {
      while (next < steps.length && steps[next]![0] < state.time) next++
      const step = steps[next]
      if (step?.[0] === state.time) readOrders(full, step[1 + seat] as GameRecord['steps'][number][1], orders)
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

  see(state: State): void {
    const { states, hashes } = this.#record
    if (this.difference !== undefined) return
    if (hashes !== undefined) {
      if (hashes[this.#hash]?.[0] === state.time) this.#lastHash = hashes[this.#hash++]![1]
      const found = digest(state)
      if (found !== this.#lastHash)
        this.difference = `tick ${state.time}: expected digest ${this.#lastHash}, found ${found}`
    }
    if (states[this.#state]?.[0] !== state.time) return
    const [time, ...expected] = states[this.#state++]!
    this.difference ??= differentState(`tick ${time}`, expected, state)
  }
}

/** Where a state differs from the recorded one. */
export function differentState(at: string, [stock, units, pending]: StateRecord, state: State): Difference {
  const found = writePosition(state)
  const parts = [
    ['stock', stock, found.stock],
    ['units', units, found.units],
    ['pending', pending, found.pending],
  ] as const
  for (const [part, expected, here] of parts) {
    if (JSON.stringify(expected) === JSON.stringify(here)) continue
    const i = Array.from({ length: Math.max(expected.length, here.length) }).findIndex(
      (_, j) => JSON.stringify(expected[j]) !== JSON.stringify(here[j]),
    )
    return `${at}: ${part}[${i}]: expected ${JSON.stringify(expected[i]) ?? 'none'}, found ${JSON.stringify(here[i]) ?? 'none'}`
  }
  return undefined
}
