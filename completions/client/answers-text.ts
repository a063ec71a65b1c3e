import type { CompletionLog } from './completion-log.ts'
import type { AnswerRecord } from './completion-records.ts'
import type { JudgeBoth } from './judge-both.ts'

/** Stands alone on a line between two answers; whatever else a line holds belongs to an answer. */
export const answerSeparator = '%%%%'

/** A file of answers cannot be taken apart, or contradicts what was taken from it before. */
export class BadAnswers extends Error {
  readonly code = 'E_BAD_ANSWERS'
  readonly file: string
  /** Line in the file, from 1, or the number of the answer. */
  readonly where: string
  constructor(file: string, where: string, problem: string) {
    super(`${file}: ${where}: ${problem}`)
    this.file = file
    this.where = where
  }
}

/**
 * The answers in a text: what stands between lines that are exactly `%%%%`, not edited. A last one that is blank is none.
 *
 * @param file its name in errors
 * @throws BadAnswers for a line that looks like a separator but is none
 */
export function splitAnswers(content: string, file: string): string[] {
  const answers: string[][] = [[]]
  // The last line break ends the file, not the answer.
  for (const [at, line] of content.replace(/\n$/, '').split('\n').entries()) {
    if (line === answerSeparator) answers.push([])
    else if (line.trim() === answerSeparator)
      throw new BadAnswers(file, `line ${at + 1}`, `expected exactly ${answerSeparator}, got ${JSON.stringify(line)}`)
    else answers.at(-1)!.push(line)
  }
  const texts = answers.map((lines) => lines.join('\n'))
  return texts.at(-1)!.trim() === '' ? texts.slice(0, -1) : texts
}

/**
 * Puts answers into a completion file, numbered from 1. Those that it holds are left alone, so that doing it again
 * changes nothing and doing it with a longer list adds what is new.
 *
 * @returns how many were added
 * @throws BadAnswers if the file holds another text under one of the numbers
 */
export function importAnswers(
  log: CompletionLog,
  texts: readonly string[],
  { file, judge }: { readonly file: string; readonly judge: JudgeBoth },
): AnswerRecord[] {
  const present = new Map(log.before.answers.map((answer) => [answer.number, answer.text]))
  const added: AnswerRecord[] = []
  for (const [at, text] of texts.entries()) {
    const number = at + 1
    const before = present.get(number)
    if (before !== undefined && before !== text)
      throw new BadAnswers(file, `answer ${number}`, 'the completion file holds another text under that number')
    if (before === undefined) added.push(imported(number, text, judge))
  }
  for (const record of added) log.append(record)
  return added
}

function imported(number: number, text: string, judge: JudgeBoth): AnswerRecord {
  return {
    ...{ record: 'answer', number, askedAt: null, text, finish: null, tokens: null },
    ...{ charged: { prompt: 0, completion: 0 }, attempts: 0, verdict: judge(text) },
  }
}
