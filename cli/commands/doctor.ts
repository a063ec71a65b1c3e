import { command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { text } from '../flags.ts'
import { runsFlag } from '../search-flags.ts'
import { line } from '../shell.ts'

export const doctor = command({
  name: 'doctor',
  summary: 'check that this machine has what Cairn needs, part by part',
  args: {},
  flags: { runs: runsFlag, nats: text('check this NATS server and its JetStream too', { takes: 'url' }) },
  notes: 'Each line says ok, or what is wrong and what to do about it. Exit code 1 if anything is wrong.',
  async run({ flags }, shell) {
    const [{ checksFor }, { runsFolder }] = await Promise.all([import('../checks.ts'), import('../run-names.ts')])
    const { out } = shell
    let problems = 0
    for (const { name, check } of checksFor({
      root: runsFolder(flags.runs, shell),
      nats: flags.nats,
      version: shell.version,
    })) {
      try {
        line(out, `${out.colors.green('ok     ')}  ${name.padEnd(14)}  ${await check()}`)
      } catch (error) {
        problems += 1
        line(out, `${out.colors.red('problem')}  ${name.padEnd(14)}  ${error instanceof Error ? error.message : error}`)
      }
    }
    return problems === 0 ? exitCodes.ok.code : exitCodes.failure.code
  },
})
