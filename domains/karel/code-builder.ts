import type { Program } from '@cairn/language'
import { grown } from './grown.ts'
import { opcodes } from './opcodes.ts'
import { endsOf, kindOf, nodes } from './outline.ts'

/** A program as flat code. */
export interface Code {
  readonly words: Int32Array
  /** Repeat counters in use at once. */
  readonly counters: number
}

/**
 * Writes flat code from a list of jobs still to do, last in, first out, instead of by recursion: any depth is fine. Jobs
 * are therefore handed over in reverse: what is to come last, first. The buffers are used again for the next program.
 */
export class CodeBuilder {
  program: Program = new Uint8Array(0)
  /** `ends[node]`: where the node's slice of the program ends. */
  ends: Int32Array = new Int32Array(0)
  #words: Int32Array<ArrayBuffer> = new Int32Array(256)
  #length = 0
  #counters = 0
  #jobs: Int32Array<ArrayBuffer> = new Int32Array(256)
  #height = 0
  /** Positions of the words that hold a label in place of a target. */
  #targets: Int32Array<ArrayBuffer> = new Int32Array(64)
  #targetCount = 0
  #places: Int32Array<ArrayBuffer> = new Int32Array(64)
  #labels = 0
  /** The statement that `next` has come to. */
  node = 0
  /** Repeat counters in use around it. */
  depth = 0
  /** The flag it was handed over with. */
  flag = 0

  begin(program: Program): void {
    this.program = program
    this.ends = endsOf(program)
    this.#length = 0
    this.#counters = 0
    this.#height = 0
    this.#targetCount = 0
    this.#labels = 0
  }

  /** Does jobs until it comes to a statement, and says whether there was one. */
  next(): boolean {
    while (this.#height > 0) {
      const jobs = this.#jobs
      const c = jobs[--this.#height]
      const b = jobs[--this.#height]
      const a = jobs[--this.#height]
      switch (jobs[--this.#height]) {
        case job.statement:
          this.node = a
          this.depth = b
          this.flag = c
          return true
        case job.condition:
          this.#condition(a, b === 1, c)
          break
        case job.place:
          this.#places[a] = this.#length
          break
        case job.emit1:
          this.emit(a)
          break
        case job.emit2:
          this.emit(a, b)
          break
        case job.jump:
          this.emit(opcodes.jump)
          this.#emitTarget(a)
          break
        default:
          this.emit(opcodes.again, a)
          this.#emitTarget(b)
      }
    }
    return false
  }

  finish(): Code {
    this.emit(opcodes.end)
    const words = this.#words.slice(0, this.#length)
    for (let i = 0; i < this.#targetCount; i++) {
      const at = this.#targets[i]
      words[at] = this.#places[words[at]]
    }
    return { words, counters: this.#counters }
  }

  emit(word: number, operand?: number): void {
    if (this.#length + 2 > this.#words.length) this.#words = grown(this.#words)
    this.#words[this.#length++] = word
    if (operand !== undefined) this.#words[this.#length++] = operand
  }

  label(): number {
    if (this.#labels === this.#places.length) this.#places = grown(this.#places)
    return this.#labels++
  }

  thenStatement(node: number, depth: number, flag = 0): void {
    this.#push(job.statement, node, depth, flag)
  }

  /** Goes on when the condition is `wanted` and jumps to the label when it is not. */
  thenCondition(node: number, wanted: boolean, otherwise: number): void {
    this.#push(job.condition, node, wanted ? 1 : 0, otherwise)
  }

  thenPlace(label: number): void {
    this.#push(job.place, label)
  }

  thenJump(label: number): void {
    this.#push(job.jump, label)
  }

  thenEmit(word: number, operand?: number): void {
    if (operand === undefined) this.#push(job.emit1, word)
    else this.#push(job.emit2, word, operand)
  }

  /** REPEAT around the statement at `body`, `times` at least 1: the counter is set now, the rest comes as jobs. */
  repeat(times: number, body: number, flag = 0): void {
    const counter = this.depth
    const top = this.label()
    this.emit(opcodes.repeat, counter)
    this.emit(times)
    this.#places[top] = this.#length
    this.#push(job.again, counter, top)
    this.thenStatement(body, counter + 1, flag)
    this.#counters = Math.max(this.#counters, counter + 1)
  }

  /** Operands are evaluated from left to right, each once, and only when the ones before leave the value open. */
  #condition(at: number, wanted: boolean, otherwise: number): void {
    const node = kindOf[this.program[at]]
    const first = at + 1
    switch (node) {
      case nodes.not:
        this.thenCondition(first, !wanted, otherwise)
        break
      case nodes.and:
      case nodes.or:
        if (wanted === (node === nodes.and)) {
          this.thenCondition(this.ends[first], wanted, otherwise)
          this.thenCondition(first, wanted, otherwise)
        } else {
          const settled = this.label()
          this.thenPlace(settled)
          this.thenCondition(this.ends[first], wanted, otherwise)
          this.thenCondition(first, !wanted, settled)
        }
        break
      case nodes.True:
      case nodes.False:
        if (wanted === (node === nodes.True)) break
        this.emit(opcodes.jump)
        this.#emitTarget(otherwise)
        break
      case nodes.noMarkersPresent:
        this.emit(wanted ? opcodes.noMarkers : opcodes.markers)
        this.#emitTarget(otherwise)
        break
      default: {
        const asNamed = opcodes.frontClear + 2 * (node - nodes.frontIsClear)
        this.emit(wanted ? asNamed : asNamed + 1)
        this.#emitTarget(otherwise)
      }
    }
  }

  /** The place of the label, wherever that will be. */
  #emitTarget(label: number): void {
    if (this.#targetCount === this.#targets.length) this.#targets = grown(this.#targets)
    this.#targets[this.#targetCount++] = this.#length
    this.emit(label)
  }

  #push(kind: number, a: number, b = 0, c = 0): void {
    if (this.#height + 4 > this.#jobs.length) this.#jobs = grown(this.#jobs)
    const jobs = this.#jobs
    jobs[this.#height++] = kind
    jobs[this.#height++] = a
    jobs[this.#height++] = b
    jobs[this.#height++] = c
  }
}

const job = { statement: 0, condition: 1, place: 2, emit1: 3, emit2: 4, jump: 5, again: 6 } as const
