import type { Lexeme, Lexis } from '@cairn/language'
import type { Signature } from './language.ts'

/** Tokens between semicolons. */
export const semicolons: Lexis = {
  split: (text) => Array.from(text.matchAll(/[^;\s]+/g), (match) => ({ text: match[0], offset: match.index })),
  join: (tokens) => tokens.join(';'),
}

/** The order in which the encrypted grammar of LS-LLM numbers conditions (b1, b2, ...) and commands (u.c1, ...). */
const encrypted = {
  conditions: [
    'HasNumberOfUnits',
    'OpponentHasNumberOfUnits',
    'HasLessNumberOfUnits',
    'HaveQtdUnitsAttacking',
    'HasUnitWithinDistanceFromOpponent',
    'HasNumberOfWorkersHarvesting',
    'is_Type',
    'IsBuilder',
    'CanAttack',
    'HasUnitThatKillsInOneAttack',
    'OpponentHasUnitThatKillsUnitInOneAttack',
    'HasUnitInOpponentRange',
    'OpponentHasUnitInPlayerRange',
    'CanHarvest',
  ],
  commands: ['Build', 'Train', 'MoveToUnit', 'Attack', 'Harvest', 'Idle', 'MoveAway'],
}

/**
 * The texts of MicroLanguage. Written is the reference's own spelling. Read are also the spellings that prompts of
 * LS-LLM ask for, mixed at will: conditions with or without `u.`, their first letter small or large; `is_Type` for
 * `is`; `attackIfInRange` for `idle`; `empty` for `e`; `if` without `then`; and its encrypted names. Blanks do not count.
 */
export function spelling(functions: {
  readonly commands: readonly Signature[]
  readonly conditions: readonly Signature[]
}): Lexis {
  const canonical = new Map([
    ['empty', 'e'],
    ['u.attackIfInRange', 'u.idle'],
  ])
  const numbered = (names: readonly string[], name: string) => 1 + names.indexOf(name)
  for (const [name, word] of functions.commands) canonical.set(`u.c${numbered(encrypted.commands, name)}`, word)
  for (const [name, word] of functions.conditions) {
    const plain = word.replace(/^u\./, '')
    const spelt = [plain, name, `b${numbered(encrypted.conditions, name)}`].flatMap((one) => [
      one[0].toLowerCase() + one.slice(1),
      one[0].toUpperCase() + one.slice(1),
    ])
    for (const one of spelt) canonical.set(one, word).set(`u.${one}`, word)
  }
  return {
    split: (text) =>
      withThen(
        Array.from(text.matchAll(/[\w.]+|\S/g), ({ 0: word, index }) => ({
          text: canonical.get(word) ?? word,
          offset: index,
        })),
      ),
    join: joined,
  }
}

/** Adds the `then` that may be left out. */
function withThen(lexemes: readonly Lexeme[]): Lexeme[] {
  const result: Lexeme[] = []
  let isDue = false
  for (const lexeme of lexemes) {
    if (lexeme.text === '{' && isDue) result.push({ text: 'then', offset: lexeme.offset })
    if (lexeme.text === 'if') isDue = true
    else if (lexeme.text === 'then' || lexeme.text === '{') isDue = false
    result.push(lexeme)
  }
  return result
}

/** As the reference prints: one blank between statements, around `then` and `else`, and after the brace of an `else`. */
function joined(tokens: readonly string[]): string {
  let text = ''
  let last = ''
  let afterElse = false
  for (const token of tokens) {
    if (afterElse || isApart(last, token)) text += ' '
    text += token
    afterElse = last === 'else'
    last = token
  }
  return text
}

function isApart(last: string, token: string): boolean {
  if (last === 'Unit' || last === 'then' || last === 'else' || token === 'then' || token === 'else') return true
  const endsStatement = last === ')' || last === '}' || last === 'e'
  return endsStatement && !['', ')', '}', '{'].includes(token)
}
