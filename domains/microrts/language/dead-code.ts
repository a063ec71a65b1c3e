import type { Program } from '@cairn/language'
import { arity, isCommand, isStatement, productions } from './productions.ts'

/** What running a program has shown of its nodes, by their place in the program. */
export class Usage {
  /** Of a command: 1 once it has assigned an action. Moves towards a unit count as used from the beginning. */
  readonly assigned: Uint8Array
  /** Of an `if`: 1 once its condition was true. */
  readonly wasTrue: Uint8Array
  /** Of an `if`: 1 once its condition was false. */
  readonly wasFalse: Uint8Array

  constructor(program: Program) {
    this.assigned = Uint8Array.from(program, (production) => Number(production === productions.MoveToUnit))
    this.wasTrue = new Uint8Array(program.length)
    this.wasFalse = new Uint8Array(program.length)
  }

  /** A byte for each node: 1 assigned, 2 was true, 4 was false. */
  flags(): Uint8Array {
    return this.assigned.map((assigned, at) => assigned | (this.wasTrue[at] << 1) | (this.wasFalse[at] << 2))
  }
}

/** Of the flags of a program's matches, joined by OR. */
export function trim(program: Program, flags: Uint8Array): Program {
  const usage = new Usage(program)
  for (let at = 0; at < program.length; at++) {
    usage.assigned[at] |= flags[at] & 1
    usage.wasTrue[at] = (flags[at] >> 1) & 1
    usage.wasFalse[at] = (flags[at] >> 2) & 1
  }
  return withoutDeadCode(program, usage)
}

/**
 * The program without what has not been used, as 2L removes it from a new opponent (`clear`). It does the same in the
 * games seen, unless a condition that counts could tell that loops in loops were merged.
 */
export function withoutDeadCode(program: Program, usage: Usage): Program {
  const merged = mergedLoops(program)
  // Cleared subtrees that still wait for their parents, the leftmost on top.
  const cleared: Cleared[] = []
  for (let at = program.length - 1; at >= 0; at--) {
    if (merged[at] === 1) continue
    const children: Cleared[] = []
    for (let i = arity[program[at]]; i > 0; i--) children.push(cleared.pop()!)
    cleared.push(clear(program, at, children, usage))
  }
  return Uint8Array.from(cleared[0].bytes)
}

interface Cleared {
  readonly bytes: readonly number[]
  readonly isUsed: boolean
}

const empty: Cleared = { bytes: [productions.Empty], isUsed: false }

function clear(program: Program, at: number, children: readonly Cleared[], usage: Usage): Cleared {
  const production = program[at]
  const whole = (isUsed: boolean) => ({ bytes: [production, ...children.flatMap(({ bytes }) => bytes)], isUsed })
  if (isCommand[production] === 1) return whole(usage.assigned[at] === 1)
  if (isStatement[production] === 0) return whole(false)
  // The statements below, and the command of a C: what the node is there for.
  const bodies = children.filter(({ bytes }) => isStatement[bytes[0]] === 1 || isCommand[bytes[0]] === 1)
  if (!bodies.some(({ isUsed }) => isUsed)) return empty
  const [first, second] = bodies
  switch (production) {
    case productions.S_S:
      if (!first.isUsed) return second
      return second.isUsed ? whole(true) : first
    case productions.If_B_then_S:
      return usage.wasFalse[at] === 1 ? whole(true) : first
    case productions.If_B_then_S_else_S:
      if (!first.isUsed && usage.wasTrue[at] === 0) return second
      return !second.isUsed && usage.wasFalse[at] === 0 ? first : whole(true)
    default:
      return whole(true)
  }
}

/** A loop that is all there is in another is merged with it, before anything is removed, and not with a third. */
function mergedLoops(program: Program): Uint8Array {
  const merged = new Uint8Array(program.length)
  for (let at = 1; at < program.length; at++) {
    const isNested = program[at] === productions.For_S && program[at - 1] === productions.For_S
    if (isNested && merged[at - 1] === 0) merged[at] = 1
  }
  return merged
}
