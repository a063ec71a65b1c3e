import { hipo } from '../../sources.ts'
import type { Start } from '../starts.ts'
import { room, type World } from '../world.ts'
import { LongRules, longCap, pick } from './long-rules.ts'
import { longTask } from './long-task.ts'

const side = 8
const goals = 100
const firstGoal = 1 * side + 6

/** The stairs and the cells right above them, from the bottom left to the top right. */
const validCells = Array.from({ length: side - 2 }, (_, i) => i + 1).flatMap((col) => {
  const stair = (side - 1 - col) * side + col
  return col < side - 2 ? [stair, stair - side] : [stair]
})

/** Goals that may follow, by the row that was reached: further down after an upper goal, further up after a lower one. */
const below = Array.from({ length: side }, (_, row) => validCells.filter((cell) => rowOf(cell) > row))
const above = Array.from({ length: side }, (_, row) => validCells.filter((cell) => rowOf(cell) < row))

/** Up and down the stairs, from marker to marker. */
export class UpNDownRules extends LongRules<null> {
  #goal = firstGoal
  #reached = 0

  protected reset(): void {
    this.#goal = firstGoal
    this.#reached = 0
  }

  handle(world: World, action: number): number {
    return this.bits.set(world.at, action === pick ? 0 : 1)
  }

  step(world: World): number {
    if (this.done) return -this.cost
    const reached = world.at === this.#goal
    if (reached) this.#nextGoal()
    const reward = this.advanceTo(this.#reached / (goals * this.scale))
    this.done = this.progress >= 1
    // The last goal to appear does not stay.
    if (reached && this.done) this.bits.set(this.#goal, 0)
    return rowOf(world.at) + (world.at % side) <= side - 3 ? reward - 0.0005 / this.scale : reward
  }

  #nextGoal(): void {
    const goal = this.#goal
    const candidates = (this.#reached % 2 === 0 ? below : above)[rowOf(goal)]
    this.#reached++
    this.#goal = this.draws.among(candidates)
    this.bits.set(goal, 0)
    this.bits.set(this.#goal, 1)
  }
}

function rowOf(cell: number): number {
  return Math.floor(cell / side)
}

function start(): Start<null> {
  const world = { ...room(side, side), at: 5 * side + 2, cap: longCap }
  // Below the stairs a diagonal of walls two thick; the triangle under it is out of reach.
  for (let i = 1; i <= side - 3; i++) world.walls.fill(1, (side - 1 - i) * side + i + 1, (side - 1 - i) * side + i + 3)
  world.markers[firstGoal] = 1
  return { world, facts: null }
}

export const upNDown = longTask<null>({
  name: 'karel/up-n-down',
  summary: 'Climb the stairs up and down to a marker that keeps changing sides',
  text: {
    description:
      'Stairs from the bottom left to the top right. The agent has to reach a marker; when it stands there, the next ' +
      'one appears further down after an upper goal, further up after a lower one, on the stairs or right above them.',
    start: 'Always the same: the agent near the foot of the stairs facing East, the first marker at the top.',
    reward:
      'Each goal reached pays 1/100, whether the marker is picked or not; every action costs 0.0001, and 0.0005 more ' +
      'when it ends two or more cells above the stairs. All divided by `scale`.',
    termination: 'Never by itself: after 100 (times `scale`) goals no more appear and every action still costs.',
    differences: ['pickMarker and putMarker work everywhere and pay nothing, as in the released code.'],
    sources: [hipo],
  },
  gain: 1 / goals,
  paysBeyondDone: false,
  drawsStart: false,
  start,
  rules: (setting) => new UpNDownRules(setting),
})
