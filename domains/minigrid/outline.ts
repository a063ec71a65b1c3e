import type { Program } from '@cairn/language'
import { actionNames } from './engine.ts'
import { minigrid } from './language.ts'
import { colours, types } from './objects.ts'
import { opcodes } from './opcodes.ts'

/** What a production is to the compiler. */
export type Node =
  | { readonly kind: 'program' | 'sequence' | 'while' | 'repeat' | 'if' | 'ifelse' | 'not' | 'and' | 'or' }
  | { readonly kind: 'action'; readonly action: number }
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'perception'; readonly opcode: number; readonly argument: number }

/** By production number. */
export const nodes: readonly Node[] = minigrid.productions.map(({ name }) => nodeOf(name))
const arity = Uint8Array.from(minigrid.productions, ({ slots }) => slots.length)

function nodeOf(name: string): Node {
  const [word, argument = ''] = name.split(' ')
  const action = (actionNames as readonly string[]).indexOf(name)
  if (action >= 0) return { kind: 'action', action }
  if (name.startsWith('R=')) return { kind: 'count', count: Number(name.slice(2)) }
  switch (word) {
    case 'True':
    case 'False':
      return { kind: 'constant', value: word === 'True' }
    case 'front_is_clear':
      return { kind: 'perception', opcode: opcodes.clear, argument: 0 }
    case 'is_carrying_object':
      return { kind: 'perception', opcode: opcodes.carrying, argument: 0 }
    case 'front_object_type':
      return { kind: 'perception', opcode: opcodes.type, argument: types[argument as keyof typeof types] }
    case 'front_object_color':
      return { kind: 'perception', opcode: opcodes.colour, argument: colours[argument as keyof typeof colours] }
    default:
      return { kind: name as 'while' }
  }
}

/** Where each node ends, found from the right: a node's children are known before the node. */
export function endsOf(program: Program): Int32Array {
  const ends = new Int32Array(program.length + 1)
  for (let at = program.length - 1; at >= 0; at--) {
    let end = at + 1
    for (let child = arity[program[at]!]!; child > 0; child--) end = ends[end]!
    ends[at] = end
  }
  return ends
}
