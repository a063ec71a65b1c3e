import { command, required } from '../command.ts'
import { integer, text, toggle } from '../flags.ts'
import { workFlags } from '../search-flags.ts'
import { line } from '../shell.ts'
import { cut, grouped } from '../terminal/numbers.ts'
import { right, table } from '../terminal/table.ts'

export const optionsDiff = command({
  name: 'options diff',
  summary: 'what two libraries have in common: texts, and what they do',
  args: { a: required('a library'), b: required('another') },
  flags: {
    kind: text('only options of this non-terminal'),
    limit: integer('options of either shown that the other lacks', { min: 0, default: 5 }),
    domain: workFlags.domain,
    json: toggle('print one JSON object on stdout'),
  },
  notes:
    'Behaviours are compared where both libraries have them in the same states under the same rules; an option that one\n' +
    'library lacks is then one that does something which nothing in that library does.',
  examples: [['options diff harvester-options.jsonl random.jsonl', 'model against chance']],
  async run({ args, flags }, shell) {
    const [{ checkKind, openLibrary }, { BadUsage }, { compareLibraries }, { originText }] = await Promise.all([
      import('../options/open-library.ts'),
      import('../errors.ts'),
      import('../options/compare-libraries.ts'),
      import('../options/library-file.ts'),
    ])
    const [a, b] = [await openLibrary(args.a, flags.domain, shell), await openLibrary(args.b, flags.domain, shell)]
    if (a.language !== b.language) throw new BadUsage('b', args.b, `a library of ${a.head.domain}, as ${args.a} is`)
    if (flags.kind !== undefined) checkKind(a.language, flags.kind)
    const { out } = shell
    const result = compareLibraries(a, b, flags.kind)
    if (flags.json) return line(out, JSON.stringify(result))
    const columns = ['kind', ...['texts: only a', 'both', 'only b', 'behaviours: only a', 'both', 'only b'].map(right)]
    const cells = (overlap: { onlyA: number; both: number; onlyB: number } | undefined) =>
      overlap === undefined ? ['-', '-', '-'] : [overlap.onlyA, overlap.both, overlap.onlyB].map(grouped)
    line(out, `a  ${args.a}, ${grouped(a.options.length)} options from ${originText(a.head)}`)
    line(out, `b  ${args.b}, ${grouped(b.options.length)} options from ${originText(b.head)}\n`)
    line(
      out,
      table(
        columns,
        result.kinds.map((row) => [row.kind, ...cells(row.texts), ...cells(row.behaviours)]),
      ),
    )
    if (!result.comparable) line(out, '\nNot compared by behaviour: other rules, other states, or no vector filter.')
    for (const side of ['onlyA', 'onlyB'] as const) {
      const lacking = result[side]
      if (lacking.length === 0 || flags.limit === 0) continue
      line(out, `\n${out.colors.bold(side === 'onlyA' ? 'Only in a' : 'Only in b')}, ${grouped(lacking.length)} in all`)
      for (const { kind, text } of lacking.slice(0, flags.limit)) {
        line(out, `  ${kind.padEnd(6)} ${cut(text, Math.max(20, out.columns - 10))}`)
      }
    }
  },
})
