import { checkProgram, type Language, type Production, type Program } from '@cairn/language'
import { pythonForms } from '../python-forms.ts'

/**
 * The program as Python that `judge` reads back as the same program; only a loop over the constant True, which nothing
 * draws, is read back as a repetition.
 *
 * @returns undefined if the language has no Python form
 * @throws BadProgram
 */
export function printPython(language: Language, program: Program): string | undefined {
  if (pythonForms(language) === undefined) return undefined
  checkProgram(language, program)
  const printer = new Printer(language, program)
  printer.body(1)
  return ['def run():', ...printer.lines, ''].join('\n')
}

class Printer {
  readonly lines: string[] = []
  readonly #language: Language
  readonly #program: Program
  #at = 0

  constructor(language: Language, program: Program) {
    this.#language = language
    this.#program = program
  }

  /** The statements of the node that comes next. */
  body(level: number): void {
    let production = this.#next()
    // Rows lean to the right, and may be longer than a stack is deep.
    for (; production.name === 'sequence'; production = this.#next()) this.body(level)
    this.#statement(production, level)
  }

  #statement(production: Production, level: number): void {
    switch (production.name) {
      case 'while':
        this.#block(`while ${this.#condition()}:`, level)
        break
      case 'repeat':
        this.#block(`for i in range(${/\d+$/.exec(firstToken(this.#next()))?.[0]}):`, level)
        break
      case 'if':
        this.#block(`if ${this.#condition()}:`, level)
        break
      case 'ifelse':
        this.#block(`if ${this.#condition()}:`, level)
        this.#block('else:', level)
        break
      default:
        if (production.slots.length > 0) this.body(level)
        else this.#line(call(production), level)
    }
  }

  #block(head: string, level: number): void {
    this.#line(head, level)
    this.body(level + 1)
  }

  #condition(): string {
    const production = this.#next()
    const [operand] = production.slots
    if (production.name === 'not') return `not ${this.#condition()}`
    if (operand !== undefined) return `(${this.#condition()} ${production.name} ${this.#condition()})`
    return constants.has(production.name) ? production.name : call(production)
  }

  #line(text: string, level: number): void {
    this.lines.push('    '.repeat(level) + text)
  }

  #next(): Production {
    return this.#language.productions[this.#program[this.#at++]!]!
  }
}

const constants: ReadonlySet<string> = new Set(['True', 'False'])

function call({ pieces }: Production): string {
  const [name, , argument] = pieces.map((piece) => ('token' in piece ? piece.token : ''))
  return argument === undefined ? `${name}()` : `${name}(${JSON.stringify(argument)})`
}

function firstToken({ pieces: [piece] }: Production): string {
  return piece !== undefined && 'token' in piece ? piece.token : ''
}
