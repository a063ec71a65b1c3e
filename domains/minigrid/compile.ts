import type { Program } from '@cairn/language'
import { opcodes } from './opcodes.ts'
import { endsOf, nodes } from './outline.ts'
import { judge, verdict } from './verdicts.ts'

/** A program as flat code. */
export interface Code {
  readonly words: Int32Array
  /** Repeat counters in use at once. */
  readonly counters: number
}

/**
 * Compiles a program. From a list of jobs still to do, last in, first out, instead of by recursion: any depth is fine.
 *
 * Statements that can neither cost a call nor have an effect are left out (`judge`), so that every turn of every loop
 * that remains costs a call or ends the program: the limit of calls bounds every execution.
 */
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
  readonly #verdicts: Uint8Array
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
    this.#verdicts = judge(program, this.#ends)
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
    if (this.#verdicts[at] === verdict.nothing) return
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
