import type { Conflict } from '../state.ts'
import { type UnitDefinition, type UnitTable, unitNames, unitTable, unitTables } from '../units.ts'
import { badField } from './bad-message.ts'
import type { Fields } from './fields.ts'
import { tableFields } from './notation.ts'

/** What the engine says of the rules. */
export interface Rules {
  readonly table: UnitTable
  readonly conflict: Conflict
}

/** `UnitTypeTable.MOVE_CONFLICT_RESOLUTION_*`, from 1. */
const conflicts: readonly Conflict[] = ['BOTH', 'RANDOM', 'ALTERNATING']

/** Ranges and times beyond these are no table of anybody. */
const [farthest, longest] = [256, 1_000_000]

/**
 * The rules of the line after `utt`.
 *
 * @throws BadMessage naming the field
 */
export function readTable(body: string): Rules {
  const fields = tableFields(body)
  const conflict = conflicts[fields.integer('moveConflictResolutionStrategy', { min: 1, max: conflicts.length }) - 1]
  const types = fields.parts('unitTypes')
  if (types.length !== unitNames.length) throw badField('unitTypes', types.length, `${unitNames.length} types`)
  return { conflict, table: named(types.map(definitionOf)) }
}

function definitionOf(type: Fields, id: number): UnitDefinition {
  if (type.integer('ID') !== id) throw type.bad('ID', String(id))
  if (type.text('name') !== unitNames[id]) throw type.bad('name', unitNames[id])
  const amount = (name: string) => type.integer(name, { min: 0 })
  const ticks = (name: string) => type.integer(name, { min: 0, max: longest })
  const cells = (name: string) => type.integer(name, { min: 0, max: farthest })
  return {
    name: unitNames[id],
    cost: amount('cost'),
    hp: amount('hp'),
    minDamage: amount('minDamage'),
    maxDamage: amount('maxDamage'),
    attackRange: cells('attackRange'),
    produceTime: ticks('produceTime'),
    moveTime: ticks('moveTime'),
    attackTime: ticks('attackTime'),
    harvestTime: ticks('harvestTime'),
    sightRadius: cells('sightRadius'),
    isStockpile: type.flag('isStockpile'),
    canHarvest: type.flag('canHarvest'),
    canMove: type.flag('canMove'),
    canAttack: type.flag('canAttack'),
    produces: type.words('produces', unitNames),
  }
}

/** The engine does not say which table it sends: it is told by its values. */
function named(definitions: readonly UnitDefinition[]): UnitTable {
  const known = Object.values(unitTables).find((table) =>
    table.definitions.every((row, id) => isSame(row, definitions[id])),
  )
  return known ?? unitTable("the engine's own", definitions)
}

function isSame(one: UnitDefinition, other: UnitDefinition): boolean {
  return (Object.keys(one) as (keyof UnitDefinition)[]).every((column) => String(one[column]) === String(other[column]))
}
