import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CompletionHead, Prompt } from '@cairn/completions'
import type { Domain, Task } from '@cairn/domains'
import type { FlagValues } from '../command.ts'
import { BadUsage } from '../errors.ts'
import { type completeFlags, completeDefaults as defaults } from './flags.ts'

type Flags = Pick<FlagValues<typeof completeFlags>, 'revise' | 'revision' | 'episodes' | 'converter' | 'style'>

/** A prompt, and what the head says of how it came about. */
export interface Asked extends Pick<CompletionHead, 'revision' | 'revises'> {
  readonly prompt: Prompt
}

/**
 * The prompt for a task, which shows programs of an earlier completion file when one is to be revised.
 *
 * @param folder that the file's name starts from
 * @throws BadUsage, BadCompletions, NoPython, NoActiveLines
 */
export async function promptOf(
  { domain, task }: { readonly domain: Domain; readonly task: Task },
  flags: Flags,
  folder: string,
): Promise<Asked> {
  const { parseCompletions, promptFor, revisedPrograms, revisionPrompt } = await import('@cairn/completions')
  const { revise, revision = defaults.revision, style, episodes, converter } = flags
  if (revise === undefined) {
    if (flags.revision === undefined) return { prompt: promptFor({ domain, task, style }), revision: 'none' }
    throw new BadUsage('--revision', revision, '--revise with it, the completion file to be revised')
  }
  const file = resolve(folder, revise)
  const bytes = read(file)
  const { head, answers } = parseCompletions(bytes.toString('utf8'), file)
  if (head.task.name !== task.spec.name) {
    throw new BadUsage('--revise', revise, `completions of ${task.spec.name}; these are of ${head.task.name}`)
  }
  const revised = revisedPrograms(answers, { task, converter, episodes })
  if (revised === undefined) throw new BadUsage('--revise', revise, `an answer that is a program (${converter})`)
  const { hashBytes, hex } = await import('@cairn/language')
  const prompt = revisionPrompt({ domain, task, style, revision, ...revised })
  return {
    ...{ prompt, revision },
    revises: { hash: hex(hashBytes(bytes)), programs: revised.programs.length, converter, episodes },
  }
}

/** @throws BadUsage */
function read(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch {
    throw new BadUsage('--revise', file, 'a file that can be read')
  }
}
