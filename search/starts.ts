import { admits, kindOf, type Language, type Program, print } from '@cairn/language'
import type { SearchContext } from './context.ts'
import { randomStart, type Space } from './program-space.ts'

/** What a search is told when it is to go without programs from outside. */
export const noPrograms = 'none'

/** A search that needs programs from outside got none. */
export class NoPrograms extends Error {
  readonly code = 'E_NO_PROGRAMS'
  readonly source: string
  constructor(source: string) {
    super(
      `programs: expected a source with at least one program, got ${JSON.stringify(source)}, which has none` +
        (source === noPrograms ? '; name one, such as completions, file:PATH or run:NAME' : ''),
    )
    this.source = source
  }
}

/** A search that starts from given programs got a part of one. */
export class NotWhole extends Error {
  readonly code = 'E_NOT_WHOLE'
  readonly source: string
  readonly kind: string
  readonly text: string
  constructor(source: string, language: Language, part: Program) {
    const kind = kindOf(language, part[0]!)
    const text = print(language, part)
    super(`programs: expected whole programs, got a ${kind} from ${JSON.stringify(source)}: ${text}`)
    this.source = source
    this.kind = kind
    this.text = text
  }
}

/** The programs of a source, and parts of programs if it has some; none if the source is `none`. */
export async function programsOf(search: SearchContext, source: string): Promise<readonly Program[]> {
  return source === noPrograms ? [] : search.programs(source)
}

/** @throws NoPrograms */
export async function someProgramsOf(search: SearchContext, source: string): Promise<readonly Program[]> {
  const programs = await programsOf(search, source)
  if (programs.length === 0) throw new NoPrograms(source)
  return programs
}

/** @throws NotWhole unless all of them are whole programs */
export function whole({ language }: SearchContext, source: string, programs: readonly Program[]): readonly Program[] {
  const part = programs.find((program) => !admits(language, language.start, program[0]!))
  if (part !== undefined) throw new NotWhole(source, language, part)
  return programs
}

/**
 * Scores programs in the order given, one evaluation each, and sorts them, best first; equal ones stay in order. They
 * are asked for one by one: the task may be solved before the last.
 */
export async function bestFirst(search: SearchContext, programs: readonly Program[]): Promise<Program[]> {
  const scored = []
  for (const program of programs) scored.push(await search.score(program))
  return scored.toSorted((a, b) => b.score - a.score).map(({ program }) => program)
}

/** Where the n-th climb starts, from 0: the given programs take turns; without any it is a random one. */
export function startOf(search: SearchContext, given: readonly Program[], n: number, space: Space): Program {
  return given.length === 0 ? randomStart(search, space) : given[n % given.length]!
}
