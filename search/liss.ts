import { drawProgram, type Program } from '@cairn/language'
import type { Search, SearchContext } from './context.ts'
import {
  type InnateCoderOptions,
  type OptionClimbOptions,
  optionClimbDefaults,
  optionClimbOptions,
  optionClimbs,
} from './innatecoder.ts'
import { noPrograms, someProgramsOf } from './starts.ts'

/**
 * InnateCoder's search with options learned from experience: programs of earlier runs, on this task or on another.
 *
 * Source: Library-Induced Semantic Spaces (Moraes and Lelis), as the baseline LISS-o of InnateCoder.
 */
export const lissO: Search<InnateCoderOptions> = {
  name: 'liss-o',
  summary: 'hill climbing with options cut from programs of earlier runs (LISS-o)',
  options: {
    programs: {
      kind: 'text',
      default: noPrograms,
      about: 'what is cut into options: run:NAME, library:FILE, file:PATH, joined by commas',
    },
    ...optionClimbOptions,
  },
  async run(search, options) {
    await optionClimbs(search, await someProgramsOf(search, options.programs), options)
  },
}

export type LissROptions = OptionClimbOptions & {
  /** Random programs that are cut into options. */
  samples: number
}

/** LISS-r of InnateCoder on Karel: 1000 random programs for each run. */
export const lissRDefaults = { ...optionClimbDefaults, samples: 1000 } satisfies LissROptions

/**
 * InnateCoder's search with options cut from random programs.
 *
 * Source: the baseline LISS-r of InnateCoder, `randomDicts` of its repository.
 */
export const lissR: Search<LissROptions> = {
  name: 'liss-r',
  summary: 'hill climbing with options cut from random programs (LISS-r)',
  options: {
    samples: {
      kind: 'integer',
      default: lissRDefaults.samples,
      min: 1,
      max: 1_000_000,
      about: 'random programs that are cut into options',
    },
    ...optionClimbOptions,
  },
  run: (search, options) => optionClimbs(search, samples(search, options.samples), options),
}

function samples({ language, rng }: SearchContext, count: number): Program[] {
  const stream = rng.stream('samples')
  return Array.from({ length: count }, () => drawProgram(language, stream, { filter: false }))
}
