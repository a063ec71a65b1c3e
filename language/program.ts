import { type Language, type Limits, nonTerminalOf } from './grammar.ts'

/** The numbers of a program's productions, parents before children, children in order. */
export type Program = Uint8Array

/** Bytes that are not a program. */
export class BadProgram extends Error {
  readonly code = 'E_BAD_PROGRAM'
  /** Index of the first byte that does not fit; the length if bytes are missing. */
  readonly at: number
  constructor(language: Language, at: number, what: string) {
    super(`not a program of ${language.name}: byte ${at}: ${what}`)
    this.at = at
  }
}

export interface Measure {
  /** Most nesting productions on one path from the root. */
  readonly height: number
  /** Most statements in a row; 1 if nothing is chained. */
  readonly run: number
  /** Of the one-line text. */
  readonly tokens: number
  /** Bytes. */
  readonly nodes: number
}

export interface Node {
  /** Its index in the program. */
  readonly at: number
  readonly production: number
  /** The non-terminal of the slot it fills: what a replacement must be. */
  readonly nonTerminal: string
}

/** The index after the last byte of the node at `at`. */
export function endOf(language: Language, program: Program, at: number): number {
  const { arity } = language.tables
  let end = at
  for (let open = 1; open > 0; open--) open += arity[program[end++]!]!
  return end
}

/** The slice of `program` that the node at `at` spans; it shares the program's memory. */
export function subtree(language: Language, program: Program, at: number): Program {
  return program.subarray(at, endOf(language, program, at))
}

/** The program with the node at `at` replaced. */
export function replace(language: Language, program: Program, at: number, replacement: Program): Program {
  const end = endOf(language, program, at)
  const result = new Uint8Array(program.length - (end - at) + replacement.length)
  result.set(program.subarray(0, at))
  result.set(replacement, at)
  result.set(program.subarray(end), at + replacement.length)
  return result
}

/** Whether a node of this production may stand where the non-terminal is asked for. */
export function admits(language: Language, nonTerminal: string, production: number): boolean {
  return language.tables.admits[nonTerminalOf(language, nonTerminal) * 256 + production] === 1
}

/** Every node, parents before children. */
export function* nodes(language: Language, program: Program, from?: string): Generator<Node> {
  const slots = slotsOf(language, program, from)
  for (let at = 0; at < program.length; at++) {
    yield { at, production: program[at]!, nonTerminal: language.nonTerminals[slots[at]!]!.name }
  }
}

/**
 * The index of the non-terminal of each node's slot.
 *
 * @throws BadProgram
 */
export function slotsOf(language: Language, program: Program, from?: string): Uint8Array {
  const { arity, slotStart, slots, admits } = language.tables
  const result = new Uint8Array(program.length)
  // Slots still to be filled, the next one on top. Each byte of a program fills one, so there are never more than bytes.
  const open = new Uint8Array(program.length + 256)
  open[0] = from === undefined ? language.tables.start : nonTerminalOf(language, from)
  let depth = 1
  for (let at = 0; at < program.length; at++) {
    if (depth === 0) throw new BadProgram(language, at, 'the program has ended before')
    const production = program[at]!
    const slot = open[--depth]!
    if (!admits[slot * 256 + production]) {
      const name = language.productions[production]?.name ?? `production ${production}`
      throw new BadProgram(language, at, `${name} is no ${language.nonTerminals[slot]!.name}`)
    }
    result[at] = slot
    const begin = slotStart[production]!
    if (depth + arity[production]! > program.length - at - 1)
      throw new BadProgram(language, program.length, 'bytes are missing')
    for (let i = arity[production]! - 1; i >= 0; i--) open[depth++] = slots[begin + i]!
  }
  if (depth > 0) throw new BadProgram(language, program.length, 'bytes are missing')
  return result
}

/**
 * @param from the non-terminal it must be, the language's start unless given
 * @throws BadProgram if the bytes are not a program
 */
export function checkProgram(language: Language, program: Program, from?: string): void {
  slotsOf(language, program, from)
}

export function measure(language: Language, program: Program): Measure {
  const { arity, nests, chains, literals } = language.tables
  // Per open slot, the next one on top: height above it, chained statements above it.
  const heights: number[] = [0]
  const runs: number[] = [0]
  let height = 0
  let run = 1
  let tokens = 0
  for (const production of program) {
    const above = heights.pop()! + nests[production]!
    const before = runs.pop()!
    const row = chains[production] ? before + 1 : 0
    if (above > height) height = above
    if (row >= run) run = row + 1
    tokens += literals[production]!
    for (let i = arity[production]!; i > 0; i--) {
      heights.push(above)
      runs.push(row)
    }
  }
  return { height, run, tokens, nodes: program.length }
}

export function withinLimits(language: Language, program: Program, limits: Limits = language.limits): boolean {
  const { height, run, tokens } = measure(language, program)
  return height <= limits.height && run <= limits.run && tokens <= limits.tokens
}
