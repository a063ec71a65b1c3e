import { type Library, type Mixture, mixedNeighbourhood, type Program, subtrees } from '@cairn/language'
import { buildLibrary, type LibraryOptions, libraryDefaults, libraryOf } from './build-library.ts'
import { climb } from './climb.ts'
import type { Scored, Search, SearchContext, SearchOption } from './context.ts'
import { neighboursIn, randomStart, type Space, spaceOption } from './program-space.ts'
import { programsOf } from './starts.ts'

/** How a climb uses a library, and what of its programs becomes one. */
export type OptionClimbOptions = LibraryOptions & {
  /** k: neighbours drawn before a program counts as a local optimum. */
  neighbours: number
  /** Chance that a neighbour is a syntactic one; the beginning of it when it is annealed. */
  epsilon: number
  mixing: 'fixed' | 'annealed'
  without: Mixture['without']
  /** The subtrees of every program that a climb moves to join the library. */
  growth: boolean
  space: Space
}

export type InnateCoderOptions = OptionClimbOptions & {
  /** Source of the programs that are cut into options. */
  programs: string
}

/** Paper of InnateCoder where it says; else its Karel code (k 250, height and run of what is drawn). */
export const optionClimbDefaults = {
  ...libraryDefaults,
  neighbours: 250,
  epsilon: 0.4,
  mixing: 'fixed',
  without: 'syntax',
  growth: true,
  space: 'old',
} satisfies OptionClimbOptions

export const optionClimbOptions = {
  neighbours: {
    kind: 'integer',
    default: optionClimbDefaults.neighbours,
    min: 1,
    max: 1_000_000,
    about: 'k: neighbours drawn before a restart (250 on Karel, 1000 on MicroRTS)',
  },
  epsilon: {
    kind: 'number',
    default: optionClimbDefaults.epsilon,
    min: 0,
    max: 1,
    about: 'chance that a neighbour is a syntactic one (paper 0.4; released Karel code 0.2); 1 never uses the library',
  },
  mixing: {
    kind: 'choice',
    default: optionClimbDefaults.mixing,
    of: ['fixed', 'annealed'],
    about: 'fixed: epsilon throughout; annealed: none at first, and more as improvements come (a variant in the code)',
  },
  filter: {
    kind: 'choice',
    default: optionClimbDefaults.filter,
    of: ['vector', 'sequential', 'none'],
    about:
      'which options are kept: one per behaviour (paper), those of programs that differ in every state (released code), all',
  },
  states: {
    kind: 'integer',
    default: optionClimbDefaults.states,
    min: 1,
    max: 1000,
    about: 'sampled states in which behaviour is compared (paper 300 to 700; released Karel code 32)',
  },
  size: {
    kind: 'integer',
    default: optionClimbDefaults.size,
    min: 0,
    max: 10_000_000,
    about: 'most options in the library at the start, chosen uniformly (paper 300, 1400, 5000, 30000); 0: all',
  },
  duplicates: {
    kind: 'boolean',
    default: optionClimbDefaults.duplicates,
    about: 'equal options are drawn as often as they occur (released code), not once (paper)',
  },
  growth: {
    kind: 'boolean',
    default: optionClimbDefaults.growth,
    about: 'subtrees of every program that a climb moves to join the library (released Karel code)',
  },
  without: {
    kind: 'choice',
    default: optionClimbDefaults.without,
    of: ['syntax', 'unchanged'],
    about:
      'a draw for which the library has nothing: a syntactic neighbour (paper), or the program as it is (released code)',
  },
  space: spaceOption(optionClimbDefaults.space),
} as const satisfies Record<string, SearchOption>

/**
 * A language model's programs are cut into options, filtered by what they do, and make a semantic neighbourhood for hill
 * climbing with restarts. Without a single program it is hill climbing in syntax alone.
 *
 * Source: InnateCoder (Moraes et al., IJCAI 2025), rubensolv/InnateCoder.
 */
export const innateCoder: Search<InnateCoderOptions> = {
  name: 'innatecoder',
  summary: 'hill climbing with options cut from a language model’s programs (InnateCoder)',
  options: {
    programs: {
      kind: 'text',
      default: 'completions',
      about:
        'what is cut into options: completions (bundled), completions:FILE, file:PATH, library:FILE, joined by commas',
    },
    ...optionClimbOptions,
  },
  async run(search, options) {
    await optionClimbs(search, await programsOf(search, options.programs), options)
  },
}

/** Builds a library of the programs, then climbs with it from random programs, again and again. */
export async function optionClimbs(
  search: SearchContext,
  programs: readonly Program[],
  options: OptionClimbOptions,
): Promise<void> {
  const { language, rng } = search
  const built = await buildLibrary(search, programs, options, rng.stream('library'))
  const library = libraryOf(language, built.options, options.duplicates)
  const mixing = options.mixing === 'annealed' ? annealed() : fixed(options.epsilon)
  const around = (here: Program) => {
    const mixture = { library, epsilon: mixing.epsilon, without: options.without }
    return mixedNeighbourhood(language, here, rng, options.neighbours, mixture, neighboursIn(options.space, language))
  }
  const moved = (to: Scored, from: Scored) => {
    mixing.improved(to.score - from.score)
    if (options.growth) grow(library, to.program, options.duplicates)
  }
  while (search.open) await climb(search, randomStart(search, options.space), { around, moved })
}

function grow(library: Library, program: Program, duplicates: boolean): void {
  const parts = subtrees(library.language, program)
  if (duplicates) for (const part of parts) library.add(part.program)
  else library.addNew(parts)
}

interface Mixing {
  readonly epsilon: number
  improved(by: number): void
}

function fixed(epsilon: number): Mixing {
  return { epsilon, improved() {} }
}

/** The annealed variant of the released Karel code: its names in brackets. */
const annealing = { temperature: 1000, cooling: 0.95, most: 0.8 } as const

function annealed(): Mixing {
  let { temperature } = annealing
  let library = 1 // its probability
  return {
    get epsilon() {
      return 1 - library
    },
    improved(by) {
      library = Math.min(annealing.most, Math.exp(-by / temperature))
      temperature *= annealing.cooling
    },
  }
}
