import type { Rng } from '@cairn/language'
import { chances, type ProgramDataSettings } from './settings.ts'

/** Past these a statement is an action. Source: LEAPS, `max_program_stmt_depth` and `max_program_nesting_depth`. */
const deepest = 6
const mostNested = 4

type Vocabulary = ProgramDataSettings['vocabulary']
type Statement = keyof (typeof chances.statements)['leaps']

/**
 * The text of a random program, as LEAPS draws it: every step of the derivation counts as depth, every statement with a
 * body as nesting. Any number of tokens.
 */
export function drawText(rng: Rng, vocabulary: Vocabulary): string {
  const tokens = ['DEF', 'run', 'm(']
  addStatement(tokens, { rng, vocabulary }, 1, 0)
  tokens.push('m)')
  return tokens.join(' ')
}

interface Drawing {
  readonly rng: Rng
  readonly vocabulary: Vocabulary
}

function addStatement(tokens: string[], drawing: Drawing, depth: number, nesting: number): void {
  const { rng, vocabulary } = drawing
  const kind: Statement =
    nesting > mostNested || depth > deepest ? 'action' : chosen(rng, statements[vocabulary], 'action')
  const addBody = (open: string, close: string) => {
    tokens.push(open)
    addStatement(tokens, drawing, depth + 2, nesting + 1)
    tokens.push(close)
  }
  switch (kind) {
    case 'action':
      tokens.push(chosen(rng, actions, 'move'))
      break
    case 'sequence':
      addStatement(tokens, drawing, depth + 2, nesting)
      addStatement(tokens, drawing, depth + 2, nesting)
      break
    case 'while':
      tokens.push('WHILE')
      addCondition(tokens, rng)
      addBody('w(', 'w)')
      break
    case 'if':
      tokens.push('IF')
      addCondition(tokens, rng)
      addBody('i(', 'i)')
      break
    case 'ifelse':
      tokens.push('IFELSE')
      addCondition(tokens, rng)
      addBody('i(', 'i)')
      tokens.push('ELSE')
      addBody('e(', 'e)')
      break
    case 'repeat': {
      const [least, most] = chances.counts[vocabulary]
      tokens.push('REPEAT', `R=${least + rng.below(most - least + 1)}`)
      addBody('r(', 'r)')
    }
  }
}

function addCondition(tokens: string[], rng: Rng): void {
  const negated = rng.uniform() < chances.not
  const perception = chosen(rng, perceptions, 'frontIsClear')
  if (negated) tokens.push('c(', 'not', 'c(', perception, 'c)', 'c)')
  else tokens.push('c(', perception, 'c)')
}

type Chances<Name extends string> = readonly (readonly [name: Name, chance: number])[]

const entries = <Name extends string>(of: Readonly<Record<Name, number>>) => Object.entries(of) as [Name, number][]
const statements = { leaps: entries(chances.statements.leaps), hprl: entries(chances.statements.hprl) }
const actions = entries(chances.actions)
const perceptions = entries(chances.perceptions)

/** One of the names; `otherwise` when rounding leaves nothing. */
function chosen<Name extends string>(rng: Rng, among: Chances<Name>, otherwise: Name): Name {
  let left = rng.uniform()
  for (const [name, chance] of among) {
    left -= chance
    if (left < 0) return name
  }
  return otherwise
}
