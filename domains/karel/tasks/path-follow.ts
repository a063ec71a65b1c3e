import { llmGs } from '../../sources.ts'
import { repeated } from '../best-return.ts'
import { shuffle } from '../draws.ts'
import { karelTask } from '../karel-task.ts'
import type { KarelRules } from '../rules.ts'
import type { Starts } from '../starts.ts'
import { size, switches } from '../task-options.ts'
import { room, type World } from '../world.ts'

/** What the task knows beside its world. */
export interface Path {
  /** By cell: 1 where the agent may stand. */
  readonly legal: Uint8Array
}

const options = { ...size({ default: 8, min: 4 }, { default: 8, min: 4 }), ...switches }

export const pathFollow = karelTask({
  name: 'karel/path-follow',
  summary: 'pick up the markers along a crooked path without straying from it',
  options,
  text: {
    description:
      'A path of marked cells leads by steps up and to the right from the bottom left corner to the top right one. The ' +
      'agent has to pick up every marker without straying: it may stand on cells of the path and on their neighbours.',
    start:
      'The steps of the path, first all up, then all right, are shuffled. The agent starts on its first cell, facing North.',
    reward:
      '1/N for each marker picked, N being the cells of the path; -1 for putting a marker or for an action that ends off ' +
      'the path and its neighbours. The best return is N times 1/N.',
    termination: 'No marker is left, or a mistake was made.',
    differences: [
      'LLM-GS numbers cells by row * height + column when it asks whether the agent has strayed. That confuses cells of a ' +
        'room that is not square, and is done here too.',
    ],
    sources: [llmGs],
  },
  start(rng, { height, width }) {
    const world = room(height, width)
    const path = shuffle(rng, [...Array<0 | 1>(height - 3).fill(0), ...Array<0 | 1>(width - 3).fill(1)])
    world.at = (height - 2) * width + 1
    world.facing = 0
    let cell = world.at
    world.markers[cell] = 1
    for (const right of path) {
      cell += right === 1 ? 1 : -width
      world.markers[cell] = 1
    }
    return { world, facts: { legal: legalAlong(world.markers, height, width) } }
  },
  rules: (starts, { height, width }) => new PathFollowing(starts, height + width - 5),
  // Nothing but picks pays, and every pick pays the same.
  bestReturn: ({ height, width }) => repeated(1 / (height + width - 5), height + width - 5),
})

class PathFollowing implements KarelRules {
  terminated = false
  readonly #starts: Starts<Path>
  readonly #length: number
  #legal: Uint8Array = new Uint8Array(0)

  constructor(starts: Starts<Path>, length: number) {
    this.#starts = starts
    this.#length = length
  }

  begin(episode: number): World {
    const { world, facts } = this.#starts.begin(episode)
    this.terminated = false
    this.#legal = facts.legal
    return world
  }

  step(world: World, _action: number, _from: number, change: number): number {
    if (change === 1 || this.#legal[world.at] === 0) {
      this.terminated = true
      return -1
    }
    if (change === 0) return 0
    if (world.total === 0) this.terminated = true
    return 1 / this.#length
  }
}

/** The marked cells and their neighbours, by the cell numbers of LLM-GS. */
export function legalAlong(markers: Uint8Array, height: number, width: number): Uint8Array {
  const numbers = new Set<number>()
  for (let cell = 0; cell < markers.length; cell++) {
    if (markers[cell] === 0) continue
    const number = numberInLlmGs(cell)
    for (const near of [number, number - height, number + height, number - 1, number + 1]) numbers.add(near)
  }
  return Uint8Array.from(markers, (_, cell) => (numbers.has(numberInLlmGs(cell)) ? 1 : 0))

  function numberInLlmGs(cell: number): number {
    return Math.floor(cell / width) * height + (cell % width)
  }
}
