import {
  kindOf,
  type Language,
  neighbourhood,
  type Program,
  type Subtree,
  sampleProgram,
  seededRng,
  subtrees,
} from '@cairn/language'
import { type Scored, type Search, SearchClosed, type SearchContext } from '@cairn/search'

export interface AskingOptions {
  /** Kinds whose behaviour the domain can tell. */
  readonly kinds: readonly string[]
  readonly states?: number
  /** Called before each question, with how many were asked before by all paths together. */
  readonly asking?: (question: number) => void
}

/**
 * A search of every kind of question: it asks for programs from outside and for what their subtrees do between scores,
 * and each answer decides what it asks next, so that no difference in any of them stays hidden.
 */
export function askingSearch({ kinds, states = 12, asking = () => {} }: AskingOptions): Search {
  let questions = 0
  const ask = <T>(question: () => Promise<T>): Promise<T> => {
    asking(questions++)
    return question()
  }
  const told = ({ kind }: Subtree) => kinds.includes(kind)

  async function climb(search: SearchContext, name: string): Promise<void> {
    const { language, rng } = search
    for (let round = 0; search.open; round++) {
      const outside = await ask(() => search.programs(`${name}/${round % 4}`))
      const drawn = Array.from({ length: 6 }, () => sampleProgram(language, rng))
      const parts = partsOf(language, [...outside, ...drawn]).filter(told)
      const whole = await ask(() =>
        search.behaviours(
          parts.map(({ program }) => program),
          { states },
        ),
      )
      const different = distinct(parts, whole)
      const each = await ask(() => search.behaviours(different.slice(0, 20), { states: 1 + (round % 5), each: true }))
      const chosen = [...outside, ...drawn].filter((_, i) => each[i % each.length]! % 3 !== 0)
      const scored = await ask(() => search.scoreAll(chosen.slice(0, 5)))
      let here: Scored | undefined = scored[whole[0]! % 2] ?? scored[0]
      while (here !== undefined) {
        const from: Scored = here
        const near = neighbourhood(language, from.program, rng, 1 + (different.length % 9))
        here = await ask(() => search.firstBetter(from, near))
      }
    }
  }

  return {
    name: 'asking',
    summary: 'asks questions of every kind',
    options: {},
    async run(search) {
      questions = 0
      const { language } = search
      const parts = (await ask(() => search.programs('parts'))).filter((part) =>
        kinds.includes(kindOf(language, part[0]!)),
      )
      const numbers = await ask(() => search.behaviours(parts, { states }))
      const share = Math.floor(search.budget / 2) - (new Set(numbers).size % 3)
      await Promise.all(['left', 'right'].map((name) => climb(search.fork(name, share), name).catch(closed)))
    },
  }
}

/** The way a fork ends. */
function closed(error: unknown): void {
  if (!(error instanceof SearchClosed)) throw error
}

/** Programs of a source, decided by its name; of the source `parts`, subtrees of every kind. */
export function drawnSources(language: Language): (source: string) => Promise<readonly Program[]> {
  return async (source) => {
    const rng = seededRng(1).stream(source)
    const whole = Array.from({ length: 8 }, () => sampleProgram(language, rng))
    return source === 'parts' ? partsOf(language, whole).map(({ program }) => program) : whole
  }
}

function partsOf(language: Language, programs: readonly Program[]): Subtree[] {
  return programs.flatMap((program) => [...subtrees(language, program)])
}

/** The first subtree of each behaviour. */
function distinct(parts: readonly Subtree[], behaviours: Float64Array): Program[] {
  const first = new Map<number, Program>()
  for (const [i, { program }] of parts.entries()) if (!first.has(behaviours[i]!)) first.set(behaviours[i]!, program)
  return [...first.values()]
}
