import { type Rng, seededRng } from '@cairn/language'
import { actionCode } from '../../domains/karel/conformance/long.ts'
import { actionsOf } from '../../domains/karel/conformance/records.ts'
import { LeapsInterpreter, noExecution } from '../../domains/karel/leaps-interpreter.ts'
import type { PlayableRules } from '../../domains/karel/long/long-rules.ts'
import type { LongDefinition } from '../../domains/karel/long/long-task.ts'
import { givenStart } from '../../domains/karel/starts.ts'
import type { World } from '../../domains/karel/world.ts'

/** An episode of Karel-Long to be walked through by hand. */
export interface Walk {
  readonly rules: PlayableRules
  readonly world: World
  /** Carries out `mlrpu` (move, left, right, pick, put) and returns the rewards. */
  go(actions: string): number[]
  /** Puts the agent somewhere. */
  stand(row: number, col: number): Walk
  /** Cells with a marker to be seen. */
  readonly markers: (readonly [row: number, col: number])[]
  /** What the task has drawn so far. */
  readonly drawn: string[]
}

interface WalkOptions {
  readonly scale?: number
  readonly ghosts?: boolean
  /** Draws the start state. */
  readonly rng?: Rng
  /** Replaces a uniform draw. */
  readonly uniform?: number
}

export function walk<Facts>(definition: LongDefinition<Facts>, options: WalkOptions = {}): Walk {
  const { scale = 1, ghosts = true, rng = seededRng(1), uniform = 0 } = options
  const drawn: string[] = []
  const draws = {
    between(low: number, high: number) {
      drawn.push(`${low}..${high}`)
      return low
    },
    uniform() {
      drawn.push('uniform')
      return uniform
    },
    among(cells: readonly number[]) {
      drawn.push(`among ${cells.length}`)
      return cells[0]
    },
  }
  const rules = definition.rules({ starts: givenStart(definition.start(rng)), draws: () => draws, scale, ghosts })
  const world = rules.begin(0)
  const interpreter = new LeapsInterpreter()
  return {
    rules,
    world,
    drawn,
    go(actions) {
      const rewards: number[] = []
      for (const action of actionsOf(actions)) {
        interpreter.run(actionCode[action], rules, world, noExecution(), (_, reward) => rewards.push(reward))
      }
      return rewards
    },
    stand(row, col) {
      world.at = row * world.width + col
      return this
    },
    get markers() {
      return [...world.markers].flatMap((count, cell) =>
        count === 0 ? [] : [[Math.floor(cell / world.width), cell % world.width] as const],
      )
    },
  }
}
