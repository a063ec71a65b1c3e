import { resolve } from 'node:path'
import { command, required } from '../command.ts'
import { integer, toggle } from '../flags.ts'
import { line } from '../shell.ts'
import { grouped, some } from '../terminal/numbers.ts'

export const dataShow = command({
  name: 'data show',
  summary: 'what is in a data set of programs: settings, lengths, tokens, why draws were rejected, single programs',
  args: { file: required('file that "cairn data build" wrote') },
  flags: {
    tokens: integer('tokens shown, the commonest first; 0 shows all', { min: 0, max: 100, default: 10 }),
    programs: integer('programs shown', { min: 0, max: 1000, default: 3 }),
    from: integer('number of the first program shown', { min: 0, default: 0 }),
    json: toggle('print the figures, then one program per line, as JSON'),
  },
  notes: 'Demonstrations are shown as their actions: m move, l turnLeft, r turnRight, p pickMarker, u putMarker.',
  examples: [['data show leaps.programs --programs 1 --from 42', 'figures, and program 42 at work']],
  async run({ args, flags }, shell) {
    const [{ readFileSync }, { karel, readProgramData }, { vocabulary }, { summarise }, tables] = await Promise.all([
      import('node:fs'),
      import('@cairn/domains'),
      import('@cairn/language'),
      import('../data/summary.ts'),
      import('../data/tables.ts'),
    ])
    const file = resolve(shell.folder, args.file)
    const data = readProgramData(readFileSync(file))
    const words = vocabulary(karel.language, data.settings.vocabulary)
    const summary = summarise(data, words)
    const { out } = shell
    const shown = Array.from(
      { length: Math.max(0, Math.min(flags.programs, data.length - flags.from)) },
      (_, i) => flags.from + i,
    ).map((number) => {
      const { tokens, demonstrations } = data.program(number)
      return {
        number,
        text: words.decode(tokens),
        demonstrations: demonstrations.map(({ actions }) => lettersOf(actions)),
      }
    })
    if (flags.json) {
      line(out, JSON.stringify({ file, programs: data.length, settings: data.settings, ...summary }))
      for (const program of shown) line(out, JSON.stringify(program))
      return
    }
    const { bold, dim } = out.colors
    const { vocabulary: whose, seed } = data.settings
    const { train, validation, test } = summary.parts
    line(out, bold(`${some(data.length, 'program')} in the tokens of ${whose === 'leaps' ? 'LEAPS' : 'HPRL'}`))
    line(
      out,
      dim(`seed ${seed}; ${grouped(train)} to train, ${grouped(validation)} to validate, ${grouped(test)} to test`),
    )
    line(out, `\n${tables.lengthTable(summary)}`)
    line(out, `\n${tables.rejectionTable(data.tally)}`)
    line(out, `\n${tables.tokenTable(summary, flags.tokens)}`)
    for (const { number, text, demonstrations } of shown) {
      line(out, `\n${dim(`${number}`)}  ${text}`)
      line(out, dim(`   ${demonstrations.map((actions) => actions || '-').join(' ')}`))
    }
  },
})

/** One letter for each action. */
function lettersOf(actions: Uint8Array): string {
  return Array.from(actions, (action) => 'mlrpu'[action]).join('')
}
