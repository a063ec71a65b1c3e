import type { Player, State } from '../state.ts'

// What the conditions ask of the units of a player. Buildings count everywhere: they have a range and a damage in the
// tables, if no attack.

/** Is one of them within that Euclidean distance of the unit? */
export function isAnyWithin({ x, y, unitsOf, unitCount }: State, side: Player, unit: number, distance: number) {
  const units = unitsOf[side]
  const atX = x[unit]
  const atY = y[unit]
  const square = distance * distance
  for (let i = 0, count = unitCount[side]; i < count; i++) {
    const dx = x[units[i]] - atX
    const dy = y[units[i]] - atY
    if (dx * dx + dy * dy <= square) return true
  }
  return false
}

/** Is the unit within the range of one of them? */
export function isWithinRangeOfAny({ x, y, type, table, unitsOf, unitCount }: State, side: Player, unit: number) {
  const units = unitsOf[side]
  const atX = x[unit]
  const atY = y[unit]
  for (let i = 0, count = unitCount[side]; i < count; i++) {
    const range = table.attackRange[type[units[i]]]
    const dx = x[units[i]] - atX
    const dy = y[units[i]] - atY
    if (dx * dx + dy * dy <= range * range) return true
  }
  return false
}

/** Has one of them no more hit points than that, wherever it stands? */
export function hasAnyWithAtMost({ hp, unitsOf, unitCount }: State, side: Player, hitPoints: number): boolean {
  const units = unitsOf[side]
  for (let i = 0, count = unitCount[side]; i < count; i++) if (hp[units[i]] <= hitPoints) return true
  return false
}

/** Can one of them do at least that damage, wherever it stands? */
export function hitsForAtLeast({ type, table, unitsOf, unitCount }: State, side: Player, damage: number): boolean {
  const units = unitsOf[side]
  for (let i = 0, count = unitCount[side]; i < count; i++) {
    if (table.maxDamage[type[units[i]]] >= damage) return true
  }
  return false
}
