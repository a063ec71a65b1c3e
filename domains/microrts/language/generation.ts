import type { Program, Rng } from '@cairn/language'
import { commands, conditions, microlanguage, type Parameter, type Signature, values } from './language.ts'
import { productions } from './productions.ts'

/** A program or a part of one while it is drawn. */
export type Draft = number[]

const byName: ReadonlyMap<string, number> = new Map(microlanguage.productions.map(({ name, number }) => [name, number]))

/** A kind of parameter, or a function with its parameters, by their bytes. */
const domains = Object.fromEntries(
  Object.entries(values).map(([kind, names]) => [kind, Uint8Array.from(names, (name) => byName.get(name)!)]),
) as Readonly<Record<Parameter, Uint8Array>>

interface Function {
  readonly production: number
  readonly parameters: readonly Uint8Array[]
}

const functionsOf = (signatures: readonly Signature[]): readonly Function[] =>
  signatures.map(([name, , ...parameters]) => ({
    production: byName.get(name)!,
    parameters: parameters.map((parameter) => domains[parameter]),
  }))

const commandsDrawn = functionsOf(commands)
const conditionsDrawn = functionsOf(conditions)

/** The kinds of parameters of each production, by their bytes. */
export const parametersOf: readonly (readonly Uint8Array[])[] = microlanguage.productions.map(
  ({ number }) =>
    [...commandsDrawn, ...conditionsDrawn].find(({ production }) => production === number)?.parameters ?? [],
)

/** In the order in which growing budgets open them. */
const statements = [
  productions.C,
  productions.S_S,
  productions.For_S,
  productions.If_B_then_S,
  productions.If_B_then_S_else_S,
]

/** How many of them a budget opens: none at 0 and below, where a statement is empty. */
function opened(budget: number): number {
  if (budget < 1) return 0
  return budget === 1 ? 1 : Math.min(budget + 1, statements.length)
}

/**
 * A random program as 2L and LISS draw it (`S.sample`): uniformly among what the budget opens, the rest of the budget
 * goes down. Budgets of 1 and more never make it empty at the top.
 *
 * @param budget a whole number
 */
export function sampleStatement(rng: Rng, budget: number): Program {
  const draft: Draft = []
  drawStatement(draft, rng, budget)
  return Uint8Array.from(draft)
}

export function drawStatement(draft: Draft, rng: Rng, budget: number): void {
  const count = opened(budget)
  const production = count === 0 ? productions.Empty : statements[rng.below(count)]
  draft.push(production)
  drawChildren(draft, rng, production, budget)
}

/** What stands below a statement of that production and budget. */
export function drawChildren(draft: Draft, rng: Rng, production: number, budget: number): void {
  switch (production) {
    case productions.C:
      drawCommand(draft, rng)
      break
    case productions.S_S:
      drawStatement(draft, rng, Math.floor(budget / 2))
      drawStatement(draft, rng, Math.floor(budget / 2))
      break
    case productions.For_S:
      drawStatement(draft, rng, budget - 1)
      break
    case productions.If_B_then_S:
      drawCondition(draft, rng)
      drawStatement(draft, rng, budget - 2)
      break
    case productions.If_B_then_S_else_S:
      drawCondition(draft, rng)
      drawStatement(draft, rng, Math.trunc(budget / 2) - 1)
      drawStatement(draft, rng, Math.trunc(budget / 2) - 1)
      break
  }
}

export function drawCommand(draft: Draft, rng: Rng): void {
  drawFunction(draft, rng, commandsDrawn)
}

export function drawCondition(draft: Draft, rng: Rng): void {
  drawFunction(draft, rng, conditionsDrawn)
}

function drawFunction(draft: Draft, rng: Rng, functions: readonly Function[]): void {
  const { production, parameters } = functions[rng.below(functions.length)]
  draft.push(production)
  for (const domain of parameters) draft.push(drawParameter(rng, domain))
}

export function drawParameter(rng: Rng, domain: Uint8Array): number {
  return domain[rng.below(domain.length)]
}
