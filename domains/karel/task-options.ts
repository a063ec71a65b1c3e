import type { OptionValues } from '../options.ts'
import type { TaskOption } from '../task.ts'
import { callsForTelescoping } from './best-return.ts'
import { type InterpreterOptions, interpreterDefaults } from './interpreter.ts'

/** Rows and columns of the largest world that can be asked for, border included. */
const largestSide = 90

type IntegerOption = Extract<TaskOption, { kind: 'integer' }>

/** A default and the least value that makes sense. */
interface Side {
  readonly default: number
  readonly min: number
}

/** Size of a world that comes in any size. */
export function size(height: Side, width: Side): { readonly height: IntegerOption; readonly width: IntegerOption } {
  return {
    height: { kind: 'integer', ...height, max: largestSide, about: 'rows of the world, border included' },
    width: { kind: 'integer', ...width, max: largestSide, about: 'columns of the world, border included' },
  }
}

/** The switches of the interpreter, which every task has. */
export const switches = {
  crashable: {
    kind: 'boolean',
    default: interpreterDefaults.crashable,
    about: 'an illegal action (a blocked move, a pick from nothing, a put on ten) ends the episode after its reward',
  },
  'turn-on-block': {
    kind: 'boolean',
    default: interpreterDefaults.turnOnBlock,
    about: 'a move that does not displace the agent turns it round',
  },
  'max-calls': {
    kind: 'integer',
    default: interpreterDefaults.maxCalls,
    min: 1,
    max: 1_000_000,
    about: 'actions and perceptions that an episode may spend',
  },
} as const satisfies Record<string, TaskOption>

/** What the interpreter is told. */
export function interpreterOptions(options: OptionValues<typeof switches>): InterpreterOptions {
  return {
    crashable: options.crashable,
    turnOnBlock: options['turn-on-block'],
    maxCalls: options['max-calls'],
  }
}

/**
 * Progress that can be walked back and forth gathers rounding; past this many calls it could hide a solution.
 * @param largest bound of the size of a partial sum of rewards
 */
export function tooManyCalls(
  options: OptionValues<typeof switches>,
  largest: number,
): { field: string; expected: string } | undefined {
  const most = callsForTelescoping(largest)
  if (options['max-calls'] <= most) return undefined
  return { field: 'max-calls', expected: `at most ${most} in a world of this size, so that rounding hides no solution` }
}
