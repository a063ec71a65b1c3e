import { hipo } from '../../sources.ts'
import type { Start } from '../starts.ts'
import type { World, WorldStart } from '../world.ts'
import { LongRules, longCap, pick } from './long-rules.ts'
import { longTask } from './long-task.ts'

const side = 16
const rooms = { top: 6, bottom: 9, left: [1, 4], right: [11, 14] } as const
const markers = 64

/** One marker at a time: whoever takes it finds the next one in the other room. */
export class SeesawRules extends LongRules<null> {
  #picked = 0

  protected reset(): void {
    this.#picked = 0
  }

  handle(world: World, action: number): number {
    return action === pick ? this.bits.set(world.at, 0) : 0
  }

  step(world: World, _action: number, _from: number, change: number): number {
    if (this.done) return -this.cost
    if (change < 0) this.#picked++
    const reward = this.advanceTo(this.#picked / (markers * this.scale))
    this.done = this.progress >= 1
    if (reward > 0) this.#nextMarker(world)
    return reward
  }

  /** The row is drawn before the column, and both even for the last marker, which does not stay. */
  #nextMarker(world: World): void {
    const col = world.at % side
    const other = col <= rooms.left[1] ? rooms.right : col >= rooms.right[0] ? rooms.left : undefined
    if (other === undefined) return
    const row = this.draws.between(rooms.top, rooms.bottom)
    const cell = row * side + this.draws.between(other[0], other[1])
    this.bits.set(cell, this.done ? 0 : 1)
  }
}

function start(): Start<null> {
  const walls = new Uint8Array(side * side).fill(1)
  for (let row = rooms.top; row <= rooms.bottom; row++) {
    for (const [from, to] of [rooms.left, rooms.right]) walls.fill(0, row * side + from, row * side + to + 1)
  }
  for (const row of [7, 8]) walls.fill(0, row * side + rooms.left[0], row * side + rooms.right[1] + 1)
  const world: WorldStart = {
    height: side,
    width: side,
    walls,
    markers: new Uint8Array(side * side),
    at: 8 * side + 1,
    facing: 1,
    cap: longCap,
  }
  world.markers[6 * side + 3] = 1
  return { world, facts: null }
}

export const seesaw = longTask<null>({
  name: 'karel/seesaw',
  summary: 'Fetch markers from two rooms in turn: each one taken makes the next appear in the other room',
  text: {
    description:
      'Two rooms joined by a corridor. There is always one marker; when it is picked, the next appears in the room ' +
      'across. A program has to find it, come back and find the next, for as long as it can.',
    start: 'Always the same: the agent in the left room facing East, the first marker at row 6, column 3.',
    reward:
      'Each marker picked pays 1/64, divided by `scale`; every action costs 0.0001, divided by `scale`. putMarker does ' +
      'nothing.',
    termination: 'Never by itself: after 64 (times `scale`) markers no more appear and every action still costs.',
    differences: [
      'The paper says that the first marker lies anywhere in the left room; in the released code, and here, it has its place.',
    ],
    sources: [hipo],
  },
  gain: 1 / markers,
  paysBeyondDone: false,
  drawsStart: false,
  start,
  rules: (setting) => new SeesawRules(setting),
})
