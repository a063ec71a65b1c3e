import type { Language } from '@cairn/language'
import { judge } from '../verdict.ts'
import type { Verdicts } from './completion-records.ts'

/** What both converters make of an answer. */
export type JudgeBoth = (answer: string) => Verdicts

export function judgeBoth(language: Language): JudgeBoth {
  return (answer) => ({ strict: judge(answer, language, 'strict'), compat: judge(answer, language, 'compat') })
}
