import type { Production } from '@cairn/language'
import type { SyntaxNode } from '@lezer/common'
import type { PythonForms } from '../python-forms.ts'
import { callOf } from './calls.ts'
import type { Code } from './code.ts'
import { type Condition, constantValue, deepestNesting, readCondition } from './condition.ts'
import type { Writer } from './writer.ts'

/** Python on its way into a language. */
export interface Reading {
  readonly code: Code
  readonly forms: PythonForms
  readonly writer: Writer
}

/**
 * Writes the statements of a body down.
 *
 * @param body of run, of a loop or of a branch
 * @throws Rejected
 */
export function writeBody(body: SyntaxNode, reading: Reading, depth = 0): void {
  const { code, writer } = reading
  if (depth > deepestNesting) throw code.rejected(body, `statements are nested more than ${deepestNesting} deep`)
  const statements = code
    .children(body, [':'])
    .flatMap((node) => (node.name === 'StatementGroup' ? code.children(node, [';']) : [node]))
  // A text at the beginning of run() says what it does, and does nothing.
  if (depth === 0 && isText(statements[0], reading)) statements.shift()
  if (statements.length === 0) throw code.rejected(body, 'run() does nothing, and the language has no empty program')
  writer.row(statements.map((node) => () => writeStatement(node, reading, depth)))
}

function isText(node: SyntaxNode | undefined, { code }: Reading): boolean {
  if (node?.name !== 'ExpressionStatement') return false
  const [expression, more] = code.children(node)
  // The grammar lets a text end without its quotes.
  const whole = /^[a-z]*("""|'''|"|').*\1$/is
  return expression?.name === 'String' && more === undefined && whole.test(code.text(expression))
}

function writeStatement(node: SyntaxNode, reading: Reading, depth: number): void {
  const kind = Object.hasOwn(kinds, node.name) ? kinds[node.name] : undefined
  if (kind === undefined) {
    throw reading.code.rejected(node, reasons[node.name] ?? `${reading.code.quoted(node)}: ${onlyThese}`)
  }
  kind(node, reading, depth)
}

const kinds: Readonly<Record<string, (node: SyntaxNode, reading: Reading, depth: number) => void>> = {
  ExpressionStatement: writeAction,
  WhileStatement: writeWhile,
  ForStatement: writeRepeat,
  IfStatement: (node, reading, depth) => writeBranch(reading.code.children(node), reading, depth),
}

const onlyThese = 'run() is made of actions, while, if, else, and for ... in range(n)'

const reasons: Readonly<Record<string, string>> = {
  AssignStatement: 'there are no variables',
  UpdateStatement: 'there are no variables',
  ReturnStatement: 'there is no return: a program ends with its last statement',
  BreakStatement: 'there is no break: a loop ends by its condition',
  ContinueStatement: 'there is no continue',
  PassStatement: 'there is no pass: the language has no empty statement',
  FunctionDefinition: 'run() is the only function that may be defined',
  ClassDefinition: 'run() is all that may be defined',
  ImportStatement: 'there are no imports',
}

function writeAction(node: SyntaxNode, { code, forms, writer }: Reading): void {
  const [expression, more] = code.children(node)
  if (more !== undefined) throw code.rejected(more, 'one call per statement')
  if (expression?.name === 'CallExpression') {
    writer.write(callOf(expression, 'actions', code, forms).production)
    return
  }
  const name = code.text(expression!)
  throw forms.actions.some((call) => call.name === name)
    ? code.rejected(node, `${name} is an action and has to be called: ${name}()`)
    : code.rejected(node, `${code.quoted(node)}: ${onlyThese}`)
}

function writeWhile(node: SyntaxNode, reading: Reading, depth: number): void {
  const { code, forms, writer } = reading
  const [, condition, body, otherwise] = code.children(node)
  if (otherwise !== undefined) throw code.rejected(otherwise, 'a loop has no else')
  const asked = readCondition(condition!, code, forms)
  const constant = constantValue(asked)
  const loop = writer.production(constant === undefined ? 'while' : 'repeat')
  const head =
    constant === undefined
      ? () => writeCondition(asked, loop.slots[0]!, reading)
      : () => writer.write(repetitionsFor(constant, condition!, reading))
  writer.write(loop, head, () => writeBody(body!, reading, depth + 1))
}

/** A loop over a constant, as LLM-GS has it: for ever is as often as the language can say. */
function repetitionsFor(constant: boolean, condition: SyntaxNode, reading: Reading): Production {
  const counts = countsOf(reading)
  const count = counts.get(constant ? Math.max(...counts.keys()) : 0)
  if (count === undefined) throw reading.code.rejected(condition, 'the language cannot say that a loop never runs')
  return count
}

function writeRepeat(node: SyntaxNode, reading: Reading, depth: number): void {
  const { code, writer } = reading
  const [keyword, variable, word, range, body, otherwise] = code.children(node)
  if (keyword!.name !== 'for' || variable!.name !== 'VariableName' || word!.name !== 'in' || body?.name !== 'Body') {
    throw code.rejected(node, `${code.quoted(node)}: expected for ... in range(n)`)
  }
  if (otherwise !== undefined) throw code.rejected(otherwise, 'a loop has no else')
  const count = repetitions(range!, reading)
  writer.write(
    writer.production('repeat'),
    () => writer.write(count),
    () => writeBody(body, reading, depth + 1),
  )
}

/** A count out of reach would have to be cut, and that is another program. */
function repetitions(range: SyntaxNode, reading: Reading): Production {
  const { code } = reading
  const counts = countsOf(reading)
  const [least, most] = [Math.min(...counts.keys()), Math.max(...counts.keys())]
  const [callee, list] = range.name === 'CallExpression' ? code.children(range) : []
  if (callee === undefined || code.text(callee) !== 'range') {
    throw code.rejected(range, `for goes over range(n), with a whole number n from ${least} to ${most}`)
  }
  const given = code.children(list!, ['(', ')', ','])
  const written = given.length === 1 ? code.text(given[0]!) : ''
  if (!/^(0|[1-9][0-9]*)$/.test(written)) {
    throw code.rejected(
      list!,
      `range${code.text(list!).slice(0, 40)}: expected one whole number from ${least} to ${most}`,
    )
  }
  const count = counts.get(Number(written))
  if (count !== undefined) return count
  throw code.rejected(given[0]!, `range(${written.slice(0, 40)}): the language repeats ${least} to ${most} times`)
}

/** Numbers of repetitions and how they are written: the number at the end of the only token. */
function countsOf({ writer }: Reading): ReadonlyMap<number, Production> {
  const [nonTerminal] = writer.production('repeat').slots
  const counts = writer.language.productions.flatMap((production): [number, Production][] => {
    if (writer.admitted(nonTerminal!, production.name) === undefined) return []
    const [piece] = production.pieces
    const digits = production.pieces.length === 1 && 'token' in piece! ? /(\d+)$/.exec(piece.token)?.[1] : undefined
    return digits === undefined ? [] : [[Number(digits), production]]
  })
  return new Map(counts)
}

/** @param parts `if condition body`, then any number of `elif condition body`, then at most one `else body` */
function writeBranch(parts: readonly SyntaxNode[], reading: Reading, depth: number): void {
  const { code, forms, writer } = reading
  const [keyword, condition, body, next, ...rest] = parts
  if (condition?.name === 'Body' || body?.name !== 'Body')
    throw code.rejected(keyword!, `${keyword!.name}: a condition is missing`)
  if (depth > deepestNesting) throw code.rejected(keyword!, `statements are nested more than ${deepestNesting} deep`)
  const write = () => writeBody(body, reading, depth + 1)
  const branch = writer.production(next === undefined ? 'if' : 'ifelse')
  const asked = readCondition(condition!, code, forms)
  const test = () => writeCondition(asked, branch.slots[0]!, reading)
  // elif is an if in the else: the same program.
  const other = () =>
    next!.name === 'elif' ? writeBranch([next!, ...rest], reading, depth + 1) : writeBody(rest[0]!, reading, depth + 1)
  writer.write(branch, test, write, other)
}

/**
 * Writes a condition down where the non-terminal is asked for.
 *
 * @throws Rejected if the language cannot say it there
 */
function writeCondition(condition: Condition, nonTerminal: string, reading: Reading): void {
  const { code, writer } = reading
  const { at, kind } = condition
  if (kind === 'perception') {
    writer.write(condition.call.production)
    return
  }
  const name = kind === 'constant' ? code.text(at) : kind
  const production = writer.admitted(nonTerminal, name)
  if (production === undefined) throw code.rejected(at, `the language ${writer.language.name} has no "${name}" here`)
  const operands = kind === 'constant' ? [] : kind === 'not' ? [condition.operand] : [condition.left, condition.right]
  writer.write(
    production,
    ...operands.map((operand, i) => () => writeCondition(operand, production.slots[i]!, reading)),
  )
}
