import { type Action, attack, giveBack, harvest, move, produce } from '../../actions.ts'
import { type Claims, isAllowed } from '../../claims.ts'
import { isInRange } from '../../legal.ts'
import type { PathFinder } from '../../path-finding/path-finder.ts'
import type { State } from '../../state.ts'
import { distanceToNearest, distanceToNearestResource } from '../nearest.ts'
import { type AbstractActions, abstractKinds } from './abstract-actions.ts'

/** In place of an action: none. No action is equal to it. */
export const noAction = -1

/** Is there nothing left to do? Asked before each execution, and of busy units too. */
export function isCompleted(state: State, actions: AbstractActions, unit: number): boolean {
  const { listed } = state
  const first = actions.first[unit]
  const second = actions.second[unit]
  switch (actions.kind[unit]) {
    case abstractKinds.train:
      return second === 1
    case abstractKinds.build:
      return isOccupied(state, second, actions.third[unit])
    case abstractKinds.harvest: {
      const needed = state.carried[unit] > 0 && !actions.harvestEndsWithResource ? second : first
      return needed < 0 || listed[needed] === 0
    }
    case abstractKinds.attack:
      return first < 0 || listed[first] === 0
    case abstractKinds.move:
      return state.x[unit] === first && state.y[unit] === second
    default:
      return false
  }
}

function isOccupied({ map, unitAt }: State, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= map.width || y >= map.height) return false
  return unitAt[x + y * map.width] >= 0
}

/**
 * The next action of an idle unit on the way to its abstract action, which is not completed; `noAction`: none now.
 *
 * @param claims cells that units before it go to: ways lead around them
 */
export function execute(
  state: State,
  actions: AbstractActions,
  unit: number,
  finder: PathFinder,
  claims: Claims,
): Action {
  switch (actions.kind[unit]) {
    case abstractKinds.train:
      // Done whether or not there is a place: whoever wants another try assigns it again.
      actions.second[unit] = 1
      return train(state, unit, actions.first[unit], actions.third[unit])
    case abstractKinds.build: {
      const [x, y] = [actions.second[unit], actions.third[unit]]
      const step = finder.step(state, unit, x + y * state.map.width, 1, claims)
      if (step >= 0) return allowed(state, unit, move(step))
      const direction = directionTo(state, unit, x, y)
      return direction < 0 ? noAction : allowed(state, unit, produce(direction, actions.first[unit]))
    }
    case abstractKinds.harvest: {
      const carries = state.carried[unit] > 0
      const to = carries ? actions.second[unit] : actions.first[unit]
      const step = finder.step(state, unit, state.cell[to], 1, claims)
      if (step >= 0) return allowed(state, unit, move(step))
      const direction = directionTo(state, unit, state.x[to], state.y[to])
      if (direction < 0) return noAction
      return carries ? giveBack(direction) : harvest(direction)
    }
    case abstractKinds.attack: {
      const target = actions.first[unit]
      if (isInRange(state, unit, target)) return attack(state.cell[target])
      const range = state.table.attackRange[state.type[unit]]
      const step = finder.step(state, unit, state.cell[target], range, claims)
      return step < 0 ? noAction : allowed(state, unit, move(step))
    }
    case abstractKinds.move: {
      const target = actions.first[unit] + actions.second[unit] * state.map.width
      const step = finder.step(state, unit, target, 0, claims)
      return step < 0 ? noAction : allowed(state, unit, move(step))
    }
    default:
      return attackAround(state, unit)
  }
}

function allowed(state: State, unit: number, action: Action): Action {
  return isAllowed(state, unit, action) ? action : noAction
}

/** The direction of the neighbouring place (x, y); -1: it is no neighbour. */
function directionTo({ x, y }: State, unit: number, toX: number, toY: number): number {
  const dx = toX - x[unit]
  const dy = toY - y[unit]
  if (dx === 0) return dy === -1 ? 0 : dy === 1 ? 2 : -1
  if (dy !== 0) return -1
  return dx === 1 ? 1 : dx === -1 ? 3 : -1
}

/** More than any distance counts for (`Train` of the synthesis papers). */
const preference = 10_000_000

/** Harvesters appear near resources, fighters near enemies. The first of several best cells is taken. */
function train(state: State, unit: number, type: number, preferred: number): Action {
  const { map, blocked } = state
  const enemy = state.owner[unit] === 0 ? 1 : 0
  let direction = -1
  let best = 0
  for (let one = 0; one < 4; one++) {
    const cell = map.neighbours[4 * state.cell[unit] + one]
    if (blocked[cell] !== 0) continue
    const [x, y] = [map.xOf[cell], map.yOf[cell]]
    const distance =
      state.table.canHarvest[type] === 1
        ? distanceToNearestResource(state, x, y)
        : distanceToNearest(state, enemy, x, y)
    const score = one === preferred ? preference : -distance
    if (direction >= 0 && score <= best) continue
    best = score
    direction = one
  }
  return direction < 0 ? noAction : allowed(state, unit, produce(direction, type))
}

function attackAround(state: State, unit: number): Action {
  if (state.table.canAttack[state.type[unit]] === 0) return noAction
  const enemy = state.owner[unit] === 0 ? 1 : 0
  const enemies = state.unitsOf[enemy]
  for (let i = 0, count = state.unitCount[enemy]; i < count; i++) {
    if (isInRange(state, unit, enemies[i])) return attack(state.cell[enemies[i]])
  }
  return noAction
}
