import type { SyntaxNode } from '@lezer/common'
import type { Rejected } from '../answer-text.ts'
import type { Call, PythonForms } from '../python-forms.ts'
import { callOf } from './calls.ts'
import type { Code } from './code.ts'

/** What a loop or a branch asks. Every part knows where it stands. */
export type Condition =
  | { readonly kind: 'perception'; readonly at: SyntaxNode; readonly call: Call }
  | { readonly kind: 'constant'; readonly at: SyntaxNode; readonly value: boolean }
  | { readonly kind: 'not'; readonly at: SyntaxNode; readonly operand: Condition }
  | { readonly kind: 'and' | 'or'; readonly at: SyntaxNode; readonly left: Condition; readonly right: Condition }

/** More than a person would read; it keeps the reader from running out of stack. */
export const deepestNesting = 100

/**
 * Reads an expression as a condition.
 *
 * @throws Rejected
 */
export function readCondition(expression: SyntaxNode, code: Code, forms: PythonForms, depth = 0): Condition {
  const parts: Part[] = []
  flatten(expression, code, parts, depth)
  let at = 0

  // The grammar of @lezer/python reads `not a and b` as `not (a and b)`. So the operators are ranked here, as Python
  // does: not before and, and before or, each from the left.
  const any = () => chain('or', () => chain('and', negated))

  function chain(operator: 'and' | 'or', operand: () => Condition): Condition {
    let left = operand()
    while (parts[at]?.operator === operator) {
      const { node } = parts[at++]!
      left = { kind: operator, at: node, left, right: operand() }
    }
    return left
  }

  function negated(): Condition {
    const { operator, node } = parts[at++]!
    if (operator === 'not') return { kind: 'not', at: node, operand: negated() }
    return atom(node, code, forms, depth)
  }

  return any()
}

/** An operator of logic, or what stands between two. */
interface Part {
  readonly operator?: 'not' | 'and' | 'or'
  readonly node: SyntaxNode
}

/** The operators and operands in the order of the text. */
function flatten(node: SyntaxNode, code: Code, parts: Part[], depth: number): void {
  if (depth > deepestNesting) throw code.rejected(node, `the condition is nested more than ${deepestNesting} deep`)
  const logic = node.name === 'UnaryExpression' || node.name === 'BinaryExpression'
  const children = logic ? code.children(node) : []
  const operator = children.find(({ name }) => name === 'not' || name === 'and' || name === 'or')
  if (operator === undefined || children.length !== (node.name === 'UnaryExpression' ? 2 : 3)) {
    parts.push({ node })
    return
  }
  for (const child of children) {
    if (child === operator) parts.push({ operator: operator.name as 'not' | 'and' | 'or', node: operator })
    else flatten(child, code, parts, depth + 1)
  }
}

function atom(node: SyntaxNode, code: Code, forms: PythonForms, depth: number): Condition {
  switch (node.name) {
    case 'ParenthesizedExpression':
      return readCondition(code.children(node, ['(', ')'])[0]!, code, forms, depth + 1)
    case 'CallExpression':
      return { kind: 'perception', at: node, call: callOf(node, 'perceptions', code, forms) }
    case 'Boolean':
      return { kind: 'constant', at: node, value: code.text(node) === 'True' }
    default:
      throw unlike(node, code, forms)
  }
}

const comparisons: ReadonlySet<string> = new Set(['CompareOp', 'in', 'not', 'is'])

function unlike(node: SyntaxNode, code: Code, forms: PythonForms): Rejected {
  if (node.name === 'BinaryExpression' && comparisons.has(code.children(node)[1]!.name)) {
    return code.rejected(
      node,
      `${code.quoted(node)}: there are no comparisons; a perception is true or false by itself`,
    )
  }
  if (node.name === 'VariableName') {
    const name = code.text(node)
    return forms.perceptions.some((call) => call.name === name)
      ? code.rejected(node, `${name} is a perception and has to be called: ${name}()`)
      : code.rejected(node, `${code.quoted(node)}: there are no variables`)
  }
  return code.rejected(node, `${code.quoted(node)}: a condition is made of calls of perceptions, not, and, or`)
}

/** The value of a condition that asks for no perception and has no `and` or `or`; undefined of others. */
export function constantValue(condition: Condition): boolean | undefined {
  if (condition.kind === 'constant') return condition.value
  if (condition.kind !== 'not') return undefined
  const value = constantValue(condition.operand)
  return value === undefined ? undefined : !value
}
