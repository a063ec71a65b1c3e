import type { Program } from '@cairn/language'
import { actionNames } from './engine.ts'
import { minigrid } from './language.ts'
import { colours, types } from './objects.ts'

/**
 * Words of the flat code. An action is one word, its index. A perception is three: what it looks for, whether it must
 * hold, and where to go on if it does not; otherwise the next word follows.
 */
export const opcodes = {
  end: 6,
  /** wanted, target */
  clear: 7,
  carrying: 8,
  /** type * 2 + wanted, target */
  type: 9,
  /** colour * 2 + wanted, target */
  colour: 10,
  /** target */
  jump: 11,
  /** counter, times: sets the counter */
  repeat: 12,
  /** counter, target: counts down and jumps until the counter is spent */
  again: 13,
  /** loop, target: remembers the state; jumps when the program has been stopped */
  remember: 14,
} as const

/** A program as flat code. */
export interface Code {
  readonly words: Int32Array
  /** Repeat counters in use at once. */
  readonly counters: number
}

/** What a production is to the compiler. */
type Node =
  | { readonly kind: 'program' | 'sequence' | 'while' | 'repeat' | 'if' | 'ifelse' | 'not' | 'and' | 'or' }
  | { readonly kind: 'action'; readonly action: number }
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'perception'; readonly opcode: number; readonly argument: number }

const nodes: readonly Node[] = minigrid.productions.map(({ name }) => nodeOf(name))
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

/** Compiles a program. From a list of jobs still to do, last in, first out, instead of by recursion: any depth is fine. */
export function compile(program: Program): Code {
  return new Compiler(program).run()
}

/** Something still to be written, or a label that is to stand where the code has come to. */
type Job =
  | { readonly do: 'statement'; readonly at: number; readonly depth: number }
  | { readonly do: 'condition'; readonly at: number; readonly wanted: boolean; readonly otherwise: number }
  | { readonly do: 'place'; readonly label: number }
  | { readonly do: 'words'; readonly words: readonly number[]; readonly label?: number }

class Compiler {
  readonly #program: Program
  readonly #ends: Int32Array
  readonly #words: number[] = []
  readonly #jobs: Job[] = []
  /** Positions of words that hold a label in place of a target. */
  readonly #targets: number[] = []
  readonly #places: number[] = []
  #counters = 0
  #loops = 0

  constructor(program: Program) {
    this.#program = program
    this.#ends = endsOf(program)
  }

  run(): Code {
    this.#then({ do: 'statement', at: 1, depth: 0 })
    for (let job = this.#jobs.pop(); job !== undefined; job = this.#jobs.pop()) {
      if (job.do === 'statement') this.#statement(job.at, job.depth)
      else if (job.do === 'condition') this.#condition(job.at, job.wanted, job.otherwise)
      else if (job.do === 'place') this.#places[job.label] = this.#words.length
      else this.#emit(job.words, job.label)
    }
    this.#emit([opcodes.end])
    for (const at of this.#targets) this.#words[at] = this.#places[this.#words[at]!]!
    return { words: Int32Array.from(this.#words), counters: this.#counters }
  }

  /** In the order in which they are to be done. */
  #then(...jobs: Job[]): void {
    this.#jobs.push(...jobs.reverse())
  }

  #emit(words: readonly number[], label?: number): void {
    this.#words.push(...words)
    if (label === undefined) return
    this.#targets.push(this.#words.length)
    this.#words.push(label)
  }

  #label(): number {
    return this.#places.push(-1) - 1
  }

  #statement(at: number, depth: number): void {
    const node = nodes[this.#program[at]!]!
    const first = at + 1
    const second = this.#ends[first]!
    switch (node.kind) {
      case 'action':
        this.#emit([node.action])
        break
      case 'sequence':
        this.#then({ do: 'statement', at: first, depth }, { do: 'statement', at: second, depth })
        break
      case 'repeat':
        this.#repeat(first, second, depth)
        break
      case 'while': {
        const [top, exit] = [this.#label(), this.#label()]
        this.#then(
          { do: 'place', label: top },
          { do: 'condition', at: first, wanted: true, otherwise: exit },
          { do: 'words', words: [opcodes.remember, this.#loops++], label: exit },
          { do: 'statement', at: second, depth },
          { do: 'words', words: [opcodes.jump], label: top },
          { do: 'place', label: exit },
        )
        break
      }
      case 'if': {
        const after = this.#label()
        this.#then(
          { do: 'condition', at: first, wanted: true, otherwise: after },
          { do: 'statement', at: second, depth },
          { do: 'place', label: after },
        )
        break
      }
      case 'ifelse': {
        const [otherwise, after] = [this.#label(), this.#label()]
        this.#then(
          { do: 'condition', at: first, wanted: true, otherwise },
          { do: 'statement', at: second, depth },
          { do: 'words', words: [opcodes.jump], label: after },
          { do: 'place', label: otherwise },
          { do: 'statement', at: this.#ends[second]!, depth },
          { do: 'place', label: after },
        )
        break
      }
    }
  }

  #repeat(count: number, body: number, depth: number): void {
    const node = nodes[this.#program[count]!]!
    const times = node.kind === 'count' ? node.count : 0
    if (times === 0) return
    const top = this.#label()
    this.#counters = Math.max(this.#counters, depth + 1)
    this.#then(
      { do: 'words', words: [opcodes.repeat, depth, times] },
      { do: 'place', label: top },
      { do: 'statement', at: body, depth: depth + 1 },
      { do: 'words', words: [opcodes.again, depth], label: top },
    )
  }

  /** Goes on when the condition is `wanted` and to the label when it is not. */
  #condition(at: number, wanted: boolean, otherwise: number): void {
    const node = nodes[this.#program[at]!]!
    const first = at + 1
    const second = this.#ends[first]!
    switch (node.kind) {
      case 'not':
        this.#then({ do: 'condition', at: first, wanted: !wanted, otherwise })
        break
      case 'constant':
        if (node.value !== wanted) this.#emit([opcodes.jump], otherwise)
        break
      case 'and':
      case 'or':
        if (wanted === (node.kind === 'and')) {
          this.#then(
            { do: 'condition', at: first, wanted, otherwise },
            { do: 'condition', at: second, wanted, otherwise },
          )
        } else {
          const settled = this.#label()
          this.#then(
            { do: 'condition', at: first, wanted: !wanted, otherwise: settled },
            { do: 'condition', at: second, wanted, otherwise },
            { do: 'place', label: settled },
          )
        }
        break
      case 'perception':
        this.#emit([node.opcode, node.argument * 2 + Number(wanted)], otherwise)
        break
    }
  }
}

/** Where each node ends, found from the right: a node's children are known before the node. */
function endsOf(program: Program): Int32Array {
  const ends = new Int32Array(program.length + 1)
  for (let at = program.length - 1; at >= 0; at--) {
    let end = at + 1
    for (let child = arity[program[at]!]!; child > 0; child--) end = ends[end]!
    ends[at] = end
  }
  return ends
}
