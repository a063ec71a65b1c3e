import { resolve } from 'node:path'
import type { CompletionHead, Revision } from '@cairn/completions'
import type { Domain, Task } from '@cairn/domains'
import type { Settings } from '../flags.ts'
import type { Asked } from './revising.ts'

/** What answers are asked for: a task and the prompt made from it. */
export interface PromptRequest extends Asked {
  readonly domain: Domain
  readonly task: Task
}

/** What else becomes part of the head. */
export interface HeadWords extends Pick<CompletionHead, 'style' | 'model' | 'baseUrl' | 'parameters'> {
  readonly note: string | undefined
}

/**
 * The task with its options, and its domain.
 *
 * @throws UnknownTask, BadTask, BadDomain
 */
export async function openTaskOf(
  name: string,
  { option, domain: modules }: { readonly option: Settings; readonly domain: readonly string[] },
): Promise<{ readonly domain: Domain; readonly task: Task }> {
  const { domainOf, loadDomain, openTask } = await import('@cairn/domains')
  for (const module of modules) await loadDomain(module)
  const task = openTask(name, option)
  return { domain: domainOf(task.spec.name), task }
}

/** The first line of the file. */
export async function headFor(
  { domain, task, prompt, revision, revises }: PromptRequest,
  words: HeadWords,
): Promise<CompletionHead> {
  const { completionFormat, promptHash } = await import('@cairn/completions')
  const { style, model, baseUrl, parameters, note } = words
  return {
    ...{ record: 'head', format: completionFormat, domain: domain.name, task: task.spec, style, revision },
    ...(revises === undefined ? {} : { revises }),
    ...{ model, baseUrl, parameters, promptHash: promptHash(prompt), prompt, note: note ?? null },
  }
}

/** `completions/<task>-<model>.jsonl` in the working folder, or with the variant of a revision, unless a file is named. */
export function outputFile(
  named: string | undefined,
  {
    task,
    model,
    revision,
    folder,
  }: { readonly task: string; readonly model: string; readonly revision: Revision; readonly folder: string },
): string {
  if (named !== undefined) return resolve(folder, named)
  const words = [task.split('/').at(-1)!, model, ...(revision === 'none' ? [] : [revision])].map((word) =>
    word.replace(/[^\w.-]+/g, '-').replace(/^[-.]+/, ''),
  )
  return resolve(folder, 'completions', `${words.join('-')}.jsonl`)
}
