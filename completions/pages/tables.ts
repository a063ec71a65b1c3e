import { karel, minigrid, openTask } from '@cairn/domains'
import { listBundled } from '../bundled.ts'
import { readCompletions } from '../client/completion-file.ts'
import { judgeBoth } from '../client/judge-both.ts'
import { tally } from '../client/tally.ts'
import { pythonForms } from '../python-forms.ts'
import { type Converter, converters, judge, type PathVerdict } from '../verdict.ts'
import { accepted, type Example, rejected, texts, traps } from './pythonic-examples.ts'

/** Tables of the documentation that are made from what the code does, by name. */
const tables: Readonly<Record<string, () => string>> = {
  accepted: () =>
    rows(
      ['', 'Python', 'program'],
      accepted.map((one) => [one.what, shownCode(one), outcome(one, 'strict')]),
    ),
  rejected: () =>
    rows(
      ['', 'Python', 'reason'],
      rejected.map((one) => [one.what, shownCode(one), outcome(one, 'strict')]),
    ),
  traps: () =>
    rows(
      ['', 'Python', 'strict', 'compat'],
      traps.map((one) => [one.what, shownCode(one), outcome(one, 'strict'), outcome(one, 'compat')]),
    ),
  texts: textsTable,
  bundled: bundledTable,
}

/** `page` with every part between `<!-- table: NAME -->` and `<!-- end of table -->` replaced. */
export function withTables(page: string): string {
  return page.replaceAll(
    /<!-- table: (\w+) -->.*?<!-- end of table -->/gs,
    (_, name: string) => `<!-- table: ${name} -->\n\n${tables[name]!()}\n\n<!-- end of table -->`,
  )
}

/** Of the answers that come with Cairn, judged by the converters as they are now. */
function bundledTable(): string {
  const body = listBundled().map(({ task, file }) => {
    const { language } = openTask(task)
    const judgeNow = judgeBoth(language)
    const { answers } = readCompletions(file)
    const judged = answers.map((answer) => ({ ...answer, verdict: judgeNow(answer.text) }))
    const [strict, compat] = [tally(judged, 'strict'), tally(judged, 'compat')]
    const share = (accepted: number) => `${((100 * accepted) / answers.length).toFixed(1)} %`
    return [
      ...[`\`${task}\``, String(answers.length), share(strict.accepted), String(strict.distinctPrograms)],
      ...(pythonForms(language) === undefined ? ['-', '-'] : [share(compat.accepted), String(compat.distinctPrograms)]),
    ]
  })
  return rows(['task', 'answers', 'strict accepts', 'distinct programs', 'compat accepts', 'distinct programs'], body)
}

/** What becomes of the Python of an example. */
function outcome(example: Example, converter: Converter): string {
  const { language } = example.minigrid ? minigrid : karel
  return shownVerdict(judge(`\`\`\`python\n${blockOf(example)}\n\`\`\``, language, converter).python!)
}

/** The statements of the program; or the place in the answer and the reason. */
function shownVerdict({ ok, text = '', reason, line, column }: PathVerdict): string {
  if (ok) return `\`${text.replace(/^DEF run m\( (.*) m\)$/, '$1')}\``
  return `${line === undefined ? '' : `${line}:${column} `}${reason}`
}

function textsTable(): string {
  const body = texts.map(({ what, text }) => {
    const [strict, compat] = converters.map((converter) => shownVerdict(judge(text, karel.language, converter).dsl!))
    return [what, `\`${text.replaceAll('\n', ' ↵ ')}\``, strict!, compat!]
  })
  return rows(['', 'text', 'strict', 'compat'], body)
}

function blockOf({ code, whole }: Example): string {
  if (whole) return code
  return ['def run():', ...code.split('\n').map((line) => (line === '' ? '' : `    ${line}`))].join('\n')
}

/** On one line. */
function shownCode({ code }: Example): string {
  return `\`${code.replaceAll('\t', '→').replaceAll('\n', ' ↵ ').replaceAll('↵  ↵', '↵ ↵')}\``
}

function rows(head: readonly string[], body: readonly (readonly string[])[]): string {
  const cells = [head, ...body].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = head.map((_, at) => Math.max(3, ...cells.map((row) => row[at]!.length)))
  const line = (row: readonly string[], fill = ' ') =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at]!, fill)).join(' | ')} |`
  const rule = line(
    head.map(() => ''),
    '-',
  )
  return [line(cells[0]!), rule, ...cells.slice(1).map((row) => line(row))].join('\n')
}
