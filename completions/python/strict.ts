import { admits, type Language, ParseError, parse, print } from '@cairn/language'
import type { SyntaxNode, Tree } from '@lezer/common'
import { parser } from '@lezer/python'
import { type AnswerText, type Passage, Rejected } from '../answer-text.ts'
import { misfit } from '../misfit.ts'
import type { PythonForms } from '../python-forms.ts'
import { Code } from './code.ts'
import { writeBody } from './statements.ts'
import { Writer } from './writer.ts'

/**
 * The program that the Python of an answer stands for. What it means is kept, or it is rejected; `docs/pythonic.md`
 * says what is read.
 *
 * @returns its canonical text; undefined if there is no Python
 * @throws Rejected
 */
export function readPython(answer: AnswerText, language: Language, forms: PythonForms): string | undefined {
  const passage = pythonIn(answer)
  if (passage === undefined) return undefined
  const code = new Code(passage)
  checkLines(passage)
  const tree = parser.parse(passage.text.trimEnd())
  checkSyntax(tree, code)
  const body = bodyOfRun(tree.topNode, code)
  const writer = new Writer(language)
  const write = () => writeBody(body, { code, forms, writer })
  const program = language.productions.find(
    ({ number, slots }) => slots.length === 1 && admits(language, language.start, number),
  )
  if (program === undefined) write()
  else writer.write(program, write)
  try {
    return print(language, parse(language, writer.text))
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    throw code.rejected(body, `it stands for what is no program of ${language.name}: ${misfit(error)}`)
  }
}

const python: ReadonlySet<string> = new Set(['python', 'python3', 'py'])
const definesRun = /\bdef\s+run\b/

/** The first block that defines run. An answer without any block may be all Python. */
function pythonIn({ blocks, whole }: AnswerText): Passage | undefined {
  if (blocks.length === 0) return /^\s*def\s+run\b/.test(whole.text) ? whole : undefined
  const found = blocks.find(({ info, text }) => (info === '' || python.has(info)) && definesRun.test(text))
  if (found === undefined) {
    const other = blocks.find(({ info }) => python.has(info))
    if (other !== undefined) throw new Rejected('no block of Python defines run()', other)
    return undefined
  }
  if (!found.closed) {
    throw new Rejected('the answer ends inside the block: the rest of the program is missing', found, found.text.length)
  }
  return found
}

/**
 * What the grammar of @lezer/python takes and Python does not: indentation by tabs here and by blanks there, a body that
 * is not indented when the whole block is, as in a list, and lines that go on after a backslash and an empty line.
 */
function checkLines(passage: Passage): void {
  let first: string | undefined
  let blank: string | undefined
  let at = 0
  for (const line of passage.text.split('\n')) {
    const indent = /^\s*/.exec(line)![0]
    if (indent !== line && line[indent.length] !== '#') {
      blank ??= indent[0]
      if ([...indent].some((one) => one !== blank || !' \t'.includes(one))) {
        throw new Rejected('lines are indented by tabs and by blanks, or by something else', passage, at)
      }
      if (first !== undefined && first !== '' && indent.length <= first.length) {
        throw new Rejected('the line is indented no more than the first', passage, at)
      }
      first ??= indent
      if (line.endsWith('\\') && !line.includes('#')) {
        throw new Rejected('the line ends with a backslash', passage, at + line.length - 1)
      }
    }
    at += line.length + 1
  }
}

function checkSyntax(tree: Tree, code: Code): void {
  let wrong: number | undefined
  tree.iterate({
    enter({ type, from }) {
      if (type.isError && wrong === undefined) wrong = from
      return wrong === undefined
    },
  })
  if (wrong === undefined) return
  const { text } = code.passage
  const at = wrong + /^\s*/.exec(text.slice(wrong))![0].length
  const word = /^(\w+|\S)/.exec(text.slice(at))?.[0]
  if (word === undefined) throw code.rejected(wrong, 'this is not Python: something is missing at the end')
  const begins = text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === ''
  const indented = begins ? ', or is indented in another way than it should be' : ''
  throw code.rejected(at, `this is not Python: "${word}" cannot stand here${indented}`)
}

function bodyOfRun(script: SyntaxNode, code: Code): SyntaxNode {
  const definitions = code.children(script)
  const at = definitions.findIndex((node) => node.name === 'FunctionDefinition' && nameOf(node, code) === 'run')
  const run = definitions[at]
  const other = definitions.find((_, i) => i !== at)
  if (run === undefined || other !== undefined) {
    const odd = other ?? script
    throw code.rejected(odd, `${code.quoted(odd)}: run() is all that may be defined or done`)
  }
  const [keyword, , parameters, ...rest] = code.children(run)
  if (keyword!.name !== 'def') throw code.rejected(keyword!, 'run() is a plain function')
  const [parameter] = parameters!.name === 'ParamList' ? code.children(parameters!, ['(', ')']) : [parameters!]
  if (parameter !== undefined) throw code.rejected(parameter, 'run() takes no arguments')
  return rest.at(-1)!
}

function nameOf(definition: SyntaxNode, code: Code): string {
  const name = code.children(definition).find((node) => node.name === 'VariableName')
  return name === undefined ? '' : code.text(name)
}
