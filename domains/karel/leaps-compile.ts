import type { Program } from '@cairn/language'
import { type Code, CodeBuilder } from './code-builder.ts'
import { opcodes } from './opcodes.ts'
import { kindOf, nodes, repeats } from './outline.ts'

/**
 * Compiles a program for the LEAPS interpreter, whose budget the structure spends. With n the units spent so far and L
 * the budget, "check" stops the program if n > L and "spend" is a check followed by n + 1:
 * - the program itself spends 1, then comes its block;
 * - every statement of a block spends 1, and so does every composed pair and the wrapper around it. A block is read
 *   ((s1 s2) s3) ..., so a block of m statements spends 2m - 1 before its first statement and 1 before each further one;
 * - WHILE, REPEAT, IF and IFELSE spend 1 more, and every time a body or branch is run it is a block;
 * - a condition and an action only check.
 * So every turn of every loop spends, and the budget bounds every execution.
 */
export function compileForLeaps(program: Program): Code {
  builder.begin(program)
  builder.emit(opcodes.spend, 1)
  builder.thenStatement(1, 0, part.block)
  while (builder.next()) {
    const { node, depth, flag, ends } = builder
    const kind = kindOf[program[node]]
    const first = node + 1
    if (flag === part.block) builder.emit(opcodes.spend, 2 * statementsOf(node) - 1)
    else if (flag === part.rest) builder.emit(opcodes.spend, 1)
    if (kind === nodes.sequence) {
      builder.thenStatement(ends[first], depth, part.rest)
      builder.thenStatement(first, depth, part.paid)
    } else if (kind >= nodes.move) {
      builder.emit(kind - nodes.move)
    } else {
      builder.emit(opcodes.spend, 1)
      compileControl(kind)
    }
  }
  return builder.finish()
}

/** How a statement stands to what has been spent for it. */
const part = {
  /** A whole block: nothing spent. */
  block: 0,
  /** What is left of a block after its first statements: the pairs are paid for, these statements are not. */
  rest: 1,
  /** A statement that has been paid for. */
  paid: 2,
} as const

const builder = new CodeBuilder()

/** Statements in the block that starts at `node`. */
function statementsOf(node: number): number {
  const { program, ends } = builder
  let count = 1
  for (let at = node; kindOf[program[at]] === nodes.sequence; at = ends[at + 1]) count++
  return count
}

function compileControl(kind: number): void {
  const { node, depth, program, ends } = builder
  const condition = node + 1
  const body = ends[condition]
  if (kind === nodes.repeat) {
    const times = repeats[program[condition]]
    if (times > 0) builder.repeat(times, body, part.block)
    return
  }
  const after = builder.label()
  builder.thenPlace(after)
  if (kind === nodes.while) {
    const again = builder.label()
    builder.thenCondition(condition, false, again)
    builder.thenEmit(opcodes.check)
    builder.thenStatement(body, depth, part.block)
    builder.thenPlace(again)
    builder.thenCondition(condition, true, after)
  } else if (kind === nodes.if) {
    builder.thenStatement(body, depth, part.block)
    builder.thenCondition(condition, true, after)
  } else {
    const otherwise = builder.label()
    builder.thenStatement(ends[body], depth, part.block)
    builder.thenPlace(otherwise)
    builder.thenJump(after)
    builder.thenStatement(body, depth, part.block)
    builder.thenCondition(condition, true, otherwise)
  }
  builder.thenEmit(opcodes.check)
}
