import { actions } from '../engine.ts'
import type { MinigridRules } from '../interpreter.ts'
import { minigridTask } from '../minigrid-task.ts'
import { codeOf, drawnColours, types } from '../objects.ts'
import { Pcg64 } from '../pcg64.ts'
import { chebyshev, oneOf, place, placeAgent } from '../place.ts'
import type { Starts } from '../starts.ts'
import { texts } from '../texts.ts'
import { frontOf, room, type World } from '../world.ts'

const size = 6

export interface PutNearFacts {
  /** Code of the ball. */
  readonly ball: number
  /** Cell where the box was at the start, wherever it is now. */
  readonly target: number
}

export const putNear = minigridTask({
  name: 'minigrid/put-near',
  summary: 'pick up the ball and put it down next to the box',
  text: {
    ...texts.putNear,
    differences: [
      'The prompts of LLM-GS say that the ball must be put left or right of the box; its code takes any of the eight ' +
        'cells around it, and so does this task.',
      'Minigrid ends an episode after 30 steps; in LLM-GS that never ends a program, nor here.',
    ],
  },
  start(seed) {
    const rng = new Pcg64(seed)
    const start = room(size, size)
    const ball = codeOf(types.ball, oneOf(rng, drawnColours))
    const from = place(rng, start, ball)
    const box = codeOf(types.box, oneOf(rng, drawnColours))
    const target = place(rng, start, box, undefined, (x, y) => chebyshev(size, from, y * size + x) < 2)
    placeAgent(rng, start)
    return { room: start, facts: { ball, target } }
  },
  rules: (starts) => new PutNearRules(starts),
})

class PutNearRules implements MinigridRules {
  terminated = false
  readonly movingCounts = false
  readonly #starts: Starts<PutNearFacts>
  #facts: PutNearFacts = { ball: 0, target: 0 }
  #paid = false

  constructor(starts: Starts<PutNearFacts>) {
    this.#starts = starts
  }

  begin(episode: number) {
    const { world, facts } = this.#starts.begin(episode)
    this.terminated = false
    this.#facts = facts
    this.#paid = false
    return world
  }

  step(world: World, action: number, _arrival: number, carried: number): number {
    if (action === actions.pickup && world.carrying !== 0) return this.#picked(world.carrying)
    if (action !== actions.drop || carried === 0) return 0
    this.terminated = true
    const { width, carrying } = world
    return carrying === 0 && chebyshev(width, frontOf(world), this.#facts.target) <= 1 ? 0.5 : 0
  }

  #picked(carrying: number): number {
    if (carrying !== this.#facts.ball) {
      this.terminated = true
      return -1
    }
    if (this.#paid) return 0
    this.#paid = true
    return 0.5
  }
}
