import type { Program } from '@cairn/language'
import { nodes } from './outline.ts'

/** What is known of a node before anything runs. */
export const verdict = {
  /** Condition: asks at least one perception. Statement: costs a call, or stops the program. */
  open: 0,
  true: 1,
  false: 2,
  /** Statement: costs no call and has no effect. */
  nothing: 3,
} as const

/**
 * The verdict on every node, children before parents. Constants, NOT, AND, OR, REPEAT and IF cost nothing in themselves:
 * a condition whose perceptions are all short-circuited by constants has a fixed value, and what such a value, or R=0,
 * keeps from running is nothing. `WHILE True` of nothing meets its own state again and stops the program.
 *
 * @param ends where each node ends
 */
export function judge(program: Program, ends: Int32Array): Uint8Array {
  const verdicts = new Uint8Array(program.length)
  for (let at = program.length - 1; at >= 0; at--) verdicts[at] = judgeNode(program, ends, verdicts, at)
  return verdicts
}

function judgeNode(program: Program, ends: Int32Array, verdicts: Uint8Array, at: number): number {
  const { open, nothing } = verdict
  const node = nodes[program[at]!]!
  const first = at + 1
  const left = verdicts[first]!
  const second = ends[first]!
  switch (node.kind) {
    case 'constant':
      return node.value ? verdict.true : verdict.false
    case 'not':
      return left === open ? open : verdict.true + verdict.false - left
    case 'and':
    case 'or':
      return left === (node.kind === 'and' ? verdict.true : verdict.false) ? verdicts[second]! : left
    case 'sequence':
      return left === nothing ? verdicts[second]! : open
    case 'repeat': {
      const count = nodes[program[first]!]!
      return count.kind === 'count' && count.count === 0 ? nothing : verdicts[second]!
    }
    case 'while':
      return left === verdict.false ? nothing : open
    case 'if':
      if (left === open) return open
      return left === verdict.true ? verdicts[second]! : nothing
    case 'ifelse':
      if (left === open) return open
      return verdicts[left === verdict.true ? second : ends[second]!]!
    default:
      return open
  }
}
