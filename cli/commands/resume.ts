import { command, required } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { toggle } from '../flags.ts'
import { runsFlag, workFlags } from '../search-flags.ts'
import { line } from '../shell.ts'

export const resume = command({
  name: 'resume',
  summary: 'go on with a run from the last evaluation in its journal',
  args: { run: required('name of the run, or its folder') },
  flags: {
    ...workFlags,
    runs: runsFlag,
    json: toggle('print one event per line as JSON on stdout'),
    quiet: toggle('say nothing on stderr but errors'),
  },
  notes:
    'Nothing is evaluated or counted twice, and the end is the same, to the byte, as if the run had never stopped. A run\n' +
    'that is done prints its result again.',
  async run({ args, flags }, shell) {
    const [{ readRun }, { loadDomain }, { conduct }, names, { conclude, summary }] = await Promise.all([
      import('@cairn/coordinator'),
      import('@cairn/domains'),
      import('../conduct.ts'),
      import('../run-names.ts'),
      import('../run-summary.ts'),
    ])
    const root = names.runsFolder(flags.runs, shell)
    const record = readRun(names.findRun(args.run, root, shell.folder))
    const { plan } = record.manifest
    for (const module of flags.domain) await loadDomain(module)

    const { result } = record
    if (result !== undefined) {
      if (flags.json) line(shell.out, JSON.stringify(result))
      else {
        if (!flags.quiet) line(shell.err, summary(result, plan, shell.err))
        await conclude(result, plan, flags.quiet, shell)
      }
      return exitCodes.ok.code
    }
    const again = names.resumeCommand(shell.cairn, args.run, {
      runs: flags.runs,
      nats: flags.nats,
      domain: flags.domain,
    })
    const { exit, done } = await conduct({ plan, folder: record.folder, epoch: record.epoch }, flags, again, shell)
    if (done !== undefined && !flags.json) await conclude(done, plan, flags.quiet, shell)
    return exit
  },
})
