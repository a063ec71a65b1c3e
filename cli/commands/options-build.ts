import { resolve } from 'node:path'
import { command, required } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { choice, integer, list, settings, text, toggle } from '../flags.ts'
import { onInterrupt } from '../interrupt.ts'
import { runsFlag, workFlags } from '../search-flags.ts'
import { line } from '../shell.ts'
import { duration, some } from '../terminal/numbers.ts'

export const optionsBuild = command({
  name: 'options build',
  summary: 'cut programs into options and keep those that differ in what they do',
  args: { task: required('name of a task, such as karel/harvester: whose completions, and in which language') },
  flags: {
    from: list('what is cut: see below', { takes: 'source', byDefault: 'completions' }),
    filter: choice('what is left out; "cairn searches innatecoder" explains', ['vector', 'sequential', 'none'], {
      default: 'vector',
    }),
    states: integer('sampled states in which behaviour is compared', { min: 1, max: 1000, default: 500 }),
    size: integer('most options kept, chosen uniformly; 0 keeps all', { min: 0, max: 10_000_000, default: 0 }),
    seed: integer('seed of what is random', { min: 0, max: 2 ** 32 - 1, default: 0 }),
    output: text('the library', { takes: 'file', byDefault: 'TASK-options.jsonl' }),
    option: settings('an option of the task'),
    runs: runsFlag,
    workers: workFlags.workers,
    nats: workFlags.nats,
    domain: workFlags.domain,
    json: toggle('print one JSON object on stdout'),
    quiet: toggle('say nothing on stderr but errors'),
  },
  notes:
    'Sources: completions (those of the task that come with Cairn), completions:FILE, compat, compat:FILE, file:PATH (a\n' +
    'program per line), run:NAME (what a run, or every run of a campaign, found on its way), library:FILE (its options as\n' +
    'they are), random:N (N random programs). Several are merged. The library is the same whoever computes it; a search\n' +
    'takes it as --set programs=library:FILE.',
  examples: [
    ['options build karel/harvester', 'from the completions that come with Cairn'],
    ['options build karel/snake --from random:10000 --size 5000 --output random.jsonl', 'from random programs'],
    ['options build karel/snake --from library:random.jsonl --from run:maze-sparse-hill-climb-0', 'merged'],
  ],
  async run({ args, flags }, shell) {
    const beganMs = performance.now()
    const [{ openTaskOf }, { buildInto }, { buildView }, { amountsText, countsTable }, { runsFolder }] =
      await Promise.all([
        import('../complete/request.ts'),
        import('../options/building.ts'),
        import('../options/build-view.ts'),
        import('../options/counts-table.ts'),
        import('../run-names.ts'),
      ])
    const { out, err, folder, version } = shell
    const { domain, task } = await openTaskOf(args.task, flags)
    const file = resolve(folder, flags.output ?? `${task.spec.name.split('/').at(-1)}-options.jsonl`)
    const from = flags.from.length === 0 ? ['completions'] : flags.from
    const view = buildView(flags.quiet ? undefined : err)
    using interrupt = onInterrupt()
    try {
      const { head, where } = await buildInto(
        { ...flags, domain, task, from, folder, file, runs: runsFolder(flags.runs, shell) },
        { work: flags, version, view, signal: interrupt.signal },
      )
      view.end()
      if (flags.json) {
        line(out, JSON.stringify({ file, ...head }))
        return exitCodes.ok.code
      }
      view.say(amountsText(head))
      view.say(countsTable(head))
      const compared = head.states === 0 ? 'nothing compared' : `compared in ${some(head.states, 'state')} on ${where}`
      view.say(err.colors.dim(`${compared}, ${duration((performance.now() - beganMs) / 1000)}`))
      line(out, file)
      return exitCodes.ok.code
    } catch (error) {
      if (interrupt.exitCode === undefined) throw error
      view.end()
      view.say('stopped; nothing was written')
      return interrupt.exitCode
    }
  },
})
