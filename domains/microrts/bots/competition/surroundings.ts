import { nobody, type State } from '../../state.ts'
import { unitTypes } from '../../units.ts'

/** Is there no way from any base of a player to a unit of the other, even if all units of players made room? */
export function isWalledOff(state: State, player: 0 | 1): boolean {
  const { map } = state
  const reached = new Uint8Array(map.cells + 1)
  const queue: number[] = []
  const visit = (cell: number) => {
    const other = state.unitAt[cell]
    const isResource = other >= 0 && state.type[other] === unitTypes.resource
    if (reached[cell] === 1 || map.walls[cell] === 1 || isResource) return
    reached[cell] = 1
    queue.push(cell)
  }
  for (const unit of state.unitsOf[player].subarray(0, state.unitCount[player])) {
    if (state.type[unit] === unitTypes.base) visit(state.cell[unit])
  }
  if (queue.length === 0) return false
  for (const cell of queue)
    for (let direction = 0; direction < 4; direction++) visit(map.neighbours[4 * cell + direction])
  const enemy = player === 0 ? 1 : 0
  return !state.unitsOf[enemy].subarray(0, state.unitCount[enemy]).some((unit) => reached[state.cell[unit]] === 1)
}

/** Does a resource touch the cell, at an edge or a corner? A building there would be in the way. */
export function isBesideResource(state: State, cell: number): boolean {
  const units = state.unitsOf[nobody]
  for (let i = 0, count = state.unitCount[nobody]; i < count; i++) {
    const unit = units[i]
    if (state.type[unit] !== unitTypes.resource) continue
    const dx = Math.abs(state.x[unit] - state.map.xOf[cell])
    const dy = Math.abs(state.y[unit] - state.map.yOf[cell])
    if (Math.max(dx, dy) <= 1) return true
  }
  return false
}

/** Ticks that a game on a map of that width is played for, in the competitions. */
export function usualTicks(width: number): number {
  for (const [upTo, ticks] of [
    [8, 3000],
    [16, 4000],
    [24, 5000],
    [32, 6000],
    [64, 8000],
  ] as const) {
    if (width <= upTo) return ticks
  }
  return 12000
}
