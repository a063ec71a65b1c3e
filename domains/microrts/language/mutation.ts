import { endOf, type Program, type Rng } from '@cairn/language'
import { type Draft, drawChildren, drawCondition, drawParameter, drawStatement, parametersOf } from './generation.ts'
import { microlanguage } from './language.ts'
import { haveSameText } from './measures.ts'
import { isCondition, isStatement, productions } from './productions.ts'
import { sitesOf } from './sites.ts'

/** Budgets of mutations in 2L and LISS: 1 to this, uniformly. */
export const mostBudget = 9

/** Chance that a statement is replaced; otherwise one is put before or after it (`S.mutation`). */
const replaces = 0.2

/** Chance that the members of a sequence are drawn anew; otherwise nothing happens (`S_S.mutation`). */
const resamples = 0.9

/**
 * One mutation as 2L and LISS draw it: a budget, a place among `sitesOf`, and a change there that depends on what
 * stands there. It may change nothing: a parameter may be drawn as it was.
 */
export function mutate(program: Program, rng: Rng): Program {
  return mutateAt(program, sitesOf(program), rng)
}

/** Mutations until the text differs from the program's, as LISS and InnateCoder draw neighbours. */
export function mutateToOther(program: Program, rng: Rng): Program {
  const sites = sitesOf(program)
  for (;;) {
    // It ends: at the first place, the S of the program, a statement is added more often than not.
    const mutated = mutateAt(program, sites, rng)
    if (!haveSameText(mutated, program)) return mutated
  }
}

function mutateAt(program: Program, sites: readonly number[], rng: Rng): Program {
  const budget = 1 + rng.below(mostBudget)
  const site = sites[rng.below(sites.length)]
  const at = site >> 1
  const end = endOf(microlanguage, program, at)
  const draft: Draft = []
  if ((site & 1) === 1) mutateWrapper(draft, program.subarray(at, end), rng, budget)
  else mutateNode(draft, program.subarray(at, end), rng, budget)
  const result = new Uint8Array(program.length - (end - at) + draft.length)
  result.set(program.subarray(0, at))
  result.set(draft, at)
  result.set(program.subarray(end), at + draft.length)
  return result
}

/** At an S, a C or a B. */
function mutateWrapper(draft: Draft, old: Program, rng: Rng, budget: number): void {
  if (isCondition[old[0]] === 1) {
    drawCondition(draft, rng)
    return
  }
  if (rng.uniform() < replaces) {
    drawStatement(draft, rng, budget)
    return
  }
  draft.push(productions.S_S)
  const isFirst = rng.below(2) === 0
  if (isFirst) draft.push(...old)
  drawStatement(draft, rng, Math.floor(budget / 2))
  if (!isFirst) draft.push(...old)
}

function mutateNode(draft: Draft, old: Program, rng: Rng, budget: number): void {
  const production = old[0]
  if (production === productions.S_S && rng.uniform() >= resamples) {
    draft.push(...old)
    return
  }
  draft.push(production)
  if (isStatement[production] === 1) drawChildren(draft, rng, production, budget)
  else drawParameters(draft, old, rng)
}

/** Those of Train and Build change one at a time. */
function drawParameters(draft: Draft, old: Program, rng: Rng): void {
  const production = old[0]
  const parameters = parametersOf[production]
  const isOneAtATime = production === productions.Train || production === productions.Build
  const chosen = isOneAtATime ? rng.below(parameters.length) : -1
  for (const [i, domain] of parameters.entries()) {
    draft.push(isOneAtATime && i !== chosen ? old[1 + i] : drawParameter(rng, domain))
  }
}
