import type { Starts } from '../starts.ts'
import { changeMarkers, room, type World, type WorldStart } from '../world.ts'
import { HprlRules, hprlCaps } from './hprl-rules.ts'

/** Lengths of the snake. */
const shortest = 2
const longest = 22

/** Markers on a cell of the body, and on food. */
const body = 2
const food = 1

const side = 8
const places = (...list: readonly (readonly [row: number, col: number])[]) => list.map(([row, col]) => row * side + col)

/**
 * Where food appears, in turn: every cell of the room but that of the first food.
 *
 * Source: HPRL, the snake of its Karel environment.
 */
const menu = places(
  ...([
    ...[
      [6, 6],
      [6, 1],
      [1, 1],
      [2, 2],
      [2, 5],
      [5, 5],
      [5, 2],
      [3, 3],
      [5, 3],
      [4, 4],
      [6, 4],
      [3, 2],
    ],
    ...[
      [1, 4],
      [6, 2],
      [2, 6],
      [4, 1],
      [1, 3],
      [2, 1],
      [3, 6],
      [4, 3],
      [5, 1],
      [2, 4],
      [5, 4],
      [1, 5],
    ],
    ...[
      [3, 5],
      [4, 6],
      [5, 6],
      [3, 1],
      [4, 2],
      [6, 5],
      [2, 3],
      [1, 2],
      [4, 5],
      [3, 4],
      [6, 3],
    ],
  ] as [number, number][]),
)
const firstBody = places([1, 1], [1, 2])
const firstFood = places([1, 6])[0]

/** The one start state. */
export function snakeStart(): WorldStart {
  const world = { ...room(side, side), at: side + 3, cap: hprlCaps.single }
  for (const cell of firstBody) world.markers[cell] = body
  world.markers[firstFood] = food
  return world
}

/** Food eaten, of twenty pieces. The collision is an action that happens and is not recorded. */
export class HprlSnake extends HprlRules {
  /** Cells of the body, the tail first, the head not included. */
  readonly body: number[] = []
  length = shortest
  /** Entry of the menu that is looked at next. */
  nextFood = 0
  /** Actions recorded before the collision, if there was one. */
  collidedAfter: number | undefined
  #recorded = 0

  constructor(starts: Starts<unknown>) {
    super(starts)
  }

  protected override reset(): void {
    this.body.splice(0, this.body.length, ...firstBody)
    this.length = shortest
    this.nextFood = 0
    this.collidedAfter = undefined
    this.#recorded = 0
  }

  override step(world: World, action: number, from: number): number {
    this.unrecorded = false
    const reward = super.step(world, action, from)
    if (!this.unrecorded) this.#recorded++
    return reward
  }

  protected pay(world: World, _action: number, from: number): number {
    if (world.at === from) return 0
    put(world, from, body)
    if (this.body.includes(world.at)) {
      this.done = true
      this.unrecorded = true
      this.collidedAfter = this.#recorded
      return 0
    }
    this.body.push(from)
    if (world.markers[world.at] === food && this.length < longest) this.#eat(world)
    if (this.body.length > this.length) put(world, this.body.shift()!, 0)
    this.done = this.length === longest
    return this.advanceTo((this.length - shortest) / (longest - shortest))
  }

  #eat(world: World): void {
    this.length++
    put(world, world.at, 0)
    let cell: number
    do {
      cell = menu[this.nextFood]
      this.nextFood = (this.nextFood + 1) % menu.length
    } while (cell === world.at || world.markers[cell] > 0)
    put(world, cell, food)
  }
}

function put(world: World, cell: number, count: number): void {
  if (world.markers[cell] !== count) changeMarkers(world, cell, count - world.markers[cell])
}
