import { type Program, parse } from '@cairn/language'
import { compile } from '../../domains/minigrid/compile.ts'
import { Interpreter, type InterpreterOptions, type MinigridRules } from '../../domains/minigrid/interpreter.ts'
import { minigrid } from '../../domains/minigrid/language.ts'
import type { MinigridTask } from '../../domains/minigrid/minigrid-task.ts'
import { madeStarts } from '../../domains/minigrid/starts.ts'
import type { PlainRun } from './plain-minigrid.ts'

/** The rules of a task, in the rooms that it makes. */
export function rulesOf<Facts>({ definition }: MinigridTask<Facts>): MinigridRules {
  return definition.rules(madeStarts((seed) => definition.start(seed)))
}

/** `DEF run m( BODY m)` */
export function minigridProgram(body: string): Program {
  return parse(minigrid, `DEF run m( ${body} m)`)
}

/** Runs the program in the room of that episode, in a form that reads well in a test. */
export function play(
  program: Program,
  rules: MinigridRules,
  episode: number,
  options: Partial<InterpreterOptions> = {},
): PlainRun {
  let actions = ''
  const world = rules.begin(episode)
  const execution = new Interpreter(options).run(compile(program), rules, world, (action) => {
    actions += action
  })
  const { return: sum, calls, terminated, stopped } = execution
  return { actions, return: sum, calls, terminated, stopped }
}
