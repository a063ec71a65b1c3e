import { type Action, durationOf, wait } from '../actions.ts'
import type { Bot } from '../bot.ts'
import { gameMap } from '../map.ts'
import { clearOrders, createOrders, type Orders } from '../orders.ts'
import { type OrdersRecord, setPosition, writeAction } from '../position.ts'
import { createState, type Player, type State } from '../state.ts'
import { Admission, type Objection } from './admission.ts'
import { BadMessage, badField } from './bad-message.ts'
import { type Ground, readState, type StateMessage, wallsOf } from './state-message.ts'
import type { Rules } from './table-message.ts'

/** More units than any game creates. */
const mostUnits = 50_000

/** The bot did something that is not sent. The game goes on. */
export class BotFault extends Error {
  readonly code = 'E_BOT_FAULT'

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'BotFault'
  }
}

/** One game that the engine plays and asks us about, tick by tick. */
export class GameInProgress {
  readonly rules: Rules
  readonly state: State
  /** The seat of the bot; known with the first decision. */
  seat: Player | undefined
  decisions = 0
  readonly #bot: Bot
  readonly #orders: Orders = createOrders()
  readonly #walls: readonly boolean[]
  #ground: Ground
  /** What the bot did wrong in this game so far: each is told once. */
  readonly #told = new Set<string>()
  readonly #tell: (fault: BotFault) => void

  constructor(rules: Rules, ground: Ground, bot: Bot, tell: (fault: BotFault) => void) {
    const { width, height } = ground
    this.rules = rules
    this.#ground = ground
    this.#walls = wallsOf(ground)
    const map = {
      name: 'the map',
      source: 'a socket',
      width,
      height,
      walls: this.#walls,
      stock: [0, 0],
      units: [],
    } as const
    this.state = createState(gameMap(map), rules)
    this.#bot = bot
    this.#tell = tell
    bot.reset()
  }

  /** The tick of the last state that was decided on; -1 before the first. */
  get tick(): number {
    return this.decisions === 0 ? -1 : this.state.time
  }

  /** A state of this game. @throws BadMessage */
  read(body: string): StateMessage {
    const message = readState(body, this.#ground)
    this.#checkGround(message.ground)
    return message
  }

  /**
   * What the bot orders in a state that `read` gave.
   *
   * @throws BadMessage when the state is no later one of this game for that player
   */
  decide({ position }: StateMessage, player: Player): OrdersRecord {
    const { state } = this
    if (player !== (this.seat ?? player)) {
      throw new BadMessage('out-of-order', `player ${player} is asked in the middle of the game of player ${this.seat}`)
    }
    if (position.time <= this.tick) {
      throw new BadMessage('late', `the state of tick ${position.time} comes after that of tick ${this.tick}`)
    }
    if (state.created + position.units.length > mostUnits) {
      throw badField('pgs.units', state.created, `at most ${mostUnits} units in a game`)
    }
    setPosition(state, position, { sameGame: true })
    this.seat = player
    this.decisions += 1
    clearOrders(this.#orders)
    try {
      this.#bot.decide(state, player, this.#orders)
    } catch (cause) {
      this.#tellOnce('failed', `tick ${state.time}: the bot failed and orders nothing: ${messageOf(cause)}`, cause)
      return []
    }
    return this.#admitted(player)
  }

  /** What may be sent of the orders, with waits in place of what the engine would make waits of. */
  #admitted(player: Player): OrdersRecord {
    const { state } = this
    const { units, actions, count } = this.#orders
    const admission = new Admission(state, player)
    const admitted: number[][] = []
    for (let i = 0; i < count; i++) {
      const [unit, action] = [units[i], actions[i]]
      const objection = admission.objectionTo(unit, action)
      if (objection !== undefined) this.#object(unit, action, objection)
      if (objection === undefined) admitted.push([state.id[unit], ...writeAction(state.map, action)])
      else if (isHarmless(objection)) {
        const ticks = durationOf(state.table, state.type[unit], action)
        admitted.push([state.id[unit], ...writeAction(state.map, wait(ticks))])
      }
    }
    return admitted
  }

  #object(unit: number, action: Action, objection: Objection): void {
    const { state } = this
    const ordered = `unit ${state.id[unit] ?? unit} got action [${writeAction(state.map, action)}]`
    const instead = isHarmless(objection) ? 'it waits instead' : 'the order is not sent'
    this.#tellOnce(objection, `tick ${state.time}: ${ordered}, which is ${objection}; ${instead}`)
  }

  #tellOnce(kind: string, message: string, cause?: unknown): void {
    if (this.#told.has(kind)) return
    this.#told.add(kind)
    this.#tell(new BotFault(`${message} (told once a game)`, { cause }))
  }

  #checkGround(ground: Ground): void {
    const known = this.#ground
    if (ground === known) return
    const isSameSize = ground.width === known.width && ground.height === known.height
    const isSame =
      isSameSize && (ground.terrain === known.terrain || wallsOf(ground).every((wall, i) => wall === this.#walls[i]))
    if (!isSame) throw new BadMessage('malformed', 'pgs.terrain: expected that of the game so far, got another')
    this.#ground = ground
  }
}

/** The engine makes a wait of such an order, and nothing worse. */
function isHarmless(objection: Objection): boolean {
  return objection === 'illegal' || objection === 'in conflict'
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
