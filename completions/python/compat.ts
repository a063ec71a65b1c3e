import { ConversionError } from '../dsl/conversion-error.ts'
import { namesWithArgument, repairDsl } from '../dsl/repair.ts'
import type { PythonForms } from '../python-forms.ts'

/**
 * The DSL text that LLM-GS makes of the Python block of an answer (a015kh/LLM-GS, the conversion of the Python part): a
 * transform of lines, not a parser of Python, with all its oddities. `docs/pythonic.md` lists them.
 *
 * @throws ConversionError where the reference stops with an exception
 */
export function convertPython(answer: string, forms: PythonForms): string {
  const fenced = /```python.*?```/s.exec(answer)?.[0]
  if (fenced === undefined) throw new ConversionError('there is no block between "```python" and "```"')
  const code = fenced.replaceAll('```python\n', '').replaceAll('\n```', '')
  const lines = withoutEmptyEnds(code.split('\n')).slice(1)
  const converting = { withArgument: namesWithArgument(forms), blocksLeft: 1_000 + 20 * lines.length }
  return repairDsl(`DEF run m( ${convert(unindented(lines), converting)} m)`, forms)
}

function withoutEmptyEnds(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line !== '')
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex((line) => line !== '') + 1)
}

interface Converting {
  readonly withArgument: ReadonlySet<string>
  /** Lines that hold "else" and "if" are converted twice, and so are those below: a bound, as the reference has none. */
  blocksLeft: number
}

const indent = '    '

/** Lines without their first four blanks in a row, wherever these are. */
function unindented(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(indent, ''))
}

/** Positions of the lines without four blanks in a row. */
function headsOf(lines: readonly string[]): number[] {
  return lines.flatMap((line, at) => (line.includes(indent) ? [] : [at]))
}

function convert(lines: readonly string[], converting: Converting): string {
  const heads = headsOf(lines)
  if (heads.length === 0) throw new ConversionError('a block has no statement')
  if (heads.length === 1) return convertBlock(lines, converting)
  const blocks = heads.slice(0, -1).map((head, i) => {
    const joins = lines[heads[i + 1]!]!.includes('else')
    return lines.slice(head, heads[joins ? i + 2 : i + 1])
  })
  const last = heads.at(-1)!
  if (!lines[last]!.includes('else')) blocks.push(lines.slice(last))
  return blocks.map((block) => convertBlock(block, converting)).join(' ')
}

function convertBlock(block: readonly string[], converting: Converting): string {
  if (--converting.blocksLeft < 0) throw new ConversionError('the lines are read over and over')
  const line = block[0]!
  const rest = () => convert(unindented(block.slice(1)), converting)
  const plain = block.length === 1 ? line.replaceAll(/[()]/g, '') : ''
  if (line.includes('for')) return `${plain} REPEAT R=${argument(lastWord(line))} r( ${rest()} r)`
  if (line.includes('while')) return `${plain} WHILE c( ${condition(line, converting)} c) w( ${rest()} w)`
  if (!line.includes('if')) return plain
  const heads = headsOf(block)
  if (heads.length !== 2) return `${plain} IF c( ${condition(line, converting)} c) i( ${rest()} i)`
  const otherwise = heads[1]!
  const [then, other] = [block.slice(heads[0]! + 1, otherwise), block.slice(otherwise + 1)].map((lines) =>
    convert(unindented(lines), converting),
  )
  return `${plain} IFELSE c( ${condition(line, converting)} c) i( ${then} i) ELSE e( ${other} e)`
}

function condition(line: string, { withArgument }: Converting): string {
  const word = lastWord(line.replaceAll(/["']/g, ''))
  const name = [...withArgument].find((one) => word.includes(one))
  const test = name === undefined ? word.replaceAll(/[():]/g, '') : `${name} h( ${argument(word)} h)`
  return line.includes('not') ? `not c( ${test} c)` : test
}

function lastWord(line: string): string {
  return line.slice(line.lastIndexOf(' ') + 1)
}

/** Between the first opening bracket and the next closing one. */
function argument(word: string): string {
  const open = word.indexOf('(')
  if (open < 0) throw new ConversionError(`"${word}" has no bracket`)
  return word.slice(open + 1).split(')')[0]!
}
