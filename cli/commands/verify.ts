import { basename, dirname, join } from 'node:path'
import { command, many, required } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { line } from '../shell.ts'

/** Differences shown; the rest is only counted. */
const shownDifferences = 10

export const verify = command({
  name: 'verify',
  summary: 'check recorded behaviour of the reference implementations against this one',
  args: {
    suite: required(
      'karel-interpreter, karel-leaps-interpreter, karel-tasks, karel-leaps-tasks, karel-hprl-tasks, karel-long, minigrid-env, minigrid-programs, minigrid-initial, microrts-scenarios, microrts-traces, microrts-snapshots, microrts-outcomes, microrts-socket, microlanguage-programs, microlanguage-decisions, microlanguage-games, pythonic, search-space, search-traces or neural',
    ),
    file: many(
      'recorded cases: .jsonl or .jsonl.gz, one JSON object per line; or .json: a list, a table, or one object; - reads stdin',
    ),
  },
  flags: {},
  notes:
    'The last line on stdout is "N passed, N failed"; the first differences are on stderr. Exit code 1 if any case failed.',
  examples: [
    [
      'verify karel-interpreter test/golden/karel/interpreter.jsonl.gz',
      'every recorded run of the reference interpreter',
    ],
  ],
  async run({ args }, { out, err, folder }) {
    const [{ suiteNamed }, { readList, readRecords }] = await Promise.all([
      import('../verify-suites.ts'),
      import('../records.ts'),
    ])
    const suite = await suiteNamed(args.suite)
    let [passed, failed] = [0, 0]
    for (const file of args.file) {
      const besides = suite.beside === undefined ? [] : await readList(join(dirname(file), suite.beside), folder)
      const cases = suite.takesFiles
        ? [{ record: { file: basename(file), records: await readList(file, folder) }, where: file }]
        : readRecords(file, folder)
      for await (const { record, where } of cases) {
        const difference = await suite.check(record, besides)
        if (difference === undefined) passed += 1
        else if (++failed <= shownDifferences) line(err, `${where}: ${difference}`)
      }
    }
    if (failed > shownDifferences) line(err, `and ${failed - shownDifferences} more`)
    line(out, `${passed} passed, ${failed} failed`)
    return failed === 0 ? exitCodes.ok.code : exitCodes.failure.code
  },
})
