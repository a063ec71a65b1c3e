import { neighbours, print, sampleProgram, searchSpaceRng } from '@cairn/language'
import { minigrid } from '../../minigrid/language.ts'
import { karel } from '../language.ts'
import type { Difference } from './records.ts'

/** Five random programs after seeding, then twelve neighbours of the fifth, as the reference generator draws them. */
export interface SearchSpaceRecord {
  readonly domain: string
  readonly seed: number
  readonly initial: readonly string[]
  readonly neighbours_of_last: readonly string[]
}

/** The languages for which there are records. */
const languages = { karel, minigrid } as const

/** Draws the same programs. The first difference in words, or undefined when all are as recorded. */
export function checkSearchSpaceRecord(record: SearchSpaceRecord): Difference {
  if (!Object.hasOwn(languages, record.domain)) {
    return `domain: ${JSON.stringify(record.domain)} has no language here; there is ${Object.keys(languages).join(', ')}`
  }
  const language = languages[record.domain as keyof typeof languages]
  const rng = searchSpaceRng(record.seed)
  const programs = record.initial.map(() => sampleProgram(language, rng))
  const last = programs.at(-1)
  if (last === undefined) return 'initial: expected at least one program'
  const found = neighbours(language, last, rng, record.neighbours_of_last.length)
  return (
    differentTexts(
      'initial program',
      record.initial,
      programs.map((program) => print(language, program)),
    ) ??
    differentTexts(
      'neighbour',
      record.neighbours_of_last,
      found.map((program) => print(language, program)),
    )
  )
}

function differentTexts(what: string, expected: readonly string[], found: readonly string[]): Difference {
  const at = expected.findIndex((text, i) => text !== found[i])
  return at === -1 ? undefined : `${what} ${at}: expected ${expected[at]}, found ${found[at]}`
}
