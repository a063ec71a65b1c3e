import { nearest } from '@cairn/domains'
import type { SyntaxNode } from '@lezer/common'
import type { Call, PythonForms } from '../python-forms.ts'
import type { Code } from './code.ts'

/**
 * The action or perception that a call asks for.
 *
 * @param node a CallExpression
 * @throws Rejected
 */
export function callOf(node: SyntaxNode, wanted: keyof PythonForms, code: Code, forms: PythonForms): Call {
  const [callee, args] = code.children(node)
  if (callee!.name !== 'VariableName') {
    throw code.rejected(callee!, `${code.quoted(callee!)}: actions and perceptions are called by their bare names`)
  }
  const name = code.text(callee!)
  const same = forms[wanted].filter((call) => call.name === name)
  if (same.length === 0) throw code.rejected(callee!, unknownName(name, wanted, forms))
  const given = code.children(args!, ['(', ')', ','])
  return same[0]!.argument === undefined
    ? withoutArgument(same[0]!, given, code)
    : withArgument(same, node, given, code)
}

const singular = { actions: 'an action', perceptions: 'a perception' } as const

function unknownName(name: string, wanted: keyof PythonForms, forms: PythonForms): string {
  const other = wanted === 'actions' ? 'perceptions' : 'actions'
  if (forms[other].some((call) => call.name === name)) {
    const misplaced = wanted === 'actions' ? 'does nothing as a statement' : 'is no condition'
    return `${name}() is ${singular[other]} and ${misplaced}`
  }
  const near = nearest(
    name,
    [...forms[wanted], ...forms[other]].map((call) => call.name),
  )
  const known = [...new Set(forms[wanted].map((call) => call.name))].join(', ')
  return `${name}() is not ${singular[wanted]}; ${near === undefined ? `there is ${known}` : `did you mean ${near}()?`}`
}

function withoutArgument(call: Call, [given]: readonly SyntaxNode[], code: Code): Call {
  if (given !== undefined) throw code.rejected(given, `${call.name}() takes no argument, got ${code.quoted(given)}`)
  return call
}

function withArgument(same: readonly Call[], node: SyntaxNode, given: readonly SyntaxNode[], code: Code): Call {
  const { name } = same[0]!
  const values = same.map(({ argument }) => `"${argument}"`)
  const [only] = given
  if (only === undefined) throw code.rejected(node, `${name}() takes one of ${values.join(', ')}`)
  const value =
    given.length === 1 && only.name === 'String' ? /^(["'])([^"'\\]*)\1$/.exec(code.text(only))?.[2] : undefined
  if (value === undefined) {
    const got = code.passage.text.slice(only.from, given.at(-1)!.to)
    throw code.rejected(
      only,
      `${name}() takes one text in quotes, one of ${values.join(', ')}, got ${got.slice(0, 40)}`,
    )
  }
  const found = same.find(({ argument }) => argument === value)
  if (found !== undefined) return found
  throw code.rejected(only, `${name}() takes one of ${values.join(', ')}, got "${value}"`)
}
