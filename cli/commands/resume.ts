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
    const [{ conduct }, names, { conclude, summary }] = await Promise.all([
      import('../conduct.ts'),
      import('../run-names.ts'),
      import('../run-summary.ts'),
    ])
    const { record, modules } = await names.openRun(args.run, flags, shell)
    const { plan, embedding } = record.manifest

    const { result } = record
    if (result !== undefined) {
      if (flags.json) line(shell.out, JSON.stringify(result))
      else {
        if (!flags.quiet) line(shell.err, summary(result, plan, shell.err))
        await conclude(result, { plan, modules, quiet: flags.quiet }, shell)
      }
      return exitCodes.ok.code
    }
    const run = { plan, folder: record.folder, epoch: record.epoch, embedding }
    const options = { ...flags, domain: modules }
    const { exit, done } = await conduct(run, options, names.resumeCommand(shell.cairn, args.run, flags), shell)
    if (done !== undefined && !flags.json) await conclude(done, { plan, modules, quiet: flags.quiet }, shell)
    return exit
  },
})
