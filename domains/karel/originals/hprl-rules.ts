import { distance } from '../geometry.ts'
import type { Starts } from '../starts.ts'
import type { Chambers } from '../tasks/door-key.ts'
import { cellsOnStairs } from '../tasks/stair-climber.ts'
import { changeMarkers, setWall, type World } from '../world.ts'
import type { Goal } from './leaps-rules.ts'
import {
  type Cells,
  markedCorners,
  OriginalRules,
  type PlayableRules,
  type Rewards,
  topOffLength,
} from './original-rules.ts'

/** Markers a cell can hold after an action: two where the task is about stacks, else one. */
export const hprlCaps = { stacks: 2, single: 1 } as const

/** Rules of a task of HPRL, whatever they know of the start. */
export interface PlayableHprl extends PlayableRules {
  /** Of the task, as it was paid last; 0 where the task pays no differences. */
  readonly progress: number
  /** The last action was not recorded: the snake's collision. */
  readonly unrecorded: boolean
}

/**
 * What the tasks of HPRL share. Once a task is done nothing pays any more, though the program goes on and the world
 * with it. Markers are clipped: with a cap of one, a cell that starts with two has one after a pick and after a put.
 */
export abstract class HprlRules<Facts = unknown> extends OriginalRules<Facts> implements PlayableHprl {
  progress = 0
  unrecorded = false
  /** Cells with a marker. */
  protected marked = 0

  override begin(episode: number): World {
    this.progress = 0
    this.unrecorded = false
    return super.begin(episode)
  }

  override handle(world: World, action: number): number {
    const count = world.markers[world.at]
    const wanted = Math.max(0, Math.min(world.cap, action === 3 ? count - 1 : count + 1))
    if (wanted !== count) changeMarkers(world, world.at, wanted - count)
    this.marked += Math.sign(wanted) - Math.sign(count)
    return wanted - count
  }

  step(world: World, action: number, from: number): number {
    if (!this.done) return this.pay(world, action, from)
    this.afterwards(world, from)
    return 0
  }

  protected reset(world: World, _facts: Facts): void {
    this.marked = 0
    for (const count of world.markers) if (count > 0) this.marked++
  }

  /** The reward of an action before the task is done. */
  protected abstract pay(world: World, action: number, from: number): number

  /** What an action does to the world once the task is done. */
  protected afterwards(_world: World, _from: number): void {}

  /** The reward of getting from the progress so far to this one. */
  protected advanceTo(progress: number): number {
    const reward = progress - this.progress
    this.progress = progress
    return reward
  }
}

/** The share of the way covered; the same amount is lost with every action that ends off the stairs. */
export class HprlStairs extends HprlRules<Goal> {
  readonly #dense: boolean
  #onStairs: Uint8Array = new Uint8Array(0)
  #goal = 0
  #distance = 0
  #distanceAtStart = 0

  constructor(starts: Starts<Goal>, rewards: Rewards) {
    super(starts)
    this.#dense = rewards === 'dense'
  }

  protected override reset(world: World, { goal }: Goal): void {
    if (this.#onStairs.length !== world.cells) this.#onStairs = cellsOnStairs(world)
    this.#goal = goal
    this.#distance = this.#distanceAtStart = distance(world.width, world.at, goal)
  }

  protected pay(world: World): number {
    const before = this.#distance
    this.#distance = distance(world.width, world.at, this.#goal)
    this.done = this.#distance === 0
    if (!this.#dense) return this.done ? 1 : 0
    return (this.#onStairs[world.at] === 1 ? before - this.#distance : -1) / this.#distanceAtStart
  }
}

/** The share of corners with exactly one marker; a marker anywhere else ends it. */
export class HprlCorners extends HprlRules {
  readonly #dense: boolean

  constructor(starts: Starts<unknown>, rewards: Rewards) {
    super(starts)
    this.#dense = rewards === 'dense'
  }

  protected pay(world: World): number {
    const corners = markedCorners(world)
    const reward = this.advanceTo(corners / 4)
    const stray = this.marked > corners
    this.done = corners === 4 || stray
    if (!this.#dense && !this.done) return 0
    return stray ? Math.min(0, reward) : reward
  }
}

/** How far the bottom row is as it should be, seen from its left end to the agent's column. */
export class HprlTopOff extends HprlRules {
  readonly #dense: boolean

  constructor(starts: Starts<unknown>, rewards: Rewards) {
    super(starts)
    this.#dense = rewards === 'dense'
  }

  protected pay(world: World): number {
    const reward = this.advanceTo(topOffLength(world) / (world.width - 1))
    this.done = this.progress === 1
    if (this.#dense) return reward
    return this.done ? 1 : 0
  }
}

/** 1 for reaching the goal. */
export class HprlMaze extends HprlRules<Goal> {
  #goal = 0

  protected override reset(_world: World, { goal }: Goal): void {
    this.#goal = goal
  }

  protected pay(world: World): number {
    this.done = world.at === this.#goal
    return this.done ? 1 : 0
  }
}

/** The share of the cells marked at random that are empty; the two markers beside the agent never count. */
export class HprlHouse extends HprlRules<Cells> {
  #cells: readonly number[] = []

  protected override reset(_world: World, { cells }: Cells): void {
    this.#cells = cells
  }

  protected pay({ markers }: World): number {
    let empty = 0
    for (const cell of this.#cells) if (markers[cell] === 0) empty++
    this.done = empty === this.#cells.length
    return this.advanceTo(empty / this.#cells.length)
  }
}

/** The share of markers that is gone, counted before the action that is paid. */
export class HprlHarvest extends HprlRules {
  #before = 0
  #all = 0

  protected override reset(world: World, facts: unknown): void {
    super.reset(world, facts)
    this.#before = this.#all = this.marked
  }

  protected pay(): number {
    const before = this.#before
    this.#before = this.marked
    this.done = before === 0
    return this.advanceTo((this.#all - before) / this.#all)
  }
}

/** Half for the key, half for two markers on the target, a little less for every marker too many but the first. */
export class HprlDoorKey extends HprlRules<Chambers> {
  #chambers: Chambers = { key: 0, target: 0, doors: [] }
  #locked = true

  protected override reset(world: World, chambers: Chambers): void {
    super.reset(world, chambers)
    this.#chambers = chambers
    this.#locked = true
  }

  protected pay(world: World): number {
    const { target } = this.#chambers
    const taken = this.#open(world)
    const both = taken && world.markers[target] === 2
    const reward = this.advanceTo((taken ? 0.5 : 0) + (both ? 0.5 : 0) - 0.0001 * Math.max(0, this.marked - 2))
    this.done = this.progress === 1
    return reward
  }

  /** Whether the key is gone; the first time it is, the door opens for good. */
  #open(world: World): boolean {
    const { key, doors } = this.#chambers
    if (world.markers[key] > 0) return false
    if (this.#locked) for (const door of doors) setWall(world, door, 0)
    this.#locked = false
    return true
  }
}

/** The share of cells visited, counted before the action that is paid; what has been left is wall. */
export class HprlOneStroke extends HprlRules {
  #visited = 1
  #cells = 0

  protected override reset({ height, width }: World): void {
    this.#visited = 1
    this.#cells = (height - 2) * (width - 2)
  }

  protected pay(world: World, action: number, from: number): number {
    const reward = this.advanceTo(this.#visited / this.#cells)
    this.done = this.#visited === this.#cells || (action === 0 && world.at === from)
    this.afterwards(world, from)
    return reward
  }

  protected override afterwards(world: World, from: number): void {
    if (world.at === from) return
    this.#visited++
    if (world.markers[from] > 0) changeMarkers(world, from, -world.markers[from])
    setWall(world, from, 1)
  }
}

/** The share of cells with exactly one marker; a second one anywhere ends it. */
export class HprlSeeder extends HprlRules {
  #stacks = 0

  protected override reset(world: World, facts: unknown): void {
    super.reset(world, facts)
    this.#stacks = 0
  }

  override handle(world: World, action: number): number {
    const before = world.markers[world.at]
    const change = super.handle(world, action)
    this.#stacks += (before + change === 2 ? 1 : 0) - (before === 2 ? 1 : 0)
    return change
  }

  protected pay({ height, width }: World): number {
    const all = (height - 2) * (width - 2)
    const single = this.marked - this.#stacks
    this.done = this.#stacks > 0 || single === all
    return this.advanceTo(single / all)
  }
}
