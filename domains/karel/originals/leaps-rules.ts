import { distance } from '../geometry.ts'
import type { Starts } from '../starts.ts'
import { cellsOnStairs } from '../tasks/stair-climber.ts'
import type { World } from '../world.ts'
import { type Cells, markedCorners, OriginalRules, type Rewards, topOffLength } from './original-rules.ts'

/** Markers a cell can hold in the LEAPS world. */
export const leapsCap = 9

/** Cell of the first marker, which stays the goal whatever becomes of the marker. */
export interface Goal {
  readonly goal: number
}

/** Every step nearer pays one, being off the stairs costs one; or the first arrival pays, and leaving costs nothing. */
export class LeapsStairs extends OriginalRules<Goal> {
  readonly #dense: boolean
  #onStairs: Uint8Array = new Uint8Array(0)
  #goal = 0
  #distance = 0
  #arrived = false

  constructor(starts: Starts<Goal>, rewards: Rewards) {
    super(starts)
    this.#dense = rewards === 'dense'
  }

  protected reset(world: World, { goal }: Goal): void {
    if (this.#onStairs.length !== world.cells) this.#onStairs = cellsOnStairs(world)
    this.#goal = goal
    this.#distance = distance(world.width, world.at, goal)
    this.#arrived = false
  }

  step(world: World): number {
    const before = this.#distance
    this.#distance = distance(world.width, world.at, this.#goal)
    this.done = this.#distance === 0
    if (this.#dense) return this.#onStairs[world.at] === 1 ? before - this.#distance : -1
    if (!this.done || this.#arrived) return 0
    this.#arrived = true
    return 1
  }
}

/**
 * The share of corners with exactly one marker; nothing at all while there are more markers than such corners. The
 * markers are counted before the action that is paid, so a marker too many shows one action late.
 */
export class LeapsCorners extends OriginalRules {
  readonly #dense: boolean
  #markers = 0
  #succeeded = false

  constructor(starts: Starts<unknown>, rewards: Rewards) {
    super(starts)
    this.#dense = rewards === 'dense'
  }

  protected reset(world: World): void {
    this.#markers = world.total
    this.#succeeded = false
  }

  step(world: World, _action: number, _from: number, change: number): number {
    const corners = markedCorners(world)
    const reward = this.#markers > corners ? 0 : corners / 4
    this.#markers += change
    this.done = reward === 1
    if (this.#dense) return reward
    if (!this.done || this.#succeeded) return 0
    this.#succeeded = true
    return 1
  }
}

/** How far the bottom row is as it should be, seen from its left end to the agent's column. */
export class LeapsTopOff extends OriginalRules {
  readonly #dense: boolean
  #succeeded = false

  constructor(starts: Starts<unknown>, rewards: Rewards) {
    super(starts)
    this.#dense = rewards === 'dense'
  }

  protected reset(): void {
    this.#succeeded = false
  }

  step(world: World): number {
    const reward = topOffLength(world) / (world.width - 1)
    this.done = reward === 1
    if (this.#dense) return reward
    if (!this.done || this.#succeeded) return 0
    this.#succeeded = true
    return 1
  }
}

/** 1 for every action that ends on the goal. */
export class LeapsMaze extends OriginalRules<Goal> {
  #goal = 0

  protected reset(_world: World, { goal }: Goal): void {
    this.#goal = goal
  }

  step(world: World): number {
    this.done = world.at === this.#goal
    return this.done ? 1 : 0
  }
}

/** The share of the cells marked at random that are empty. The two markers beside the agent never count. */
export class LeapsHouse extends OriginalRules<Cells> {
  readonly #dense: boolean
  #cells: readonly number[] = []

  constructor(starts: Starts<Cells>, rewards: Rewards) {
    super(starts)
    this.#dense = rewards === 'dense'
  }

  protected reset(_world: World, { cells }: Cells): void {
    this.#cells = cells
  }

  step({ markers }: World): number {
    let empty = 0
    for (const cell of this.#cells) if (markers[cell] === 0) empty++
    this.done = empty === this.#cells.length
    if (!this.#dense) return this.done ? 1 : 0
    return empty / this.#cells.length
  }
}

/** The share of markers that is gone, counted before the action that is paid. */
export class LeapsHarvest extends OriginalRules {
  readonly #dense: boolean
  #markers = 0
  #all = 0

  constructor(starts: Starts<unknown>, rewards: Rewards) {
    super(starts)
    this.#dense = rewards === 'dense'
  }

  protected reset(world: World): void {
    this.#markers = this.#all = world.total
  }

  step(_world: World, _action: number, _from: number, change: number): number {
    const markers = this.#markers
    this.#markers += change
    this.done = markers === 0
    if (!this.#dense) return this.done ? 1 : 0
    return (this.#all - markers) / this.#all
  }
}
