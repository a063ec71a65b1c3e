import type { Frame, Task } from '@cairn/domains'
import { type Program, parse } from '@cairn/language'
import { activeActions } from './active-actions.ts'
import type { AnswerRecord } from './client/completion-records.ts'
import { bestFirst, mostSteps, type RevisionFor, type ScoredProgram, type WorstEpisode } from './revision.ts'
import { type Converter, judge } from './verdict.ts'

/** What a revision shows of earlier answers: every distinct program with its score, and the best one at its worst. */
export type Revised = Pick<RevisionFor, 'programs' | 'episodes' | 'worst'>

/**
 * Scores the programs of earlier answers as a search does: by the mean return on episodes 0, 1, ...
 *
 * @returns undefined if no answer is a program
 */
export function revisedPrograms(
  answers: readonly AnswerRecord[],
  { task, converter, episodes }: { readonly task: Task; readonly converter: Converter; readonly episodes: number },
): Revised | undefined {
  const texts = answers.flatMap(({ text }) => judge(text, task.language, converter).programs)
  const programs = [...new Set(texts)].map((text): ScoredProgram => {
    const program = parse(task.language, text)
    const returns = returnsOf(task, program, episodes)
    return { program, score: returns.reduce((sum, one) => sum + one, 0) / episodes }
  })
  if (programs.length === 0) return undefined
  return { programs, episodes, worst: worstOf(task, bestFirst(programs)[0]!.program, episodes) }
}

function returnsOf(task: Task, program: Program, episodes: number): number[] {
  const prepared = task.prepare(program)
  return Array.from({ length: episodes }, (_, episode) => prepared.episode(episode).return)
}

function worstOf(task: Task, program: Program, episodes: number): WorstEpisode {
  const returns = returnsOf(task, program, episodes)
  const episode = returns.reduce((worst, one, at) => (one < returns[worst]! ? at : worst), 0)
  const frames: Frame[] = []
  for (const frame of task.replay(program, episode)) {
    frames.push(frame)
    if (frames.length > mostSteps) break
  }
  const outcome = task.prepare(program).episode(episode)
  return { outcome, frames, active: activeActions(task, program, episode, mostSteps) }
}
