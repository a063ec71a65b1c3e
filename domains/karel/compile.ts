import type { Program } from '@cairn/language'
import { type Code, CodeBuilder } from './code-builder.ts'
import { opcodes } from './opcodes.ts'
import { kindOf, nodes, repeats } from './outline.ts'

/**
 * Compiles a program for the prog_policies interpreter. Iterative: any depth, any length.
 *
 * Statements that can neither cost a call nor have an effect are left out, so that everything that remains costs a call
 * or ends the episode, and every turn of every remaining loop with it: the call limit bounds every execution. Exact,
 * because constants, NOT, AND, OR, REPEAT and IF cost nothing in themselves:
 * - a condition without perceptions, or whose perceptions are all short-circuited by constants, has a fixed value;
 * - IF and IFELSE on a fixed value are the branch taken; `WHILE False` is nothing, and its loop memory is never asked;
 * - `REPEAT R=0` and REPEAT of nothing are nothing; a sequence of nothings is nothing;
 * - `WHILE True` of nothing meets its own state again on the second turn, before any call: it crashes where it stands.
 * Conditions that evaluate a perception are kept even when both ways lead to the same place, and so is the perception in
 * `or c( frontIsClear c) c( True c)`, whose value is fixed but whose call is not.
 */
export function compile(program: Program): Code {
  builder.begin(program)
  judge(program, builder.ends)
  let loops = 0
  builder.thenStatement(1, 0)
  while (builder.next()) {
    const { node, depth, ends } = builder
    if (verdicts[node] === verdict.nothing) continue
    const kind = kindOf[program[node]]
    const first = node + 1
    switch (kind) {
      case nodes.sequence:
        builder.thenStatement(ends[first], depth)
        builder.thenStatement(first, depth)
        break
      case nodes.repeat: {
        const times = repeats[program[first]]
        if (times === 1) builder.thenStatement(ends[first], depth)
        else builder.repeat(times, ends[first])
        break
      }
      case nodes.while:
        compileWhile(loops++)
        break
      case nodes.if:
        compileIf()
        break
      case nodes.ifelse:
        compileIfElse()
        break
      default:
        builder.emit(kind - nodes.move)
    }
  }
  return builder.finish()
}

const builder = new CodeBuilder()

/** The condition stands before the body and once more behind it, which saves a jump per turn. */
function compileWhile(loop: number): void {
  const { node, depth, ends } = builder
  const condition = node + 1
  const body = ends[condition]
  const again = builder.label()
  if (verdicts[condition] === verdict.open) {
    const exit = builder.label()
    builder.thenPlace(exit)
    builder.thenCondition(condition, false, again)
    builder.thenStatement(body, depth)
    builder.thenEmit(opcodes.remember, loop)
    builder.thenPlace(again)
    builder.thenCondition(condition, true, exit)
  } else if (verdicts[body] === verdict.nothing) {
    builder.emit(opcodes.hang)
  } else {
    builder.thenJump(again)
    builder.thenStatement(body, depth)
    builder.thenEmit(opcodes.remember, loop)
    builder.thenPlace(again)
  }
}

function compileIf(): void {
  const { node, depth, ends } = builder
  const condition = node + 1
  const branch = ends[condition]
  if (verdicts[condition] === verdict.true) {
    builder.thenStatement(branch, depth)
    return
  }
  const after = builder.label()
  builder.thenPlace(after)
  builder.thenStatement(branch, depth)
  builder.thenCondition(condition, true, after)
}

function compileIfElse(): void {
  const { node, depth, ends } = builder
  const condition = node + 1
  const then = ends[condition]
  const otherwise = ends[then]
  if (verdicts[condition] !== verdict.open) {
    builder.thenStatement(verdicts[condition] === verdict.true ? then : otherwise, depth)
    return
  }
  const elseLabel = builder.label()
  const after = builder.label()
  builder.thenPlace(after)
  builder.thenStatement(otherwise, depth)
  builder.thenPlace(elseLabel)
  if (verdicts[otherwise] !== verdict.nothing) builder.thenJump(after)
  builder.thenStatement(then, depth)
  builder.thenCondition(condition, true, elseLabel)
}

/** What is known of a node before anything runs. */
const verdict = {
  /** Condition: evaluates at least one perception. Statement: costs a call, or ends the episode. */
  open: 0,
  true: 1,
  false: 2,
  /** Statement: costs no call and has no effect. */
  nothing: 3,
} as const

let verdicts = new Uint8Array(256)

/** Fills `verdicts` from the right, children before parents. */
function judge(program: Program, ends: Int32Array): void {
  if (verdicts.length < program.length) verdicts = new Uint8Array(program.length * 2)
  for (let at = program.length - 1; at >= 0; at--) verdicts[at] = judgeNode(program, ends, at)
}

function judgeNode(program: Program, ends: Int32Array, at: number): number {
  const { open, nothing } = verdict
  const first = at + 1
  const node = kindOf[program[at]]
  switch (node) {
    case nodes.True:
      return verdict.true
    case nodes.False:
      return verdict.false
    case nodes.not:
      return verdicts[first] === open ? open : verdict.true + verdict.false - verdicts[first]
    case nodes.and:
    case nodes.or: {
      const left = verdicts[first]
      const neutral = node === nodes.and ? verdict.true : verdict.false
      return left === neutral ? verdicts[ends[first]] : left
    }
    case nodes.sequence:
      return verdicts[first] === nothing && verdicts[ends[first]] === nothing ? nothing : open
    case nodes.repeat:
      return repeats[program[first]] === 0 ? nothing : verdicts[ends[first]]
    case nodes.while:
      return verdicts[first] === verdict.false ? nothing : open
    case nodes.if:
      if (verdicts[first] === open) return open
      return verdicts[first] === verdict.true ? verdicts[ends[first]] : nothing
    case nodes.ifelse: {
      if (verdicts[first] === open) return open
      const then = ends[first]
      return verdicts[verdicts[first] === verdict.true ? then : ends[then]]
    }
    default:
      return open
  }
}
