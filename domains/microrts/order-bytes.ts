import { type Action, actionCodes, codeOf, directionOf, productOf, targetOf, wait } from './actions.ts'
import type { Orders } from './orders.ts'
import type { Player, State } from './state.ts'
import { typeCount, unitNames } from './units.ts'

/** In place of a unit's byte: the program failed. */
export const failed = 255

/** Cells that an attack reaches in each direction, by any table. */
const reach = 3
const across = 2 * reach + 1

// Where the bytes of each kind of action begin. 0: the unit waits.
const bytes = { move: 1, harvest: 5, return: 9, produce: 13, attack: 13 + 4 * typeCount }

/**
 * What a player orders, a byte for each of its idle units, in list order: who does what, in whatever order it was said.
 * Units at the end that wait have none, so that nothing ordered is nothing written.
 */
export function orderBytes(state: State, player: Player, orders: Orders): Uint8Array {
  const { busy, unitCount, busyCount } = state
  const own = state.unitsOf[player]
  const written = new Uint8Array(unitCount[player]! - busyCount[player]!)
  let length = 0
  for (let i = 0, at = 0, count = unitCount[player]!; i < count; i++) {
    const unit = own[i]!
    if (busy[unit] === 1) continue
    const byte = byteOf(state, unit, actionFor(unit, orders))
    written[at++] = byte
    if (byte !== 0) length = at
  }
  return written.subarray(0, length)
}

/** The handles of the player's units that have no action in progress, in list order. */
export function idleUnits(state: State, player: Player): Int32Array {
  return state.unitsOf[player].subarray(0, state.unitCount[player]).filter((unit) => state.busy[unit] === 0)
}

function actionFor(unit: number, { units, actions, count }: Orders): Action {
  for (let i = 0; i < count; i++) if (units[i] === unit) return actions[i]!
  return wait(0)
}

/** Every action that a unit can be ordered has its own byte; of a wait the ticks do not count. */
function byteOf({ map, x, y }: State, unit: number, action: Action): number {
  switch (codeOf(action)) {
    case actionCodes.move:
      return bytes.move + directionOf(action)
    case actionCodes.harvest:
      return bytes.harvest + directionOf(action)
    case actionCodes.return:
      return bytes.return + directionOf(action)
    case actionCodes.produce:
      return bytes.produce + directionOf(action) * typeCount + productOf(action)
    case actionCodes.attack: {
      const target = targetOf(action)
      const [dx, dy] = [map.xOf[target]! - x[unit]!, map.yOf[target]! - y[unit]!]
      return bytes.attack + (dy + reach) * across + dx + reach
    }
    default:
      return 0
  }
}

const directions = ['up', 'right', 'down', 'left']

/** What such a byte says, in words. */
export function orderText(byte: number): string {
  if (byte === 0) return 'waits'
  if (byte < bytes.harvest) return `moves ${directions[byte - bytes.move]}`
  if (byte < bytes.return) return `harvests ${directions[byte - bytes.harvest]}`
  if (byte < bytes.produce) return `returns resources ${directions[byte - bytes.return]}`
  if (byte < bytes.attack) {
    const made = byte - bytes.produce
    return `produces ${unitNames[made % typeCount]} ${directions[Math.floor(made / typeCount)]}`
  }
  const cell = byte - bytes.attack
  return `attacks ${(cell % across) - reach}, ${Math.floor(cell / across) - reach} from it`
}
