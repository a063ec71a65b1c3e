import type { Language } from './grammar.ts'
import type { Program } from './program.ts'

/** The canonical text, on one line. */
export function print(language: Language, program: Program): string {
  const { tokens } = language
  return language.lexis.join(Array.from(tokensOf(language, program), (token) => tokens[token]!))
}

/** Levels deeper than this are indented no further: else the text of a deep program would grow with its square. */
const deepestIndent = 20

/** The same tokens with a line per statement and two blanks per level. */
export function printIndented(language: Language, program: Program): string {
  const lines: string[] = []
  let line: string[] = []
  let level = 0
  const breakLine = () => {
    if (line.length > 0) lines.push('  '.repeat(Math.min(level, deepestIndent)) + language.lexis.join(line))
    line = []
  }
  const blocks = blocksOf(language)
  walk(language, program, {
    token: (token) => line.push(language.tokens[token]!),
    // A slot that a chain may fill is a block; inside a chain it is the rest of the same block.
    enter: (slot, chained) => {
      if (!blocks[slot] && !chained) return
      breakLine()
      if (!chained) level++
    },
    leave: (slot, chained) => {
      if (!blocks[slot] || chained) return
      breakLine()
      level--
    },
  })
  breakLine()
  return lines.join('\n')
}

/** Indices of the program's tokens in the language's `tokens`. */
export function tokensOf(language: Language, program: Program): Uint16Array {
  const { literals } = language.tables
  let length = 0
  for (const production of program) length += literals[production]!
  const result = new Uint16Array(length)
  let written = 0
  walk(language, program, { token: (token) => (result[written++] = token) })
  return result
}

interface Visitor {
  token(token: number): void
  /** A slot begins; `chained` if it belongs to a chaining production. */
  enter?(slot: number, chained: boolean): void
  leave?(slot: number, chained: boolean): void
}

/** The tokens of a program from left to right, without recursion: programs may be nested deeper than a call stack. */
function walk(language: Language, program: Program, visit: Visitor): void {
  const { template, templateStart, chains } = language.tables
  // Open nodes: their production, and where their template goes on.
  const open: number[] = []
  const resume: number[] = []
  let production = program[0]!
  let at = templateStart[production]!
  let next = 1
  for (;;) {
    if (at < templateStart[production + 1]!) {
      const symbol = template[at]!
      if (symbol >= 0) {
        visit.token(symbol)
        at++
        continue
      }
      visit.enter?.(-1 - symbol, chains[production] === 1)
      open.push(production)
      resume.push(at)
      production = program[next++]!
      at = templateStart[production]!
      continue
    }
    if (open.length === 0) return
    production = open.pop()!
    at = resume.pop()!
    visit.leave?.(-1 - template[at]!, chains[production] === 1)
    at++
  }
}

function blocksOf({ nonTerminals, productions, tables }: Language): Uint8Array {
  return Uint8Array.from(nonTerminals, ({ index }) =>
    Number(productions.some(({ number, chains }) => chains && tables.admits[index * 256 + number])),
  )
}
