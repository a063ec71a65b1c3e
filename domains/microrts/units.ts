/** Kinds of units, by MicroRTS's type ids. */
export const unitTypes = { resource: 0, base: 1, barracks: 2, worker: 3, light: 4, heavy: 5, ranged: 6 } as const

export type UnitType = (typeof unitTypes)[keyof typeof unitTypes]

/** MicroRTS's names, by type id. */
export const unitNames = ['Resource', 'Base', 'Barracks', 'Worker', 'Light', 'Heavy', 'Ranged'] as const

export type UnitName = (typeof unitNames)[number]

export const typeCount = unitNames.length

/** The three tables of the reference (`UnitTypeTable.VERSION_*`). The papers on synthesis play FINETUNED. */
export const tableVersions = ['ORIGINAL', 'FINETUNED', 'NON_DETERMINISTIC'] as const

export type TableVersion = (typeof tableVersions)[number]

/** One row of a unit table. Times are in ticks, distances in cells. */
export interface UnitDefinition {
  readonly name: UnitName
  /** Resources that its production costs, paid when the production completes. */
  readonly cost: number
  readonly hp: number
  readonly minDamage: number
  readonly maxDamage: number
  /** Euclidean. */
  readonly attackRange: number
  /** How long it takes to produce one. */
  readonly produceTime: number
  /** Of a move and of a return. */
  readonly moveTime: number
  readonly attackTime: number
  readonly harvestTime: number
  /** Euclidean. */
  readonly sightRadius: number
  readonly isStockpile: boolean
  readonly canHarvest: boolean
  readonly canMove: boolean
  readonly canAttack: boolean
  /** In the order in which legal actions are listed. */
  readonly produces: readonly UnitName[]
}

/** A unit table, one array per column, indexed by type id. Flags are 0 or 1. */
export interface UnitTable {
  /** For people: a table version, or where the table came from. */
  readonly name: string
  readonly definitions: readonly UnitDefinition[]
  readonly cost: Int32Array
  readonly hp: Int32Array
  readonly minDamage: Int32Array
  readonly maxDamage: Int32Array
  readonly attackRange: Int32Array
  readonly produceTime: Int32Array
  readonly moveTime: Int32Array
  readonly attackTime: Int32Array
  readonly harvestTime: Int32Array
  readonly sightRadius: Int32Array
  readonly isStockpile: Uint8Array
  readonly canHarvest: Uint8Array
  readonly canMove: Uint8Array
  readonly canAttack: Uint8Array
  /** Type ids that a type produces. */
  readonly produces: readonly Uint8Array[]
}

const generic = {
  cost: 1,
  hp: 1,
  minDamage: 1,
  maxDamage: 1,
  attackRange: 1,
  produceTime: 10,
  moveTime: 10,
  attackTime: 10,
  harvestTime: 10,
  sightRadius: 0,
  isStockpile: false,
  canHarvest: false,
  canMove: false,
  canAttack: false,
  produces: [],
} as const
const fighter = { ...generic, attackTime: 5, canMove: true, canAttack: true } as const

const original: readonly UnitDefinition[] = [
  { ...generic, name: 'Resource' },
  {
    ...generic,
    name: 'Base',
    cost: 10,
    hp: 10,
    produceTime: 250,
    sightRadius: 5,
    isStockpile: true,
    produces: ['Worker'],
  },
  {
    ...generic,
    name: 'Barracks',
    cost: 5,
    hp: 4,
    produceTime: 200,
    sightRadius: 3,
    produces: ['Light', 'Heavy', 'Ranged'],
  },
  {
    ...fighter,
    name: 'Worker',
    produceTime: 50,
    harvestTime: 20,
    sightRadius: 3,
    canHarvest: true,
    produces: ['Base', 'Barracks'],
  },
  {
    ...fighter,
    name: 'Light',
    cost: 2,
    hp: 4,
    minDamage: 2,
    maxDamage: 2,
    produceTime: 80,
    moveTime: 8,
    sightRadius: 2,
  },
  {
    ...fighter,
    name: 'Heavy',
    cost: 2,
    hp: 4,
    minDamage: 4,
    maxDamage: 4,
    produceTime: 120,
    moveTime: 12,
    sightRadius: 2,
  },
  { ...fighter, name: 'Ranged', cost: 2, attackRange: 3, produceTime: 100, sightRadius: 3 },
]

const finetuned = original.map((row) => ({ ...row, ...finetuning(row.name) }))

function finetuning(name: UnitName): Partial<UnitDefinition> {
  if (name === 'Base') return { produceTime: 200 }
  if (name === 'Barracks') return { produceTime: 100 }
  return name === 'Heavy' ? { cost: 3, hp: 8, moveTime: 10 } : {}
}

const randomDamage: Partial<Record<UnitName, readonly [min: number, max: number]>> = {
  Worker: [0, 2],
  Light: [1, 3],
  Heavy: [0, 6],
  Ranged: [1, 2],
}

const nonDeterministic = finetuned.map((row) => {
  // The reference assigns this version no time to build a base: the generic one remains.
  const produceTime = row.name === 'Base' ? generic.produceTime : row.produceTime
  const [minDamage, maxDamage] = randomDamage[row.name] ?? [row.minDamage, row.maxDamage]
  return { ...row, produceTime, minDamage, maxDamage }
})

/** The table of rows that stand in the order of the type ids. */
export function unitTable(name: string, definitions: readonly UnitDefinition[]): UnitTable {
  const numbers = (read: (row: UnitDefinition) => number) => Int32Array.from(definitions, read)
  const flags = (read: (row: UnitDefinition) => boolean) => Uint8Array.from(definitions, (row) => Number(read(row)))
  return {
    name,
    definitions,
    cost: numbers((row) => row.cost),
    hp: numbers((row) => row.hp),
    minDamage: numbers((row) => row.minDamage),
    maxDamage: numbers((row) => row.maxDamage),
    attackRange: numbers((row) => row.attackRange),
    produceTime: numbers((row) => row.produceTime),
    moveTime: numbers((row) => row.moveTime),
    attackTime: numbers((row) => row.attackTime),
    harvestTime: numbers((row) => row.harvestTime),
    sightRadius: numbers((row) => row.sightRadius),
    isStockpile: flags((row) => row.isStockpile),
    canHarvest: flags((row) => row.canHarvest),
    canMove: flags((row) => row.canMove),
    canAttack: flags((row) => row.canAttack),
    produces: definitions.map(({ produces }) => Uint8Array.from(produces, (product) => unitNames.indexOf(product))),
  }
}

/** Rules of Farama-Foundation/MicroRTS, `rts/units/UnitTypeTable.java`. */
export const unitTables: Readonly<Record<TableVersion, UnitTable>> = {
  ORIGINAL: unitTable('ORIGINAL', original),
  FINETUNED: unitTable('FINETUNED', finetuned),
  NON_DETERMINISTIC: unitTable('NON_DETERMINISTIC', nonDeterministic),
}
