import type { Program } from '@cairn/language'
import { grown } from './grown.ts'
import { karel } from './language.ts'

/** What a node is, whatever number its production has. */
export const nodes = {
  program: 0,
  sequence: 1,
  while: 2,
  repeat: 3,
  if: 4,
  ifelse: 5,
  move: 6,
  turnLeft: 7,
  turnRight: 8,
  pickMarker: 9,
  putMarker: 10,
  frontIsClear: 11,
  leftIsClear: 12,
  rightIsClear: 13,
  markersPresent: 14,
  noMarkersPresent: 15,
  not: 16,
  and: 17,
  or: 18,
  True: 19,
  False: 20,
  /** A repeat count: `repeats[production]` is its value. */
  count: 21,
} as const

/** Kind of node by production number. */
export const kindOf = Uint8Array.from(karel.productions, ({ name }) => {
  const kind = name.startsWith('R=') ? nodes.count : Object.entries(nodes).find(([node]) => node === name)?.[1]
  if (kind === undefined) throw new Error(`the Karel interpreters do not know the production ${name}`)
  return kind
})

/** Value of a repeat count by production number; 0 for other productions. */
export const repeats = Uint8Array.from(karel.productions, ({ name }) =>
  name.startsWith('R=') ? Number(name.slice(2)) : 0,
)

const children = Uint8Array.from(kindOf, (kind) => {
  if (kind === nodes.ifelse) return 3
  if (kind === nodes.program || kind === nodes.not) return 1
  const pairs: number[] = [nodes.sequence, nodes.while, nodes.repeat, nodes.if, nodes.and, nodes.or]
  return pairs.includes(kind) ? 2 : 0
})

let ends: Int32Array<ArrayBuffer> = new Int32Array(256)

/**
 * `ends[at]` is where the node at `at` ends, for every node, found in one pass from the right: a node's children are
 * known before the node. The array is used again by the next call.
 */
export function endsOf(program: Program): Int32Array {
  while (ends.length < program.length) ends = grown(ends)
  for (let at = program.length - 1; at >= 0; at--) {
    let end = at + 1
    for (let child = children[program[at]]; child > 0; child--) end = ends[end]
    ends[at] = end
  }
  return ends
}
