import { command, required } from '../command.ts'
import { integer, text, toggle } from '../flags.ts'
import { runsFlag, workFlags } from '../search-flags.ts'

export const compare = command({
  name: 'compare',
  summary: 'run tasks x searches x seeds as one campaign, and report how the searches compare',
  args: { plan: required('YAML file that says what is compared') },
  flags: {
    workers: workFlags.workers,
    nats: workFlags.nats,
    trainer: workFlags.trainer,
    parallel: integer('runs at a time', { min: 1, max: 1024, byDefault: 'one per worker; 8 with --nats' }),
    runs: text('folder in which the campaign gets its folder; wins over the plan', {
      takes: 'folder',
      byDefault: runsFlag.byDefault ?? '',
    }),
    extend: toggle('take in what is new in the plan of a campaign started earlier'),
    'dry-run': toggle('list the runs of the plan and do nothing'),
    'report-only': toggle('run nothing; report what is there'),
    json: toggle('print one event per line as JSON on stdout'),
    quiet: toggle('say nothing on stderr but errors'),
  },
  notes:
    'The table is printed on stdout; report.html, the tables and the curves lie in the folder of the campaign. The same\n' +
    'command again goes on where it was stopped: runs that are done are read, the others resumed. Nothing of the result\n' +
    'depends on --workers, --parallel or interruptions. A run that fails is reported, the others go on, and the exit code\n' +
    'is 1.',
  examples: [
    ['compare docs/examples/compare.yaml', 'all cores; again after Ctrl-C: goes on'],
    ['compare docs/examples/compare.yaml --dry-run', 'what would be run'],
    ['compare plan.yaml --nats nats://10.0.0.5:4222', 'on whatever workers are connected there'],
    ['compare plan.yaml --report-only', 'the report of what is there so far'],
  ],
  async run({ args, flags }, shell) {
    const { compareSearches } = await import('../compare/compare.ts')
    return compareSearches(args.plan, flags, shell)
  },
})
