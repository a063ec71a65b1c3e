import type { PythonForms } from '../python-forms.ts'
import { ConversionError } from './conversion-error.ts'
import { settleConditions } from './settle-conditions.ts'

/**
 * The DSL text that LLM-GS makes of any text (a015kh/LLM-GS, the repair of the DSL part of an answer): the same words in
 * the same order of steps, oddities included. Whether the result is a program is for the parser to say.
 *
 * @throws ConversionError where the reference stops with an exception
 */
export function repairDsl(text: string, forms: PythonForms): string {
  const cut = cutOut(wordsOf(text, forms))
  const opened = openConditions(cut, namesWithArgument(forms)).filter((word) => !strayWords.has(word))
  return closeBrackets(settleConditions(opened)).join(' ')
}

/** Names of the calls that take an argument. */
export function namesWithArgument({ actions, perceptions }: PythonForms): Set<string> {
  return new Set([...actions, ...perceptions].filter(({ argument }) => argument !== undefined).map(({ name }) => name))
}

/** Left over by brackets that stand apart from their letter. */
const strayWords: ReadonlySet<string> = new Set(['c', 'i', 'm', 'e', 'r', 'w', '```'])

/** Calls without their brackets, every other bracket a word of its own. */
function wordsOf(text: string, { actions, perceptions }: PythonForms): string[] {
  const plain = new Set(
    [...actions, ...perceptions].filter((call) => call.argument === undefined).map(({ name }) => name),
  )
  let written = split(text).join(' ')
  for (const name of plain) written = written.replaceAll(`${name}()`, name)
  return split(written.replaceAll('(', ' ( ').replaceAll(')', ' ) ').replaceAll(/[;"']/g, ''))
}

function split(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}

/** From the last DEF to the bracket that closes `m(`; every closing bracket gets the symbol it was opened by. */
function cutOut(words: readonly string[]): string[] {
  const result = words.slice()
  const open = new OpenSymbols()
  let start = 0
  let end = words.length
  for (const [at, word] of words.entries()) {
    // The word before the first is the last: how Python reads index -1.
    const before = words.at(at - 1)!
    if (word === 'DEF') start = at
    else if (word === '(') open.push(before)
    else if (word === ')') {
      const symbol = open.pop()
      if (symbol === undefined) throw new ConversionError('a bracket is closed that was never opened')
      if (before !== symbol) result[at] = `${symbol})`
      if (symbol === 'm') {
        end = at + 1
        break
      }
    }
  }
  return split(result.slice(start, end).join(' ').replaceAll(' (', '(').replaceAll(' )', ')'))
}

const conditionals: ReadonlySet<string> = new Set(['WHILE', 'IF', 'IFELSE', 'not'])

/** Puts the brackets of conditions and arguments where they are missing, and IF or IFELSE by whether an ELSE follows. */
function openConditions(words: readonly string[], withArgument: ReadonlySet<string>): string[] {
  const branches = words.flatMap((word, at) => (word === 'i(' || word === 'i)' ? [at] : []))
  const result: string[] = []
  const open = new OpenSymbols()
  let nextBranch = 0
  for (const [at, word] of words.entries()) {
    while (nextBranch < branches.length && branches[nextBranch]! <= at) nextBranch++
    const opening = conditionals.has(word) ? 'c(' : withArgument.has(word) ? 'h(' : undefined
    if (opening !== undefined) {
      const missing = after(words, at) !== opening
      if (missing) open.push(opening)
      const branching = word === 'IF' || word === 'IFELSE'
      result.push(branching ? branchKeyword(word, words, branches, nextBranch, open) : word)
      if (missing) result.push(opening)
    } else if (word === 'c(' || word === 'h(') {
      open.push(word)
      result.push(word)
    } else {
      result.push(word)
      const closing = open.pop()?.replace('(', ')')
      if (closing !== undefined && after(words, at) !== closing) result.push(closing)
    }
  }
  return result
}

/** Looks ahead for the end of the branch, on the stack that the rest of the scan uses too: what it leaves there stays. */
function branchKeyword(
  word: string,
  words: readonly string[],
  branches: readonly number[],
  from: number,
  open: OpenSymbols,
): string {
  for (const at of branches.slice(from)) {
    if (words[at] === 'i(') open.push('i(')
    else if (open.branches > 0) {
      open.pop()
      if (open.branches === 0) return after(words, at) === 'ELSE' ? 'IFELSE' : 'IF'
    }
  }
  return word
}

/** Every closing bracket as the innermost open one wants it; repetitions a whole number from 0 to 19. */
function closeBrackets(words: readonly string[]): string[] {
  const result = words.slice()
  const open: string[] = []
  for (const [at, word] of words.entries()) {
    if (word.includes('(')) open.push(word)
    else if (word.includes(')')) {
      const symbol = open.pop()
      if (symbol === undefined) break
      result[at] = symbol.replace('(', ')')
    } else if (word.includes('=')) result[at] = repetitions(word)
  }
  return result
}

function repetitions(word: string): string {
  const at = word.lastIndexOf('=') + 1
  const written = word.slice(at)
  if (!/^[+-]?\d+(_\d+)*$/.test(written)) throw new ConversionError(`"${word}" has no whole number after the "="`)
  const count = Math.min(Math.max(Number(written.replaceAll('_', '')), 0), 19)
  return `${word.slice(0, at)}${Object.is(count, -0) ? 0 : count}`
}

function after(words: readonly string[], at: number): string {
  const next = words[at + 1]
  if (next === undefined) throw new ConversionError(`nothing follows "${words[at]}"`)
  return next
}

/** Most open symbols; the reference would go on until its memory ends. */
const deepest = 10_000

class OpenSymbols {
  readonly #symbols: string[] = []
  /** How many of them are `i(`. */
  branches = 0

  push(symbol: string): void {
    if (this.#symbols.length === deepest) throw new ConversionError(`more than ${deepest} brackets are open at once`)
    this.#symbols.push(symbol)
    if (symbol === 'i(') this.branches++
  }

  pop(): string | undefined {
    const symbol = this.#symbols.pop()
    if (symbol === 'i(') this.branches--
    return symbol
  }
}
