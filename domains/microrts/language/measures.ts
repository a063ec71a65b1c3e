import { nodes as nodesOf, type Program, subtree } from '@cairn/language'
import { microlanguage } from './language.ts'
import { arity, isCommand, isCondition, isStatement, productions } from './productions.ts'

/**
 * Nodes as the reference counts them: a statement, a command and a condition have a wrapper each (S, C, B); parameters
 * are none. A command that stands as a statement is three: S, C and itself.
 */
export function countNodes(program: Program): number {
  let count = 0
  for (const production of program) {
    if (isStatement[production] === 1 || isCondition[production] === 1) count += 2
    else if (isCommand[production] === 1) count += 1
  }
  return count
}

/** The parts of a program that are options of InnateCoder and LISS: those of kind S, C and B, itself among them. */
export function* options(program: Program): Generator<{ readonly kind: 'S' | 'C' | 'B'; readonly program: Program }> {
  for (const { at, nonTerminal } of nodesOf(microlanguage, program)) {
    if (nonTerminal !== 'S' && nonTerminal !== 'C' && nonTerminal !== 'B') continue
    yield { kind: nonTerminal, program: subtree(microlanguage, program, at).slice() }
  }
}

/**
 * The program with its sequences leaning to the right, as they are read from text: programs with the same text become
 * the same bytes. Behaviour does not depend on brackets.
 */
export function rightNested(program: Program): Program {
  const result = new Uint8Array(program.length)
  // Per open slot, the next one on top: does another member of the same sequence follow it?
  const open = [false]
  let length = 0
  for (const production of program) {
    const isFollowed = open.pop() === true
    if (production === productions.S_S) {
      open.push(isFollowed, true)
      continue
    }
    if (isFollowed) result[length++] = productions.S_S
    result[length++] = production
    for (let i = arity[production]; i > 0; i--) open.push(false)
  }
  return result
}

/** Do two programs have the same text? */
export function haveSameText(one: Program, other: Program): boolean {
  if (one.length !== other.length) return false
  return Buffer.compare(one, other) === 0 || Buffer.compare(rightNested(one), rightNested(other)) === 0
}
