import type { AnswerRecord, Verdicts } from './completion-records.ts'

/** How many of a set of answers a converter accepts, and how many programs come of them. */
export interface Tally {
  readonly accepted: number
  /** Different canonical texts among the programs of accepted answers. */
  readonly distinctPrograms: number
}

export function tally(answers: readonly AnswerRecord[], converter: keyof Verdicts): Tally {
  const verdicts = answers.map(({ verdict }) => verdict[converter])
  return {
    accepted: verdicts.filter(({ accepted }) => accepted).length,
    distinctPrograms: new Set(verdicts.flatMap(({ programs }) => programs)).size,
  }
}
