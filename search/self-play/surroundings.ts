import { type Library, mixedNeighbourhood, neighbourhood, type Program, subtrees } from '@cairn/language'
import { buildLibrary, libraryOf } from '../build-library.ts'
import type { SearchContext } from '../context.ts'
import { neighboursIn } from '../program-space.ts'
import { Draws } from './draws.ts'
import type { SelfPlayOptions } from './options.ts'

/** Where neighbours come from, and what is learned for them. */
export interface Surroundings {
  /** `count` neighbours; repeats are kept. */
  around(program: Program, count: number): Draws
  /** A best response has been taken in. */
  learn(program: Program): void
}

/** As a language draws on MicroRTS; as the older programs of prog_policies where it has no drawing of its own. */
const space = 'old'

/** Syntax alone, unless there are programs to cut into a library and an epsilon that lets it be used. */
export async function surroundings(
  search: SearchContext,
  programs: readonly Program[],
  options: SelfPlayOptions,
): Promise<Surroundings> {
  const { language, rng } = search
  const drawing = neighboursIn(space, language)
  if (programs.length === 0 || options.epsilon === 1) {
    return {
      around: (program, count) => new Draws(neighbourhood(language, program, rng, count, drawing)),
      learn() {},
    }
  }
  const { epsilon, without, duplicates, growth, move } = options
  const built = await buildLibrary(search, programs, options, rng.stream('library'))
  const library = libraryOf(language, built.options, duplicates)
  const mixture = { library, epsilon, without }
  const mixing = { ...drawing, move, repeats: true }
  return {
    around: (program, count) => new Draws(mixedNeighbourhood(language, program, rng, count, mixture, mixing)),
    learn(program) {
      if (growth) grow(library, program, duplicates)
    },
  }
}

function grow(library: Library, program: Program, duplicates: boolean): void {
  const parts = subtrees(library.language, program)
  if (duplicates) for (const part of parts) library.add(part.program)
  else library.addNew(parts)
}
