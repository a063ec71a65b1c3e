import type { Player, State } from './state.ts'
import { typeCount } from './units.ts'

/** Exactly one player, or none, has units left. Buildings count, resources do not. */
export function isOver({ unitCount, typesOf }: State): boolean {
  return unitCount[0] === typesOf[0] || unitCount[1] === typesOf[typeCount]
}

/** The only player with units; -1 while both have some, and when nobody has. */
export function winnerOf({ unitCount, typesOf }: State): -1 | Player {
  const first = unitCount[0]! > typesOf[0]!
  const second = unitCount[1]! > typesOf[typeCount]!
  if (first === second) return -1
  return first ? 0 : 1
}
