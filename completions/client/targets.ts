import type { AnswerRecord, Verdicts } from './completion-records.ts'

/** What a collection is complete with. */
export type Target =
  | { readonly answers: number }
  /** LLM-GS: until so many answers are accepted by a converter, but no more than `most` answers. */
  | { readonly accepted: number; readonly by: keyof Verdicts; readonly most: number }

/** Asked for each answer that is missing. LLM-GS, `num_llm_programs`: 48 completions for 32 programs. */
const surplus = 1.5

/**
 * Numbers of the answers to ask for next; none when the target is reached, or all that may be asked for have been.
 *
 * @param tried numbers that this sitting need not try again
 */
export function nextNumbers(
  target: Target,
  answers: readonly AnswerRecord[],
  tried: ReadonlySet<number>,
): readonly number[] {
  const [most, wanted] =
    'answers' in target
      ? [target.answers, target.answers]
      : [target.most, Math.ceil(surplus * (target.accepted - acceptedBy(target.by, answers)))]
  const present = new Set(answers.map(({ number }) => number))
  const numbers: number[] = []
  for (let number = 1; number <= most && numbers.length < wanted; number++) {
    if (!present.has(number) && !tried.has(number)) numbers.push(number)
  }
  return numbers
}

/** Answers, or accepted answers, that are there; and how many there are to be. */
export function reached(target: Target, answers: readonly AnswerRecord[]): readonly [number, number] {
  if ('answers' in target) {
    return [answers.filter(({ number }) => number <= target.answers).length, target.answers]
  }
  return [acceptedBy(target.by, answers), target.accepted]
}

export function acceptedBy(converter: keyof Verdicts, answers: readonly AnswerRecord[]): number {
  return answers.filter(({ verdict }) => verdict[converter].accepted).length
}
