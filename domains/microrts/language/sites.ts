import type { Program } from '@cairn/language'
import { microlanguage } from './language.ts'
import { isCommand, isCondition, isStatement, productions } from './productions.ts'

/** Functions that the reference never lists, by oversight or because they have no parameters. */
const unlisted: ReadonlySet<number> = new Set([
  productions.Empty,
  productions.MoveAway,
  productions.CanAttack,
  productions.CanHarvest,
  productions.HasUnitInOpponentRange,
  productions.HasUnitThatKillsInOneAttack,
  productions.IsBuilder,
  productions.is_Type,
  productions.OpponentHasUnitThatKillsUnitInOneAttack,
])

/**
 * Places where a mutation of the reference may set in, in its order. A place is `2 * at` for the node at `at`, and
 * `2 * at + 1` for the wrapper (S or B) around that node. The wrapper C is a node of its own in a program.
 */
export function sitesOf(program: Program): number[] {
  const sites: number[] = []
  for (let at = 0; at < program.length; at++) {
    const production = program[at]
    const isWrapped = isStatement[production] === 1 || isCondition[production] === 1
    if (isWrapped) sites.push(2 * at + 1)
    if ((isWrapped || isCommand[production] === 1) && !unlisted.has(production)) sites.push(2 * at)
  }
  return sites
}

/** The reference's name of a place. */
export function siteName(program: Program, site: number): string {
  const production = program[site >> 1]
  if ((site & 1) === 0) return microlanguage.productions[production].name
  return isStatement[production] === 1 ? 'S' : 'B'
}
