import { hipo } from '../../sources.ts'
import type { Start } from '../starts.ts'
import { room, type World } from '../world.ts'
import { LongRules, type LongSetting, longCap, pick } from './long-rules.ts'
import { longTask } from './long-task.ts'

const side = 16
const cells = (side - 2) ** 2
/** Markers that are enough at scale 1: the expected number there will ever be. */
const markers = cells * 2

/** A full field, where a marker may come back for each one picked. */
export class InfHarvesterRules extends LongRules<null> {
  readonly #chance: number
  /** 1 where the marker is the field's own, not one that the agent put. */
  readonly #grown = new Uint8Array(side * side)
  #picked = 0

  constructor(setting: LongSetting<null>) {
    super(setting)
    this.#chance = 1 - 1 / (2 * this.scale)
  }

  protected reset(world: World): void {
    this.#picked = 0
    this.#grown.set(world.markers)
  }

  handle(world: World, action: number): number {
    const { at } = world
    const change = this.bits.set(at, action === pick ? 0 : 1)
    if (change < 0 && this.#grown[at] === 1) {
      this.#grown[at] = 0
      this.#picked++
      this.#regrow(world)
    }
    return change
  }

  /** Goes on paying when it is done. */
  step(): number {
    const reward = this.advanceTo(this.#picked / (markers * this.scale))
    this.done ||= this.progress >= 1
    return reward
  }

  /** One of the empty cells is drawn, the one just emptied among them; then whether a marker grows there. */
  #regrow(world: World): void {
    let left = this.draws.between(0, cells - world.total - 1)
    let cell = 0
    for (; world.walls[cell] === 1 || world.markers[cell] === 1 || left > 0; cell++) {
      if (world.walls[cell] === 0 && world.markers[cell] === 0) left--
    }
    if (this.draws.uniform() >= this.#chance) return
    this.bits.set(cell, 1)
    this.#grown[cell] = 1
  }
}

function start(): Start<null> {
  const world = { ...room(side, side), at: 14 * side + 1, cap: longCap }
  for (let cell = 0; cell < side * side; cell++) world.markers[cell] = 1 - world.walls[cell]
  return { world, facts: null }
}

export const infHarvester = longTask<null>({
  name: 'karel/inf-harvester',
  summary: 'Harvest a full field in which markers grow back',
  text: {
    description:
      'A large room full of markers. Each one picked draws an empty cell, where a new marker grows with probability ' +
      '1 - 1/(2 scale).',
    start: 'Always the same: a marker on all 196 cells, the agent in the bottom left corner facing East.',
    reward:
      'Each marker of the field picked pays 1/392, every action costs 0.0001; both divided by `scale`. A marker that the ' +
      'agent has put itself pays nothing.',
    termination: 'Never by itself. Picks beyond 392 (times `scale`) still pay, so the return can exceed 1.',
    differences: [
      'The paper as published lost the probabilities of the larger scales; these are from the released code.',
    ],
    sources: [hipo],
  },
  gain: 1 / markers,
  paysBeyondDone: true,
  drawsStart: false,
  start,
  rules: (setting) => new InfHarvesterRules(setting),
})
