import { renameSync, writeFileSync } from 'node:fs'
import { type CompletionFile, readCompletions } from './completion-file.ts'
import { lockFile } from './file-lock.ts'
import type { JudgeBoth } from './judge-both.ts'

/**
 * Writes the verdicts of a completion file anew, for answers judged by an earlier converter. Nothing else of a record
 * changes; answers come in the order of their numbers, failures after them.
 *
 * @throws BadCompletions, FileBusy; an error of the file system
 */
export function rejudge(file: string, judge: JudgeBoth): CompletionFile {
  const lock = lockFile(file)
  try {
    const before = readCompletions(file)
    const answers = before.answers.map((answer) => ({ ...answer, verdict: judge(answer.text) }))
    const lines = [before.head, ...answers, ...before.failures].map((record) => `${JSON.stringify(record)}\n`)
    writeFileSync(`${file}.new`, lines.join(''), { flush: true })
    renameSync(`${file}.new`, file)
    return { ...before, answers, torn: false }
  } finally {
    lock[Symbol.dispose]()
  }
}
