import { resolve } from 'node:path'
import { command, required } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { choice, integer, toggle } from '../flags.ts'
import { onInterrupt } from '../interrupt.ts'
import { line } from '../shell.ts'
import { duration, grouped, some } from '../terminal/numbers.ts'

export const dataBuild = command({
  name: 'data build',
  summary: 'draw programs at random and show each at work, as LEAPS and HPRL train their embeddings on',
  args: { file: required('the data set; while it is built, FILE.part beside it') },
  flags: {
    like: choice('whose tokens, chances, worlds and rules of rejection', ['leaps', 'hprl'], { default: 'leaps' }),
    programs: integer('programs in all', { min: 1, max: 10_000_000, byDefault: '50000 of LEAPS, 1000000 of HPRL' }),
    seed: integer('seed of what is random', { min: 0, max: 2 ** 32 - 1, default: 0 }),
    'max-tokens': integer('longer programs are passed over, "DEF run m(" and "m)" included', {
      min: 5,
      max: 250,
      default: 40,
    }),
    demonstrations: integer('demonstrations of each program', { min: 1, max: 100, default: 10 }),
    workers: integer('threads that draw', { min: 1, max: 64, default: 1 }),
    json: toggle('print one JSON object on stdout'),
    quiet: toggle('say nothing on stderr but errors'),
  },
  notes:
    'A build that was stopped goes on when it is started again with the same settings, and comes to the same bytes,\n' +
    'whatever the number of threads. docs/program-data.md has the rules, the format and the figures.',
  examples: [
    ['data build leaps.programs --seed 1', 'the data set of LEAPS: 35,000 programs to train, 7,500 and 7,500 to check'],
    ['data build hprl.programs --like hprl --seed 1 --workers 2', 'a million programs of HPRL'],
  ],
  async run({ args, flags }, shell) {
    const beganMs = performance.now()
    const [{ hprlProgramData, leapsProgramData }, { buildData }, { dataView }, { rejectionTable }] = await Promise.all([
      import('@cairn/domains'),
      import('../data/building.ts'),
      import('../data/build-view.ts'),
      import('../data/tables.ts'),
    ])
    const { out, err, folder } = shell
    const like = flags.like === 'leaps' ? leapsProgramData : hprlProgramData
    const settings = {
      ...like,
      programs: flags.programs ?? like.programs,
      seed: flags.seed,
      maxTokens: flags['max-tokens'],
      demonstrations: flags.demonstrations,
    }
    const file = resolve(folder, args.file)
    const view = dataView(flags.quiet ? undefined : err)
    using interrupt = onInterrupt()
    try {
      const built = await buildData({
        ...{ settings, file, threads: flags.workers, signal: interrupt.signal },
        onProgress: view.progress,
        say: view.say,
      })
      view.end()
      if (!built.finished) {
        view.say(`stopped after ${some(built.programs, 'program')}; the same command goes on`)
        return interrupt.exitCode ?? exitCodes.interrupted.code
      }
      if (view.tally !== undefined) view.say(rejectionTable(view.tally))
      view.say(err.colors.dim(`${grouped(built.programs)} programs, ${duration((performance.now() - beganMs) / 1000)}`))
      line(out, flags.json ? JSON.stringify({ file, settings, programs: built.programs }) : file)
      return exitCodes.ok.code
    } finally {
      view.end()
    }
  },
})
