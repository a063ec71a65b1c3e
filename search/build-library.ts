import {
  keyOf,
  kindOf,
  type Language,
  Library,
  type Program,
  print,
  type Rng,
  type Subtree,
  subtrees,
} from '@cairn/language'
import type { SearchContext } from './context.ts'
import { NoProbe } from './no-probe.ts'

/** How subtrees become a library. */
export type LibraryOptions = {
  /**
   * What is left out. `vector`: all but one of the options of a kind that do the same in all states, the shortest text
   * is kept (the paper of InnateCoder). `sequential`: state by state, whole programs that do there what an earlier one
   * does, then subtrees of those that are left (its released code). `none`: nothing.
   */
  filter: 'vector' | 'sequential' | 'none'
  /** Sampled states in which behaviour is compared. */
  states: number
  /** Most options kept, chosen uniformly; 0: all. */
  size: number
  /** Keeps equal texts as often as they occur, so that they are drawn as often (the released code). */
  duplicates: boolean
}

export const libraryDefaults = {
  filter: 'vector',
  states: 500,
  size: 5000,
  duplicates: false,
} satisfies LibraryOptions

/** What was counted on the way, by kind where it says so. */
export interface LibraryCounts {
  readonly programs: number
  readonly distinctPrograms: number
  /** Programs left by the sequential filter; as many as there are distinct ones without it. */
  readonly keptPrograms: number
  readonly kinds: readonly KindCounts[]
  readonly states: number
}

export interface KindCounts {
  readonly kind: string
  readonly subtrees: number
  readonly texts: number
  /** Different behaviours; undefined where they were not asked for, or the domain cannot tell. */
  readonly behaviours: number | undefined
  /** In the library, after its size was limited. */
  readonly kept: number
}

/** An option and what is known of it. */
export interface KnownOption extends Subtree {
  /** Equal for options of one kind that do the same; undefined where nobody asked. */
  readonly behaviour: number | undefined
  /** How often its text occurs in the programs. */
  readonly occurrences: number
}

export interface BuiltLibrary {
  readonly options: readonly KnownOption[]
  readonly counts: LibraryCounts
}

/** All that building needs to ask; a `SearchContext` is one. */
export type LibraryAsker = Pick<SearchContext, 'language' | 'behaviours'>

/** Subtrees asked about at a time: what a resumed run may have to ask again. */
const chunk = 10_000
/** Programs asked about at a time where every state has its number. */
const chunkEach = 1000

/**
 * Cuts programs into options and keeps those that differ in what they do. Equal questions in the same order, whoever
 * evaluates. Memory grows with the number of distinct texts, some 300 bytes each.
 *
 * Sources: InnateCoder (IJCAI 2025), section on options; rubensolv/InnateCoder for the sequential filter.
 *
 * @param programs whole programs are cut; a part of one is an option as it is, so that a library can be taken in
 * @param rng only to choose when there are more than `size`
 */
export async function buildLibrary(
  asker: LibraryAsker,
  programs: readonly Program[],
  options: LibraryOptions,
  rng: Rng,
): Promise<BuiltLibrary> {
  const { language } = asker
  const distinct = distinctOf(programs)
  const kept = options.filter === 'sequential' ? await sequentially(asker, distinct, options.states) : distinct
  // With duplicates a program that was given twice counts twice.
  const sources = options.duplicates && options.filter !== 'sequential' ? programs : kept
  const texts = textsOf(language, sources)
  const found: KnownOption[] = []
  const told = new Map<string, number>()
  for (const [kind, ofKind] of texts) {
    const behaviours =
      options.filter === 'vector' ? await behavioursOf(asker, [...ofKind.values()], options.states) : undefined
    if (behaviours === undefined) {
      for (const option of ofKind.values()) found.push({ ...option, kind, behaviour: undefined })
      continue
    }
    const different = shortestOfEach(language, kind, [...ofKind.values()], behaviours)
    told.set(kind, different.length)
    found.push(...different)
  }
  const chosen = restricted(found, options.size, rng)
  return {
    options: chosen,
    counts: {
      programs: programs.length,
      distinctPrograms: distinct.length,
      keptPrograms: kept.length,
      states: options.filter === 'none' ? 0 : options.states,
      kinds: Array.from(texts, ([kind, ofKind]) => ({
        kind,
        subtrees: [...ofKind.values()].reduce((sum, { occurrences }) => sum + occurrences, 0),
        texts: ofKind.size,
        behaviours: told.get(kind),
        kept: chosen.filter((option) => option.kind === kind).length,
      })),
    },
  }
}

/** The library that neighbours are drawn from. */
export function libraryOf(language: Language, options: readonly KnownOption[], duplicates: boolean): Library {
  const library = new Library(language)
  for (const { program, occurrences } of options) {
    for (let i = 0; i < (duplicates ? occurrences : 1); i++) library.add(program)
  }
  return library
}

interface Text {
  readonly program: Program
  occurrences: number
}

/** Subtrees by kind and text, in order of appearance. */
function textsOf(language: Language, programs: readonly Program[]): Map<string, Map<string, Text>> {
  const texts = new Map<string, Map<string, Text>>()
  const start = language.start
  for (const program of programs) {
    const kind = kindOf(language, program[0]!)
    const parts = kind === start ? subtrees(language, program) : [{ kind, program }]
    for (const part of parts) {
      const ofKind = texts.get(part.kind) ?? new Map<string, Text>()
      texts.set(part.kind, ofKind)
      const key = keyOf(part.program)
      const known = ofKind.get(key)
      if (known === undefined) ofKind.set(key, { program: part.program, occurrences: 1 })
      else known.occurrences++
    }
  }
  return texts
}

function distinctOf(programs: readonly Program[]): Program[] {
  const seen = new Map<string, Program>()
  for (const program of programs) {
    const key = keyOf(program)
    if (!seen.has(key)) seen.set(key, program)
  }
  return [...seen.values()]
}

/** undefined if the domain cannot tell the behaviour of this kind */
async function behavioursOf(
  asker: LibraryAsker,
  texts: readonly Text[],
  states: number,
): Promise<number[] | undefined> {
  const numbers: number[] = []
  for (let from = 0; from < texts.length; from += chunk) {
    const some = texts.slice(from, from + chunk).map(({ program }) => program)
    try {
      for (const number of await asker.behaviours(some, { states })) numbers.push(number)
    } catch (error) {
      if (error instanceof NoProbe) return undefined
      throw error
    }
  }
  return numbers
}

/** One option for each behaviour, at the place of the first: the one of the shortest text, the first seen of equally short ones. */
function shortestOfEach(
  language: Language,
  kind: string,
  texts: readonly Text[],
  behaviours: readonly number[],
): KnownOption[] {
  const best = new Map<number, KnownOption & { readonly length: number }>()
  for (const [i, { program, occurrences }] of texts.entries()) {
    const behaviour = behaviours[i]!
    const known = best.get(behaviour)
    const length = print(language, program).length
    if (known !== undefined && known.length <= length) continue
    best.set(behaviour, { kind, program, occurrences, behaviour, length })
  }
  return Array.from(best.values(), ({ length: _, ...option }) => option)
}

/**
 * Programs that differ from every earlier one that is left, in every state: state after state, those that do what an
 * earlier one does there are left out.
 */
async function sequentially(asker: LibraryAsker, programs: readonly Program[], states: number): Promise<Program[]> {
  const traces: Float64Array[] = []
  for (let from = 0; from < programs.length; from += chunkEach) {
    const some = programs.slice(from, from + chunkEach).map((program) => bodyOf(asker.language, program))
    const numbers = await asker.behaviours(some, { states, each: true })
    for (let i = 0; i < some.length; i++) traces.push(numbers.subarray(i * states, (i + 1) * states))
  }
  let left = programs.map((_, i) => i)
  for (let state = 0; state < states; state++) {
    const seen = new Set<number>()
    left = left.filter((i) => {
      const trace = traces[i]![state]!
      return seen.size < seen.add(trace).size
    })
  }
  return left.map((i) => programs[i]!)
}

/** What a program does, as a subtree: all but its root, where that has one child. */
function bodyOf(language: Language, program: Program): Program {
  const production = language.productions[program[0]!]!
  return kindOf(language, program[0]!) === language.start && production.slots.length === 1 ? program.slice(1) : program
}

/** At most `size` of them, every choice equally likely, in their order. */
function restricted<T>(options: readonly T[], size: number, rng: Rng): readonly T[] {
  if (size === 0 || options.length <= size) return options
  // Selection sampling (Knuth, TAOCP 2, algorithm S).
  let wanted = size
  return options.filter((_, i) => {
    const taken = rng.below(options.length - i) < wanted
    if (taken) wanted--
    return taken
  })
}
