import { numpyRng, type Rng } from '@cairn/language'
import { hprl, llmGs, progPolicies } from '../../sources.ts'
import { repeated } from '../best-return.ts'
import { between } from '../draws.ts'
import { karelTask } from '../karel-task.ts'
import type { KarelRules } from '../rules.ts'
import type { Starts } from '../starts.ts'
import { size, switches } from '../task-options.ts'
import { changeMarkers, room, type World } from '../world.ts'

/** What the task knows beside its world. */
export interface Meal {
  /** Cell of the first food. */
  readonly food: number
  /** Candidate n for the food that follows; those that are not free are passed over. */
  candidate(n: number): number
}

/** Lengths of the snake. */
const shortest = 2
const longest = 22

const options = {
  ...size({ default: 8, min: 3 }, { default: 8, min: 5 }),
  variant: {
    kind: 'choice',
    default: 'llm-gs',
    of: ['llm-gs', 'prog-policies'],
    about: 'whether the program can perceive body and food, and where food may appear; see the differences',
  },
  ...switches,
} as const

export const snake = karelTask({
  name: 'karel/snake',
  summary: 'eat twenty times, growing each time, without biting the tail',
  options,
  text: {
    description:
      'An empty room with one piece of food. The agent is the head of a snake whose body follows it; it grows by one cell ' +
      'whenever the head comes upon food, and new food appears. The agent has to grow from 2 to 22 cells without running ' +
      'into itself.',
    start:
      'The agent stands in a column drawn from all but the first and the last (drawn first) and any row, facing East. The ' +
      'food is a marker on a cell drawn uniformly, not the agent’s. Later food is drawn the same way, by the rule of the ' +
      'variant.',
    reward:
      '1/20 for each piece of food, -1 for running into the body. The best return is twenty times 1/20. Markers that the ' +
      'agent picks or puts itself have no reward of their own.',
    termination: 'The snake is 22 cells long, or has run into itself.',
    differences: [
      'Perceptions: in `llm-gs` food and body are real markers, one per body cell behind the head. In `prog-policies` ' +
        'they exist for neural observers only: the program perceives a marker on the first food cell, until it picks ' +
        'it, and nothing of the body or of later food.',
      'New food: `llm-gs` redraws while the cell is the agent’s or in the body. `prog-policies` redraws only while the ' +
        'cell is the agent’s and the agent faces East, a slip of its code; food under the agent is eaten by the next ' +
        'action, even a turn.',
      'Random source: LLM-GS seeds again for every episode, so food is drawn from the start of the stream; prog_policies ' +
        'goes on drawing from one episode to the next, so that a program’s score depends on what was run before. Here ' +
        'the food of an episode comes from its number alone: in `prog-policies` from the stream after the start state, ' +
        'which is what its first episode draws.',
      'With `crashable`, `llm-gs` also ends the episode when a body or food marker cannot be put on a cell of ten, or is to ' +
        'be removed but the agent has picked it.',
      'HPRL has its own snake, with a fixed list of food; it is not this task.',
    ],
    sources: [llmGs, progPolicies, hprl],
  },
  misfit({ height, width }) {
    const least = Math.ceil((longest + 2) / (height - 2)) + 2
    if (width >= least) return undefined
    return {
      field: 'width',
      expected: `at least ${least} when the height is ${height}: the snake and its food need room`,
    }
  },
  start(rng, { height, width, variant }, episode) {
    const world = room(height, width)
    const col = between(rng, 2, width - 3)
    world.at = between(rng, 1, height - 2) * width + col
    const draw = (from: Rng) => between(from, 1, height - 2) * width + between(from, 1, width - 2)
    let food: number
    do food = draw(rng)
    while (food === world.at)
    world.markers[food] = 1
    const stream = variant === 'llm-gs' ? numpyRng(episode) : rng
    const drawn: number[] = []
    return {
      world,
      facts: {
        food,
        candidate(n: number) {
          while (drawn.length <= n) drawn.push(draw(stream))
          return drawn[n]
        },
      },
    }
  },
  rules: (starts, given) => new SnakeRules(starts, given),
  // Nothing but food pays, and every piece pays the same.
  bestReturn: () => repeated(1 / (longest - shortest), longest - shortest),
})

/** The snake. Also what a recorded episode is compared with, hence the accessors. */
export class SnakeRules implements KarelRules {
  terminated = false
  /** The episode was ended because a body or food marker could not be put or removed. */
  crashed = false
  readonly #starts: Starts<Meal>
  readonly #realMarkers: boolean
  readonly #crashable: boolean
  #meal: Meal = { food: 0, candidate: () => 0 }
  /** Candidates drawn so far. */
  #drawn = 0
  #food = 0
  #size = shortest
  /** Cells of the body, the tail first, in a ring. */
  readonly #body = new Int32Array(longest + 1)
  #tail = 0
  #length = 0
  /** The last cell of the body: the head before this action. */
  #last = 0
  #inBody: Uint8Array = new Uint8Array(0)

  constructor(starts: Starts<Meal>, { variant, crashable }: { variant: string; crashable: boolean }) {
    this.#starts = starts
    this.#realMarkers = variant === 'llm-gs'
    this.#crashable = crashable
  }

  begin(episode: number): World {
    const { world, facts } = this.#starts.begin(episode)
    if (this.#inBody.length === world.cells) this.#inBody.fill(0)
    else this.#inBody = new Uint8Array(world.cells)
    this.terminated = false
    this.crashed = false
    this.#meal = facts
    this.#food = facts.food
    this.#drawn = 0
    this.#size = shortest
    this.#tail = 0
    this.#length = 0
    this.#append(world.at)
    return world
  }

  step(world: World): number {
    const head = world.at
    let reward = 0
    if (head === this.#food) {
      reward = 1 / (longest - shortest)
      this.#eat(world)
    }
    if (head === this.#last) return reward
    if (this.#inBody[head] === 1) {
      this.terminated = true
      return -1
    }
    this.#put(world, this.#last)
    this.#append(head)
    if (this.#length > this.#size) this.#remove(world, this.#dropTail())
    return reward
  }

  /** Cells of the body, the tail first, the head of before the last action's bite last. */
  get body(): number[] {
    return Array.from({ length: this.#length }, (_, i) => this.#body[(this.#tail + i) % this.#body.length])
  }

  get food(): number {
    return this.#food
  }

  /** Candidates looked at so far in this episode. */
  get drawn(): number {
    return this.#drawn
  }

  #eat(world: World): void {
    this.#remove(world, this.#food)
    if (++this.#size === longest) {
      this.terminated = true
      return
    }
    do this.#food = this.#meal.candidate(this.#drawn++)
    while (!this.#isFree(world, this.#food))
    this.#put(world, this.#food)
  }

  #isFree(world: World, cell: number): boolean {
    if (world.walls[cell] === 1) return false
    if (this.#realMarkers) return cell !== world.at && this.#inBody[cell] === 0
    return cell !== world.at || world.facing !== 1
  }

  #append(cell: number): void {
    this.#body[(this.#tail + this.#length) % this.#body.length] = cell
    this.#length++
    this.#inBody[cell] = 1
    this.#last = cell
  }

  #dropTail(): number {
    const cell = this.#body[this.#tail]
    this.#tail = (this.#tail + 1) % this.#body.length
    this.#length--
    this.#inBody[cell] = 0
    return cell
  }

  #put(world: World, cell: number): void {
    if (!this.#realMarkers) return
    if (world.markers[cell] < world.cap) changeMarkers(world, cell, 1)
    else this.#refuse()
  }

  #remove(world: World, cell: number): void {
    if (!this.#realMarkers) return
    if (world.markers[cell] > 0) changeMarkers(world, cell, -1)
    else this.#refuse()
  }

  #refuse(): void {
    if (!this.#crashable) return
    this.crashed = true
    this.terminated = true
  }
}
