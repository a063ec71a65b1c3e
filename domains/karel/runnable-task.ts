import { checkProgram } from '@cairn/language'
import type { Ending, Outcome, Task, TaskSpec } from '../task.ts'
import { ActionLog } from './action-log.ts'
import { compile } from './compile.ts'
import { type Execution, Interpreter, type InterpreterOptions } from './interpreter.ts'
import { karel } from './language.ts'
import { replay } from './replay.ts'
import type { KarelRules } from './rules.ts'

/** What it takes to run programs on a task. */
export interface Runnable {
  readonly spec: TaskSpec
  readonly bestReturn: number
  readonly switches: InterpreterOptions
  readonly rules: KarelRules
}

/** A task played by the prog_policies interpreter. */
export function runnableTask({ spec, bestReturn, switches, rules }: Runnable): Task {
  const interpreter = new Interpreter(switches)
  const log = new ActionLog()
  const heard = (action: number) => log.push(action)
  return {
    spec,
    language: karel,
    bestReturn,
    prepare(program) {
      checkProgram(karel, program)
      const code = compile(program)
      return {
        episode(episode, want) {
          if (want?.trace !== true) return outcome(interpreter.run(code, rules, rules.begin(episode)))
          log.begin()
          const execution = interpreter.run(code, rules, rules.begin(episode), heard)
          const { return: sum, steps } = execution
          return { return: sum, steps, ended: ending(execution), trace: log.bytes }
        },
      }
    },
    replay(program, episode) {
      checkProgram(karel, program)
      const code = compile(program)
      return replay((started, heard) => {
        const world = rules.begin(episode)
        started(world)
        interpreter.run(code, rules, world, heard)
      })
    },
  }
}

function outcome(execution: Execution): Outcome {
  return { return: execution.return, steps: execution.steps, ended: ending(execution) }
}

/** A task that ends the episode comes before a crash in the same action: the episode counts as decided. */
function ending({ terminated, crash }: Execution): Ending {
  if (terminated) return 'terminated'
  if (crash === undefined) return 'completed'
  return crash === 'limit' ? 'out-of-calls' : 'crashed'
}
