import { arrivals, goalReward } from '../engine.ts'
import type { MinigridRules } from '../interpreter.ts'
import { minigridTask } from '../minigrid-task.ts'
import { empty, goal, lava } from '../objects.ts'
import { Pcg64 } from '../pcg64.ts'
import type { Starts } from '../starts.ts'
import { texts } from '../texts.ts'
import { room } from '../world.ts'

const size = 6
/** Where Minigrid would cut an episode short; a program is not, but the reward of the goal counts from it. */
const maxSteps = 4 * size * size

export const lavaGap = minigridTask({
  name: 'minigrid/lava-gap',
  summary: 'reach the goal square through a gap in the lava',
  text: {
    ...texts.lavaGap,
    differences: [
      'Minigrid pays 1 - 0.9 * steps / 144 for the goal and nothing for lava; LLM-GS makes 1 and -1 of it: whatever pays ' +
        'exactly 0 at the end counts as lava. So the goal reached on step 160 scores -1, here as there.',
      'A state in which the agent has moved counts as another one than the same state before it did, when a WHILE looks ' +
        'for repetitions; so it does in LLM-GS, in this task alone.',
    ],
  },
  start(seed) {
    const rng = new Pcg64(seed)
    const start = room(size, size)
    start.at = size + 1
    start.cells[(size - 2) * size + size - 2] = goal
    const x = rng.integers(2, size - 2)
    const y = rng.integers(1, size - 1)
    for (let row = 1; row < size - 1; row++) start.cells[row * size + x] = lava
    start.cells[y * size + x] = empty
    return { room: start, facts: undefined }
  },
  rules: (starts) => new LavaGapRules(starts),
})

class LavaGapRules implements MinigridRules {
  terminated = false
  readonly movingCounts = true
  readonly #starts: Starts<undefined>

  constructor(starts: Starts<undefined>) {
    this.#starts = starts
  }

  begin(episode: number) {
    this.terminated = false
    return this.#starts.begin(episode).world
  }

  step({ steps }: { readonly steps: number }, _action: number, arrival: number): number {
    if (arrival === arrivals.nothing) return 0
    this.terminated = true
    return arrival === arrivals.goal && goalReward(steps, maxSteps) !== 0 ? 1 : -1
  }
}
