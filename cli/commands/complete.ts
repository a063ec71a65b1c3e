import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { command, required } from '../command.ts'
import { checkPrices, collectInto, endpointOf, explainEnd, parametersOf } from '../complete/collecting.ts'
import { completeFlags } from '../complete/flags.ts'
import { headFor, openTaskOf, outputFile } from '../complete/request.ts'
import { promptOf } from '../complete/revising.ts'
import { summarize } from '../complete/summary.ts'
import { BadUsage } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import { line } from '../shell.ts'

export const complete = command({
  name: 'complete',
  summary: 'collect programs that a language model writes for a task',
  args: { task: required('name of the task, such as karel/harvester') },
  flags: completeFlags,
  notes:
    'The key is read from CAIRN_API_KEY, else OPENAI_API_KEY, and never written anywhere. Ctrl-C stops a collection; the\n' +
    'same command goes on with it and asks only for what is missing. The name of the file is printed on stdout.',
  examples: [
    ['complete karel/harvester --model gpt-4o --count 100 --max-cost 2 --price-in 2.5 --price-out 10', 'OpenAI'],
    ['complete karel/maze --model qwen3-coder:30b --base-url http://localhost:11434/v1 --parallel 1', 'Ollama'],
    ['complete karel/seeder --model NAME --until-accepted 32', 'as LLM-GS does: until 32 answers are programs'],
    [
      'complete karel/snake --model NAME --revise first.jsonl --revision rewards',
      'better ones, with the scores in sight',
    ],
    ['complete karel/snake --dry-run', 'the prompt, for a chat page'],
    ['complete karel/snake --answers answers.txt --model NAME', 'answers copied from there, %%%% between them'],
  ],
  async run({ args, flags }, shell) {
    const completions = await import('@cairn/completions')
    const { domain, task } = await openTaskOf(args.task, flags)
    const judge = completions.judgeBoth(task.language)
    if (flags.rejudge !== undefined) {
      const file = resolve(shell.folder, flags.rejudge)
      const { answers, failures } = completions.rejudge(file, judge)
      await summarize({ file, answers, failures: failures.length }, flags, shell)
      return exitCodes.ok.code
    }
    const asked = await promptOf({ domain, task }, flags, shell.folder)
    const { prompt, revision } = asked
    if (flags['dry-run']) {
      const hash = completions.promptHash(prompt)
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
      const texts = completions.splitAnswers(readText('--answers', source), source)
      const parameters = { temperature: null, topP: null, maxTokens: null, seed: null }
      using log = completions.openLog(file, await headFor(request, { ...words, baseUrl: null, parameters }))
      if (log.repaired !== undefined) line(shell.err, log.repaired)
      const added = completions.importAnswers(log, texts, { file: source, judge })
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
  },
})

/** @throws BadUsage */
function readText(flag: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new BadUsage(flag, file, 'a file that can be read')
  }
}
