import { type Alternative, language, type Rule, rule } from '@cairn/language'
import { semicolons, spelling } from './lexis.ts'

/** The values of the parameters, in the reference's order of sampling. */
export const values = {
  T: ['Base', 'Barracks', 'Worker', 'Ranged', 'Light', 'Heavy'],
  N: ['100', '50', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '15', '20', '10', '25'],
  D: ['Right', 'Left', 'Up', 'Down', 'EnemyDir'],
  OP: ['Strongest', 'Weakest', 'Closest', 'Farthest', 'LessHealthy', 'MostHealthy'],
  TP: ['Ally', 'Enemy'],
} as const

export type Parameter = keyof typeof values

/** A function of the language: its name in serialised programs, its word in text, its parameters. */
export type Signature = readonly [name: string, word: string, ...parameters: Parameter[]]

export const commands = [
  ['Train', 'u.train', 'T', 'D', 'N'],
  ['Build', 'u.build', 'T', 'D', 'N'],
  ['Harvest', 'u.harvest', 'N'],
  ['Attack', 'u.attack', 'OP'],
  ['MoveToUnit', 'u.moveToUnit', 'TP', 'OP'],
  ['MoveAway', 'u.moveAway'],
  ['Idle', 'u.idle'],
] as const satisfies readonly Signature[]

/** Which of them begin with `u.` follows no rule. */
export const conditions = [
  ['HasNumberOfUnits', 'HasNumberOfUnits', 'T', 'N'],
  ['HasLessNumberOfUnits', 'HasLessNumberOfUnits', 'T', 'N'],
  ['OpponentHasNumberOfUnits', 'OpponentHasNumberOfUnits', 'T', 'N'],
  ['HasNumberOfWorkersHarvesting', 'HasNumberOfWorkersHarvesting', 'N'],
  ['HaveQtdUnitsAttacking', 'HaveQtdUnitsAttacking', 'N'],
  ['HasUnitWithinDistanceFromOpponent', 'u.HasUnitWithinDistanceFromOpponent', 'N'],
  ['HasUnitInOpponentRange', 'u.HasUnitInOpponentRange'],
  ['OpponentHasUnitInPlayerRange', 'u.OpponentHasUnitInPlayerRange'],
  ['HasUnitThatKillsInOneAttack', 'u.HasUnitThatKillsInOneAttack'],
  ['OpponentHasUnitThatKillsUnitInOneAttack', 'u.OpponentHasUnitThatKillsUnitInOneAttack'],
  ['is_Type', 'u.is', 'T'],
  ['IsBuilder', 'u.isBuilder'],
  ['CanAttack', 'u.canAttack'],
  ['CanHarvest', 'u.canHarvest'],
] as const satisfies readonly Signature[]

const inText = ([name, word, ...parameters]: Signature): Rule =>
  rule(name, `${word} ( ${parameters.map((parameter) => `<${parameter}>`).join(' , ')} )`)

const inSeries =
  (wrapper: string) =>
  ([name, , ...parameters]: Signature): Rule =>
    rule(name, [wrapper, name, ...parameters.map((parameter) => `<${parameter}>`)].join(' '))

/** Programs of any size are read. The bounds hold for what the general samplers of the language package draw. */
const limits = { height: 100, run: 1000, tokens: 10_000 }

/** Both tables list the same productions in the same order: a program has the same bytes in both. */
const tableOf = (statements: readonly Rule[], leaf: { C(s: Signature): Rule; B(s: Signature): Rule }) => ({
  start: 'S',
  limits,
  rules: {
    S: statements,
    C: commands.map(leaf.C),
    B: conditions.map(leaf.B),
    T: terminals(values.T),
    N: terminals(values.N),
    D: terminals(values.D),
    // The reference's interpreter knows one more, which its generator never writes.
    OP: [...terminals(values.OP), rule('Random', 'Random', { weight: 0 })],
    TP: terminals(values.TP),
  },
})

function terminals(names: readonly string[]): Alternative[] {
  return names.map((name) => rule(name))
}

const nesting = { weight: 0.15, nests: true }

/**
 * MicroLanguage as 2L, LISS and LS-LLM have it ("ML-2L"): S statements, C commands, B conditions, and the kinds of
 * their parameters. Reading takes the spelling that is asked of models too; printing is the reference's, to the blank.
 *
 * A text does not show how a sequence is bracketed. It is read as leaning to the right; other bracketings are programs
 * as well, and `rightNested` makes equal what has equal text.
 *
 * The weights serve the general samplers only: the reference draws by budgets, which no weights express (`generation.ts`).
 */
export const microlanguage = language('microlanguage', {
  ...tableOf(
    [
      rule('S_S', '<S> <S>', { weight: 0.15, chains: true }),
      rule('For_S', 'for ( Unit u ) { <S> }', nesting),
      rule('If_B_then_S', 'if ( <B> ) then { <S> }', nesting),
      rule('If_B_then_S_else_S', 'if ( <B> ) then { <S> } else { <S> }', nesting),
      rule('C', '<C>', { weight: 0.4 }),
      rule('Empty', 'e', { weight: 0 }),
    ],
    { C: inText, B: inText },
  ),
  lexis: spelling({ commands, conditions }),
})

/** The same programs as the reference logs them: prefix form between semicolons, brackets shown. */
export const serialised = language('microlanguage-serialised', {
  ...tableOf(
    [
      rule('S_S', 'S S_S <S> <S>', { weight: 0.15, nests: true }),
      rule('For_S', 'S For_S <S>', nesting),
      rule('If_B_then_S', 'S If_B_then_S <B> <S>', nesting),
      rule('If_B_then_S_else_S', 'S If_B_then_S_else_S <B> <S> <S>', nesting),
      rule('C', 'S <C>', { weight: 0.4 }),
      rule('Empty', 'S Empty', { weight: 0 }),
    ],
    { C: inSeries('C'), B: inSeries('B') },
  ),
  lexis: semicolons,
})
