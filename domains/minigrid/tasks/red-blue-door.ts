import type { MinigridRules } from '../interpreter.ts'
import { minigridTask } from '../minigrid-task.ts'
import { codeOf, colours, doors, types, wall } from '../objects.ts'
import { Pcg64 } from '../pcg64.ts'
import { placeAgent } from '../place.ts'
import type { Starts } from '../starts.ts'
import { texts } from '../texts.ts'
import { room, type World } from '../world.ts'

const size = 6

export interface DoorFacts {
  /** Cells of the doors. */
  readonly red: number
  readonly blue: number
}

export const redBlueDoor = minigridTask({
  name: 'minigrid/red-blue-door',
  summary: 'open the red door, then the blue one',
  text: {
    ...texts.redBlueDoor,
    differences: [
      'Minigrid pays only for the blue door, and less the later it is opened; LLM-GS pays one half for each.',
      'Minigrid ends an episode after 720 steps; in LLM-GS that never ends a program, nor here.',
    ],
  },
  start(seed) {
    const rng = new Pcg64(seed)
    const width = 2 * size
    const start = room(width, size)
    const [left, right] = [size / 2, size / 2 + size - 1]
    for (let y = 0; y < size; y++) start.cells[y * width + left] = start.cells[y * width + right] = wall
    placeAgent(rng, start, { x: left, y: 0, width: size, height: size })
    const red = rng.integers(1, size - 1) * width + left
    start.cells[red] = codeOf(types.door, colours.red, doors.closed)
    const blue = rng.integers(1, size - 1) * width + right
    start.cells[blue] = codeOf(types.door, colours.blue, doors.closed)
    return { room: start, facts: { red, blue } }
  },
  rules: (starts) => new DoorRules(starts),
})

const redOpen = codeOf(types.door, colours.red, doors.open)
const blueOpen = codeOf(types.door, colours.blue, doors.open)

class DoorRules implements MinigridRules {
  terminated = false
  readonly movingCounts = false
  readonly #starts: Starts<DoorFacts>
  #facts: DoorFacts = { red: 0, blue: 0 }
  /** The red door was open after the step before. */
  #redOpen = false
  #paid = false

  constructor(starts: Starts<DoorFacts>) {
    this.#starts = starts
  }

  begin(episode: number) {
    const { world, facts } = this.#starts.begin(episode)
    this.terminated = false
    this.#facts = facts
    this.#redOpen = world.cells[facts.red] === redOpen
    this.#paid = false
    return world
  }

  step({ cells }: World): number {
    const before = this.#redOpen
    this.#redOpen = cells[this.#facts.red] === redOpen
    if (cells[this.#facts.blue] === blueOpen) {
      this.terminated = true
      return before ? 0.5 : -1
    }
    if (!this.#redOpen || before || this.#paid) return 0
    this.#paid = true
    return 0.5
  }
}
