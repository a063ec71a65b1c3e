import { resolve } from 'node:path'
import { command, required } from '../command.ts'
import { choice, integer, text, toggle } from '../flags.ts'
import { workFlags } from '../search-flags.ts'
import { line } from '../shell.ts'
import { cut, grouped, some } from '../terminal/numbers.ts'
import { right, table } from '../terminal/table.ts'

export const optionsList = command({
  name: 'options list',
  summary: 'what is in a library of options, and how it came about',
  args: { library: required('file that "cairn options build" wrote') },
  flags: {
    kind: text('only options of this non-terminal'),
    limit: integer('options shown at most; 0 shows all', { min: 0, default: 20 }),
    order: choice('which come first', ['library', 'frequent', 'short', 'long'], { default: 'library' }),
    domain: workFlags.domain,
    json: toggle('print the head, then one option per line, as JSON'),
  },
  notes: 'The number of an option is its place in the library; "cairn options show" takes it.',
  examples: [
    ['options list harvester-options.jsonl --kind cond --order frequent', 'conditions, the most used ones first'],
  ],
  async run({ args, flags }, shell) {
    const [{ checkKind, openLibrary }, { originText }, { amountsText, countsTable }, { print }] = await Promise.all([
      import('../options/open-library.ts'),
      import('../options/library-file.ts'),
      import('../options/counts-table.ts'),
      import('@cairn/language'),
    ])
    const { head, options, language } = await openLibrary(args.library, flags.domain, shell)
    if (flags.kind !== undefined) checkKind(language, flags.kind)
    const numbered = options.map((option, number) => ({ ...option, number, text: print(language, option.program) }))
    const wanted = numbered.filter(({ kind }) => flags.kind === undefined || kind === flags.kind)
    const ordered = wanted.toSorted(orders[flags.order])
    const shown = flags.limit === 0 ? ordered : ordered.slice(0, flags.limit)
    const { out, err } = shell
    if (flags.json) {
      line(out, JSON.stringify({ file: resolve(shell.folder, args.library), ...head }))
      for (const { number, kind, text, occurrences, behaviour } of shown) {
        line(out, JSON.stringify({ number, kind, text, occurrences, behaviour: behaviour ?? null }))
      }
      return
    }
    const compared = head.states === 0 ? 'no filter' : `${head.filter} filter, ${some(head.states, 'state')}`
    line(out, out.colors.bold(`${some(options.length, 'option')} of ${head.domain}, from ${originText(head)}`))
    line(out, out.colors.dim(`${amountsText(head)}; ${compared}`))
    line(out, `\n${countsTable(head)}\n`)
    const columns = [right('number'), 'kind', right('in programs'), 'text']
    const width = Math.max(20, out.columns - 40)
    const rows = shown.map(({ number, kind, occurrences, text }) => [
      ...[String(number), kind, grouped(occurrences), cut(text, width)],
    ])
    line(out, table(columns, rows))
    const rest = wanted.length - shown.length
    if (rest > 0) line(err, `and ${grouped(rest)} more; --limit 0 shows all`)
  },
})

interface Listed {
  readonly number: number
  readonly occurrences: number
  readonly text: string
}

const orders: Readonly<Record<'library' | 'frequent' | 'short' | 'long', (a: Listed, b: Listed) => number>> = {
  library: (a, b) => a.number - b.number,
  frequent: (a, b) => b.occurrences - a.occurrences || a.number - b.number,
  short: (a, b) => a.text.length - b.text.length || a.number - b.number,
  long: (a, b) => b.text.length - a.text.length || a.number - b.number,
}
