import type { Language } from './grammar.ts'
import type { Program } from './program.ts'
import type { Rng } from './rng.ts'
import { kindOf, type Subtree } from './subtrees.ts'

/** A subtree in a library, measured for the places it may be put in. */
export interface LibraryOption {
  readonly program: Program
  /** Nesting productions on its longest path. */
  readonly height: number
  /** Most statements in a row within it. */
  readonly run: number
  /** Statements in the row that it begins with: they go on the row in which it is put. */
  readonly firstRun: number
  readonly tokens: number
}

/**
 * Known subtrees to build programs from: the options of InnateCoder and LISS. They are drawn uniformly; one that was
 * added twice is drawn twice as often.
 */
export class Library {
  readonly language: Language
  readonly #kinds = new Map<string, Program[]>()
  /** By non-terminal: the options that may stand where one of it stands. */
  readonly #fitting: LibraryOption[][]
  readonly #texts = new Set<string>()
  #size = 0

  constructor(language: Language) {
    this.language = language
    this.#fitting = language.nonTerminals.map(() => [])
  }

  /** Options in it, repeated ones counted as often as they were added. */
  get size(): number {
    return this.#size
  }

  /** The kinds of which there are options, in order of arrival. */
  get kinds(): readonly string[] {
    return [...this.#kinds.keys()]
  }

  /** In order of arrival. */
  of(kind: string): readonly Program[] {
    return this.#kinds.get(kind) ?? []
  }

  /** Whether it is one of the options. */
  has(program: Program): boolean {
    return this.#texts.has(keyOf(program))
  }

  /** Adds it, also if it is there already. */
  add(program: Program): void {
    const { tables } = this.language
    const first = program[0]!
    const kind = kindOf(this.language, first)
    const known = this.#kinds.get(kind)
    if (known === undefined) this.#kinds.set(kind, [program])
    else known.push(program)
    const option = measured(this.language, program)
    for (const [index, options] of this.#fitting.entries()) {
      if (tables.admits[index * 256 + first] === 1) options.push(option)
    }
    this.#texts.add(keyOf(program))
    this.#size++
  }

  /** Adds those that are not there yet. */
  addNew(subtrees: Iterable<Subtree>): void {
    for (const { program } of subtrees) if (!this.has(program)) this.add(program)
  }

  /** One that may stand in a slot of that non-terminal; undefined if there is none. */
  draw(nonTerminal: number, rng: Rng): LibraryOption | undefined {
    const options = this.#fitting[nonTerminal]!
    return options.length === 0 ? undefined : options[rng.below(options.length)]
  }
}

/** Bytes of which one string is made at a time: a call takes only so many arguments. */
const atOnce = 4096

/** The program as a key of a map, a character per byte. */
export function keyOf(program: Program): string {
  let key = ''
  for (let at = 0; at < program.length; at += atOnce) key += String.fromCharCode(...program.subarray(at, at + atOnce))
  return key
}

function measured(language: Language, program: Program): LibraryOption {
  const { arity, nests, chains, literals } = language.tables
  // Per open slot, the next one on top: height above it, chaining productions in a row above it, all of them from the root.
  const heights = [0]
  const rows = [0]
  const fromRoot = [true]
  let [height, run, firstRun, tokens] = [0, 1, 1, 0]
  for (const production of program) {
    const above = heights.pop()! + nests[production]!
    const before = rows.pop()!
    const row = chains[production] ? before + 1 : 0
    const first = fromRoot.pop()! && row > 0
    height = Math.max(height, above)
    run = Math.max(run, row + 1)
    if (first) firstRun = Math.max(firstRun, row + 1)
    tokens += literals[production]!
    for (let i = arity[production]!; i > 0; i--) {
      heights.push(above)
      rows.push(row)
      fromRoot.push(first)
    }
  }
  return { program, height, run, firstRun, tokens }
}
