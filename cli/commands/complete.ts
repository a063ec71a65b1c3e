import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { command, required } from '../command.ts'
import { headFor, openTaskOf, outputFile } from '../complete/request.ts'
import { summarize } from '../complete/summary.ts'
import { BadUsage } from '../errors.ts'
import { choice, settings, text, toggle } from '../flags.ts'
import { workFlags } from '../search-flags.ts'
import { line } from '../shell.ts'

// As in @cairn/completions, which is loaded when the command runs.
const styles = ['python-then-dsl', 'python', 'dsl'] as const

export const complete = command({
  name: 'complete',
  summary: 'collect programs that a language model writes for a task',
  args: { task: required('name of the task, such as karel/harvester') },
  flags: {
    model: text('the model, or whoever wrote the answers', { takes: 'name' }),
    answers: text('take the answers from a text file, separated by lines that are exactly %%%%', { takes: 'file' }),
    style: choice('what the model is asked to write', styles, { default: 'python-then-dsl' }),
    option: settings('an option of the task; "cairn tasks NAME" lists them'),
    note: text('how the answers were written; kept in the file'),
    output: text('the completion file; one that is there is continued', {
      takes: 'file',
      byDefault: 'completions/<task>-<model>.jsonl',
    }),
    rejudge: text('write the verdicts of a completion file anew and do nothing else', { takes: 'file' }),
    'dry-run': toggle('print the prompt and its hash, and do nothing'),
    domain: workFlags.domain,
    json: toggle('print one JSON object on stdout'),
  },
  async run({ args, flags }, shell) {
    const completions = await import('@cairn/completions')
    const { domain, task } = await openTaskOf(args.task, flags)
    const judge = completions.judgeBoth(task.language)
    if (flags.rejudge !== undefined) {
      const file = resolve(shell.folder, flags.rejudge)
      const { answers, failures } = completions.rejudge(file, judge)
      return summarize({ file, answers, failures: failures.length }, flags.json, shell)
    }
    const prompt = completions.promptFor({ domain, task, style: flags.style })
    if (flags['dry-run']) {
      const hash = completions.promptHash(prompt)
      if (flags.json) return line(shell.out, JSON.stringify({ promptHash: hash, prompt }))
      line(shell.out, `${prompt.system}\n\n${prompt.user}`)
      return line(shell.err, `prompt ${hash}`)
    }
    if (flags.model === undefined) throw new BadUsage('--model', undefined, 'the name of the model')
    if (flags.answers === undefined) throw new BadUsage('--answers', undefined, 'a file of answers')
    const source = resolve(shell.folder, flags.answers)
    const texts = completions.splitAnswers(readText('--answers', source), source)
    const head = await headFor(
      { domain, task, prompt },
      { style: flags.style, revision: 'none', note: flags.note },
      { model: flags.model, baseUrl: null, parameters: { temperature: null, topP: null, maxTokens: null, seed: null } },
    )
    const file = outputFile(flags.output, { task: task.spec.name, model: flags.model, folder: shell.folder })
    using log = completions.openLog(file, head)
    if (log.repaired !== undefined) line(shell.err, log.repaired)
    const added = completions.importAnswers(log, texts, { file: source, judge })
    await summarize({ file, answers: [...log.before.answers, ...added] }, flags.json, shell)
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
