import type { Program } from '@cairn/language'
import { unitNames } from '../units.ts'
import { microlanguage, values } from './language.ts'
import { arity, isCommand, isCondition, productions } from './productions.ts'

/**
 * What an instruction does. An instruction is `stride` numbers: what it does, up to three parameters, where to go on
 * (`jump`) and the place in the program of what it was made from (`node`).
 *
 * Commands and conditions have the numbers of their productions. A condition that is false jumps.
 */
export const stride = 6
export const jump = 4
export const node = 5

const beyond = microlanguage.productions.length

export const operations = {
  /** Begins a loop over the player's units; jumps past its end when there are none. Parameters: loops around it, its number. */
  loop: beyond,
  /** Goes on with the next unit: jumps to the body while there is one. The same parameters. */
  next: beyond + 1,
  /** Jumps. */
  go: beyond + 2,
  /** The end of the program. */
  stop: beyond + 3,
} as const

/** The fifth direction of `train` and `build`; the others are those of actions. */
export const towardsEnemy = 4

/** The operators as indices of `values.OP`; the one that draws one of them comes last. */
export const randomOperator = values.OP.length

/** A program ready to be run: read only, shared by any number of bots. */
export interface Code {
  readonly program: Program
  readonly instructions: Int32Array
  /** Most loops around one another. */
  readonly depth: number
  /** Some command or condition asks for a unit outside of all loops. */
  readonly hasLooseEnds: boolean
  /** Loops in all. */
  readonly loops: number
  /**
   * By type of unit: bit d is set if such a unit may train or build in the fixed direction d, which is an error at the
   * map's edge.
   */
  readonly fixedDirections: Uint8Array
}

/** Conditions that do not ask for a unit. */
const aboutPlayers: ReadonlySet<number> = new Set([
  productions.HasNumberOfUnits,
  productions.HasLessNumberOfUnits,
  productions.OpponentHasNumberOfUnits,
  productions.HasNumberOfWorkersHarvesting,
  productions.HaveQtdUnitsAttacking,
])

/** By production: what a parameter is for the interpreter. */
const meaning = Int32Array.from(microlanguage.productions, ({ name }) => meaningOf(name))

function meaningOf(name: string): number {
  const type = (unitNames as readonly string[]).indexOf(name)
  if (type >= 0) return type
  if (/^\d+$/.test(name)) return Number(name)
  const direction = ['Up', 'Right', 'Down', 'Left', 'EnemyDir'].indexOf(name)
  if (direction >= 0) return direction
  const operator = [...values.OP, 'Random'].indexOf(name)
  return operator >= 0 ? operator : ['Ally', 'Enemy'].indexOf(name)
}

/** Whether a unit of that type can train or build that type at all. */
function canProduce(command: number, type: string, product: string): boolean {
  if (command === productions.Build) return type === 'Worker' && (product === 'Base' || product === 'Barracks')
  if (type === 'Base') return product === 'Worker'
  return type === 'Barracks' && (product === 'Light' || product === 'Heavy' || product === 'Ranged')
}

// What is still to be done, the next on top, each with an address: read a statement, close a loop, close a branch.
const tasks = { read: 0, closeLoop: 1, closeThen: 2, beginElse: 3 } as const

/** Makes a program of MicroLanguage runnable. Does not recurse: texts may be nested deeper than a call stack. */
export function compile(program: Program): Code {
  const code: number[] = []
  const todo: number[] = []
  const fixedDirections = new Uint8Array(unitNames.length)
  let [at, level, loops, depth, hasLooseEnds] = [0, 0, 0, 0, false]

  const emit = (operation: number, from: number, parameters: readonly number[] = []): number => {
    const address = code.length
    code.push(operation, parameters[0] ?? 0, parameters[1] ?? 0, parameters[2] ?? 0, 0, from)
    return address
  }
  const after = (task: number, address: number) => {
    todo.push(address, task)
  }
  const read = () => after(tasks.read, 0)

  /** A command or a condition; `from` is what running it is noted of. */
  const call = (from: number): number => {
    const production = program[at]
    const parameters = Array.from(program.subarray(at + 1, at + 1 + arity[production]))
    at += 1 + parameters.length
    if (level === 0 && !aboutPlayers.has(production)) hasLooseEnds = true
    const meant = parameters.map((parameter) => meaning[parameter])
    if (production === productions.Train || production === productions.Build) {
      const [product, direction] = meant
      for (const [type, name] of unitNames.entries()) {
        const isPossible = direction !== towardsEnemy && canProduce(production, name, unitNames[product])
        if (isPossible) fixedDirections[type] |= 1 << direction
      }
    }
    return emit(production, from, meant)
  }

  const statement = () => {
    const from = at
    const production = program[at++]
    switch (production) {
      case productions.S_S:
        read()
        read()
        break
      case productions.For_S:
        after(tasks.closeLoop, emit(operations.loop, from, [level++, loops++]))
        depth = Math.max(depth, level)
        read()
        break
      case productions.If_B_then_S:
        after(tasks.closeThen, call(from))
        read()
        break
      case productions.If_B_then_S_else_S:
        after(tasks.beginElse, call(from))
        read()
        break
      case productions.C:
        call(at)
        break
    }
  }

  read()
  while (todo.length > 0) {
    const task = todo.pop()
    const address = todo.pop()!
    switch (task) {
      case tasks.read:
        statement()
        break
      case tasks.closeLoop:
        level--
        code[emit(operations.next, code[address + node], [level, code[address + 2]]) + jump] = address + stride
        code[address + jump] = code.length
        break
      case tasks.closeThen:
        code[address + jump] = code.length
        break
      case tasks.beginElse:
        after(tasks.closeThen, emit(operations.go, code[address + node]))
        read()
        code[address + jump] = code.length
        break
    }
  }
  emit(operations.stop, 0)
  return {
    program,
    instructions: Int32Array.from(code),
    depth,
    hasLooseEnds,
    loops,
    fixedDirections,
  }
}

/** The function that an instruction at that place calls, for messages. */
export function functionAt(program: Program, from: number): string {
  const calls = (production: number) => isCommand[production] === 1 || isCondition[production] === 1
  const called = program.subarray(from).find(calls)
  return called === undefined ? 'a loop' : microlanguage.productions[called].name
}
