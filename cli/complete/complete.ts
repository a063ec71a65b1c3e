import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { importAnswers, judgeBoth, openLog, promptHash, rejudge, splitAnswers } from '@cairn/completions'
import type { FlagValues } from '../command.ts'
import { BadUsage } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import { line, type Shell } from '../shell.ts'
import { checkPrices, collectInto, endpointOf, explainEnd, parametersOf } from './collecting.ts'
import type { completeFlags } from './flags.ts'
import { headFor, openTaskOf, outputFile } from './request.ts'
import { promptOf } from './revising.ts'
import { summarize } from './summary.ts'

/**
 * Collects answers for a task, takes them from a file, judges those that are there anew, or shows the prompt.
 *
 * @returns the exit code
 * @throws BadUsage, and what the client of the model throws
 */
export async function completeTask(
  taskName: string,
  flags: FlagValues<typeof completeFlags>,
  shell: Shell,
): Promise<number> {
  const { domain, task } = await openTaskOf(taskName, flags)
  const judge = judgeBoth(task.language)
  if (flags.rejudge !== undefined) {
    const file = resolve(shell.folder, flags.rejudge)
    const { answers, failures } = rejudge(file, judge)
    await summarize({ file, answers, failures: failures.length }, flags, shell)
    return exitCodes.ok.code
  }
  const asked = await promptOf({ domain, task }, flags, shell.folder)
  const { prompt, revision } = asked
  if (flags['dry-run']) {
    const hash = promptHash(prompt)
    if (flags.json) {
      line(shell.out, JSON.stringify({ promptHash: hash, prompt }))
      return exitCodes.ok.code
    }
    line(shell.out, `${prompt.system}\n\n${prompt.user}`)
    line(shell.err, `prompt ${hash}`)
    return exitCodes.ok.code
  }
  if (flags.model === undefined) throw new BadUsage('--model', undefined, 'the name of the model')
  checkPrices(flags)
  const file = outputFile(flags.output, { task: task.spec.name, model: flags.model, revision, folder: shell.folder })
  const request = { domain, task, ...asked }
  const words = { style: flags.style, note: flags.note, model: flags.model }
  if (flags.answers !== undefined) {
    const source = resolve(shell.folder, flags.answers)
    const texts = splitAnswers(readText('--answers', source), source)
    const parameters = { temperature: null, topP: null, maxTokens: null, seed: null }
    using log = openLog(file, await headFor(request, { ...words, baseUrl: null, parameters }))
    if (log.repaired !== undefined) line(shell.err, log.repaired)
    const added = importAnswers(log, texts, { file: source, judge })
    await summarize({ file, answers: [...log.before.answers, ...added] }, flags, shell)
    return exitCodes.ok.code
  }
  const endpoint = await endpointOf(flags, shell)
  const head = await headFor(request, { ...words, baseUrl: endpoint.baseUrl, parameters: parametersOf(flags) })
  const collected = await collectInto(file, { head, endpoint, judge }, flags, shell)
  await summarize({ file, answers: collected.answers, failures: collected.failures.length }, flags, shell)
  explainEnd(collected, shell)
  if (collected.ended === 'interrupted') return collected.stoppedWith ?? exitCodes.interrupted.code
  return collected.ended === 'complete' || collected.ended === 'capped' ? exitCodes.ok.code : exitCodes.failure.code
}

/** @throws BadUsage */
function readText(flag: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new BadUsage(flag, file, 'a file that can be read')
  }
}
