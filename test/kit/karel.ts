import { type Program, parse } from '@cairn/language'
import { ActionLog } from '../../domains/karel/action-log.ts'
import { compile } from '../../domains/karel/compile.ts'
import { noRules } from '../../domains/karel/conformance/interpreter.ts'
import { noLeapsRules } from '../../domains/karel/conformance/leaps-interpreter.ts'
import { lettersOf } from '../../domains/karel/conformance/records.ts'
import { type CrashCause, Interpreter, type InterpreterOptions } from '../../domains/karel/interpreter.ts'
import { karel } from '../../domains/karel/language.ts'
import { compileForLeaps } from '../../domains/karel/leaps-compile.ts'
import { LeapsInterpreter, noExecution } from '../../domains/karel/leaps-interpreter.ts'
import { drawWorld } from '../../domains/karel/picture.ts'
import type { KarelRules } from '../../domains/karel/rules.ts'
import { createWorld, type Facing, standardCap, type World } from '../../domains/karel/world.ts'

/** A world from a picture as `drawWorld` makes them; markers under the agent are told apart. */
export function worldFrom(picture: string, { cap = standardCap, under = 0 } = {}): World {
  const lines = picture
    .trim()
    .split('\n')
    .map((line) => line.trim())
  const text = lines.join('')
  const at = text.search(/[\^>v<]/)
  const markers = Uint8Array.from(text, (sign) => (/\d/.test(sign) ? Number(sign) : sign === '+' ? 10 : 0))
  markers[at] = under
  return createWorld({
    height: lines.length,
    width: lines[0].length,
    walls: Uint8Array.from(text, (sign) => (sign === '#' ? 1 : 0)),
    markers,
    at,
    facing: '^>v<'.indexOf(text[at]) as Facing,
    cap,
  })
}

/** What a run did, in a form that reads well in a test. */
export interface Played {
  /** One letter per action: move, left, right, pick, put (u). */
  readonly actions: string
  readonly calls: number
  readonly crash: CrashCause | undefined
  readonly terminated: boolean
  readonly return: number
  readonly picture: string
  /** Markers under the agent. */
  readonly under: number
}

/** Runs the statements (without `DEF run m(`) or a program by the rules of prog_policies. */
export function play(
  program: string | Program,
  world: World,
  options: Partial<InterpreterOptions> = {},
  rules: KarelRules = noRules(world),
): Played {
  const log = new ActionLog()
  const code = compile(typeof program === 'string' ? parse(karel, `DEF run m( ${program} m)`) : program)
  const execution = new Interpreter(options).run(code, rules, world, (action) => log.push(action))
  return { ...execution, actions: lettersOf(log.bytes), picture: drawWorld(world), under: world.markers[world.at] }
}

/** The same by the rules of LEAPS. */
export function playLeaps(program: string | Program, world: World, budget?: number) {
  const log = new ActionLog()
  const execution = noExecution()
  const code = compileForLeaps(typeof program === 'string' ? parse(karel, `DEF run m( ${program} m)`) : program)
  new LeapsInterpreter(budget).run(code, noLeapsRules(world), world, execution, (action) => log.push(action))
  return { ...execution, actions: lettersOf(log.bytes), picture: drawWorld(world), under: world.markers[world.at] }
}
