import { nobody, type Player, type State } from '../state.ts'
import { unitTypes } from '../units.ts'
import { noUnit } from './abstraction/abstract-actions.ts'
import { distanceFrom } from './nearest.ts'

/** A resource within this many cells of a base, along both axes, belongs to the base. */
const reach = 10

/**
 * The first resource that belongs to none of the player's bases; `noUnit`: there is none. The reference collects such
 * resources in a hash set, and takes the first that the set happens to list.
 *
 * @param nearest of all of them the one nearest to the player's first base, and the first in the set of those
 */
export function farResource(state: State, player: Player, { nearest = false } = {}): number {
  const units = state.unitsOf[nobody]
  const count = state.unitCount[nobody]
  let size = 0
  for (let i = 0; i < count; i++) if (isFar(state, player, units[i])) size++
  if (size === 0) return noUnit
  const home = nearest ? firstBase(state, player) : noUnit
  const buckets = bucketsFor(size)
  let [found, least, bucketFound] = [noUnit, 0, 0]
  for (let i = 0; i < count; i++) {
    const unit = units[i]
    if (!isFar(state, player, unit)) continue
    const distance = home < 0 ? 0 : distanceFrom(state, unit, state.x[home], state.y[home])
    const bucket = bucketOf(state.id[unit], buckets)
    if (found >= 0 && (distance > least || (distance === least && bucket >= bucketFound))) continue
    found = unit
    least = distance
    bucketFound = bucket
  }
  return found
}

function isFar(state: State, player: Player, unit: number): boolean {
  if (state.type[unit] !== unitTypes.resource) return false
  const own = state.unitsOf[player]
  for (let i = 0, count = state.unitCount[player]; i < count; i++) {
    const base = own[i]
    if (state.type[base] !== unitTypes.base) continue
    const [dx, dy] = [state.x[base] - state.x[unit], state.y[base] - state.y[unit]]
    if (Math.max(Math.abs(dx), Math.abs(dy)) <= reach) return false
  }
  return true
}

function firstBase(state: State, player: Player): number {
  const own = state.unitsOf[player]
  for (let i = 0, count = state.unitCount[player]; i < count; i++) {
    if (state.type[own[i]] === unitTypes.base) return own[i]
  }
  return noUnit
}

/** `java.util.HashMap`: 16 buckets, twice as many whenever more than three quarters as many keys are in it. */
function bucketsFor(size: number): number {
  let buckets = 16
  while (size > 0.75 * buckets) buckets *= 2
  return buckets
}

function bucketOf(id: number, buckets: number): number {
  return (id ^ (id >>> 16)) & (buckets - 1)
}
