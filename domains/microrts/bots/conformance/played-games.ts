import type { Bot } from '../../bot.ts'
import { type Difference, type GameRecord, stateOf } from '../../conformance/game-record.ts'
import { type GameLoop, playGame } from '../../game.ts'
import { JavaRandom } from '../../java-random.ts'
import { clearOrders, createOrders, type Orders } from '../../orders.ts'
import { type OrdersRecord, readOrders, writeOrders } from '../../position.ts'
import type { Player, State } from '../../state.ts'
import { createBot, listBots } from '../index.ts'

/**
 * Plays a recorded game and asks the bots of that name on every tick. The first decision that is not the recorded one,
 * in words; undefined when there is none. A player that is no bot of ours does what is recorded.
 */
export function checkPlayedGame(record: GameRecord): Difference {
  const state = stateOf(record)
  const loop: GameLoop = record.loop === 'synthesis' ? 'synthesis' : 'reference'
  const options = { maxTicks: record.maxTicks, loop, first: record.first ?? 0, fog: record.po }
  const known = listBots()
  const draws = new JavaRandom(record.seed)
  const players = ([0, 1] as const).map((seat) => {
    const name = seat === 0 ? record.p0 : record.p1
    return new Follower(record, seat, state, known.includes(name) ? createBot(name, draws) : undefined)
  })
  playGame(state, [players[0], players[1]], options)
  const [first, second] = players.map(({ difference }) => difference)
  if (first === undefined || second === undefined) return (first ?? second)?.text
  return first.time <= second.time ? first.text : second.text
}

/** Asks a bot, compares its decision with the record, and does what is recorded. */
class Follower implements Bot {
  difference: { readonly time: number; readonly text: string } | undefined
  readonly #steps: GameRecord['steps']
  readonly #seat: Player
  readonly #name: string
  /** Orders name units by id, also such as the player does not see. */
  readonly #full: State
  readonly #bot: Bot | undefined
  readonly #asked = createOrders()
  #next = 0

  constructor(record: GameRecord, seat: Player, full: State, bot: Bot | undefined) {
    this.#steps = record.steps
    this.#seat = seat
    this.#name = seat === 0 ? record.p0 : record.p1
    this.#full = full
    this.#bot = bot
  }

  reset(): void {
    this.#next = 0
    this.#bot?.reset()
  }

  decide(state: State, player: Player, orders: Orders): void {
    const steps = this.#steps
    while (this.#next < steps.length && steps[this.#next][0] < state.time) this.#next++
    const step = steps[this.#next]
    const recorded: OrdersRecord = step?.[0] === state.time ? (step[1 + this.#seat] as OrdersRecord) : []
    readOrders(this.#full, recorded, orders)
    if (this.#bot === undefined || this.difference !== undefined) return
    clearOrders(this.#asked)
    this.#bot.decide(state, player, this.#asked)
    if (areEqual(orders, this.#asked)) return
    const found = JSON.stringify(writeOrders(this.#full, this.#asked))
    const text = `tick ${state.time}: ${this.#name}: expected ${JSON.stringify(recorded)}, found ${found}`
    this.difference = { time: state.time, text }
  }
}

function areEqual(one: Orders, other: Orders): boolean {
  if (one.count !== other.count) return false
  for (let i = 0; i < one.count; i++) {
    if (one.units[i] !== other.units[i] || one.actions[i] !== other.actions[i]) return false
  }
  return true
}
