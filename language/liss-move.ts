import { draw } from './fill.ts'
import { type Language, nonTerminalOf } from './grammar.ts'
import type { Library } from './library.ts'
import type { Mixture, Mutation, NeighbourOptions } from './mutation.ts'
import { print } from './print.ts'
import { nodes, type Program, replace, withinLimits } from './program.ts'
import type { Rng } from './rng.ts'

/** Characters from which on an option may stand for a whole program. */
const longText = 50

/** Semantic draws in a row that change nothing, after which a draw is a syntactic one. */
const patience = 1000

/** A node that may be replaced. */
interface Site {
  readonly at: number
  readonly nonTerminal: string
}

/**
 * Semantic neighbours as the released code of LISS draws them on MicroRTS. At a node, what is to stand there is drawn as
 * for a new program; the library is gone through in random order for an option that begins like that, but given up with
 * a chance of one half at each that does not. The neighbour is then a long option of the library as a whole program, so
 * about half of these moves leave the program for another. A draw that leaves the text as it is does not count.
 *
 * Different from the code: there a text is in the library once, as a whole statement or as what that consists of, by
 * chance of hashing; here every option may serve as either. Sites that can change nothing are not drawn. Where the
 * library is of no use, a neighbour is a syntactic one.
 *
 * Source: rubensolv/Library-Induced-Semantic-Spaces.
 */
export class LissMove {
  /** The latest neighbour was made with an option of the library. */
  semantic = false
  readonly #language: Language
  readonly #program: Program
  readonly #text: string
  readonly #mutation: Mutation
  readonly #options: NeighbourOptions
  readonly #kinds: readonly string[]
  readonly #sites: readonly Site[]
  readonly #attached: ReadonlySet<string>

  /** @param mutation draws the syntactic neighbours of the program */
  constructor(language: Language, program: Program, mutation: Mutation, options: NeighbourOptions) {
    this.#language = language
    this.#program = program
    this.#text = print(language, program)
    this.#mutation = mutation
    this.#options = options
    this.#kinds = options.drawing?.replaceable ?? language.nonTerminals.map(({ name }) => name)
    this.#sites = [...nodes(language, program)].filter(({ nonTerminal }) => this.#kinds.includes(nonTerminal))
    this.#attached = attachedOf(language)
  }

  drawMixed(rng: Rng, { library, epsilon }: Mixture): Program {
    if (rng.uniform() >= epsilon) {
      for (let tries = 0; tries < patience; tries++) {
        const next = this.#semantic(rng, library)
        if (next === undefined || print(this.#language, next) === this.#text) continue
        if (!withinLimits(this.#language, next, this.#options.limits)) continue
        this.semantic = true
        return next
      }
    }
    this.semantic = false
    return this.#mutation.draw(rng)
  }

  /** undefined if nothing came of it */
  #semantic(rng: Rng, library: Library): Program | undefined {
    const { at, nonTerminal } = this.#sites[rng.below(this.#sites.length)]!
    const wanted = this.#beginning(nonTerminal, rng)
    const statements = statementsOf(library)
    let long: Program | undefined
    for (const option of inRandomOrder(
      this.#kinds.map((kind) => library.of(kind)),
      rng,
    )) {
      if (option[0] === wanted) {
        return this.#attached.has(nonTerminal) ? replace(this.#language, this.#program, at, option) : undefined
      }
      // The first long one of that order, wherever the library is given up.
      if (long === undefined && statements.isLong.has(option)) long = option
      if (rng.below(2) === 0) return long ?? statements.draw(rng)
    }
    return undefined
  }

  /** The production that is to stand there. */
  #beginning(nonTerminal: string, rng: Rng): number {
    const { drawing } = this.#options
    const { draws } = this.#language.tables
    if (drawing !== undefined && nonTerminal === this.#language.start) return drawing.sample(rng)[0]!
    return draw(draws, rng, draws.first[nonTerminalOf(this.#language, nonTerminal) * 4]!)
  }
}

/** Non-terminals where the code attaches an option: statements, and commands, which alone make up a statement. */
function attachedOf({ start, productions }: Language): ReadonlySet<string> {
  const alone = productions.filter(({ pieces, slots }) => pieces.length === 1 && slots.length === 1)
  return new Set([start, ...alone.flatMap(({ slots }) => slots)])
}

/** Items of all lists, each once. */
function* inRandomOrder<T>(lists: readonly (readonly T[])[], rng: Rng): Generator<T> {
  const item = (index: number): T => {
    let within = index
    for (const list of lists) {
      if (within < list.length) return list[within]!
      within -= list.length
    }
    throw new RangeError(`no item ${index}`)
  }
  // Fisher and Yates, of which only what has been exchanged is kept: mostly few are looked at.
  const moved = new Map<number, number>()
  for (let left = lists.reduce((sum, { length }) => sum + length, 0); left > 0; left--) {
    const chosen = rng.below(left)
    yield item(moved.get(chosen) ?? chosen)
    moved.set(chosen, moved.get(left - 1) ?? left - 1)
  }
}

/** The whole statements of a library that may become the program. */
class Statements {
  readonly isLong = new Set<Program>()
  readonly #library: Library
  readonly #long: Program[] = []
  #longest: Program | undefined
  #length = 0
  #measured = 0

  constructor(library: Library) {
    this.#library = library
  }

  /** A long one, else the longest; undefined if there is none. */
  draw(rng: Rng): Program | undefined {
    return this.#long.length === 0 ? this.#longest : this.#long[rng.below(this.#long.length)]
  }

  /** Takes in those that have joined the library. */
  measure(): void {
    const { language } = this.#library
    const all = this.#library.of(language.start)
    for (; this.#measured < all.length; this.#measured++) {
      const program = all[this.#measured]!
      const { length } = print(language, program)
      if (length > this.#length) {
        this.#length = length
        this.#longest = program
      }
      if (length < longText) continue
      this.#long.push(program)
      this.isLong.add(program)
    }
  }
}

const known = new WeakMap<Library, Statements>()

function statementsOf(library: Library): Statements {
  const statements = known.get(library) ?? new Statements(library)
  known.set(library, statements)
  statements.measure()
  return statements
}
