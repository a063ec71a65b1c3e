/** What a unit is told to do until it is done. Without `none`, the reference's classes of `ai.abstraction`. */
export const abstractKinds = { none: 0, train: 1, build: 2, harvest: 3, attack: 4, move: 5, idle: 6 } as const

/** In place of a unit: none. */
export const noUnit = -1

/**
 * The abstract action of each unit: the reference's map, in the order in which units got theirs. A unit that gets
 * another one keeps its place; one whose action was taken away and that gets one later goes to the end.
 *
 * ```
 *              first             second           third
 *   train      type              done? 0 or 1     preferred direction, or -1
 *   build      type              x                y
 *   harvest    resource          stockpile
 *   attack     target
 *   move       x                 y
 *   idle
 * ```
 *
 * Columns are indexed by the handle of the unit. Places may lie beyond the map's edge.
 */
export class AbstractActions {
  /** Does harvesting end with the resource, even for a unit that carries something? It does in the fork of 2021. */
  readonly harvestEndsWithResource: boolean
  kind = new Uint8Array(0)
  first = new Int32Array(0)
  second = new Int32Array(0)
  third = new Int32Array(0)
  /** Units that have one, in order. */
  units = new Int32Array(0)
  count = 0

  constructor({ harvestEndsWithResource = false } = {}) {
    this.harvestEndsWithResource = harvestEndsWithResource
  }

  /** Makes room for handles below `room`. */
  fit(room: number): void {
    if (this.kind.length >= room) return
    const kind = new Uint8Array(room)
    kind.set(this.kind)
    this.kind = kind
    this.first = enlarged(this.first, room)
    this.second = enlarged(this.second, room)
    this.third = enlarged(this.third, room)
    this.units = enlarged(this.units, room)
  }

  clear(): void {
    for (let i = 0; i < this.count; i++) this.kind[this.units[i]] = abstractKinds.none
    this.count = 0
  }

  /** Produces a unit beside the unit; in the preferred direction if that cell is free. */
  train(unit: number, type: number, preferred = -1): void {
    this.#put(unit, abstractKinds.train, type, 0)
    this.third[unit] = preferred
  }

  /** Goes beside a place and puts a building there. */
  build(unit: number, type: number, x: number, y: number): void {
    this.#put(unit, abstractKinds.build, type, x)
    this.third[unit] = y
  }

  /** Takes from the resource and brings to the stockpile; either may be `noUnit`. */
  harvest(unit: number, resource: number, stockpile: number): void {
    this.#put(unit, abstractKinds.harvest, resource, stockpile)
  }

  /** Goes into range of the target and attacks it. Without a target: waits. */
  attack(unit: number, target: number): void {
    this.#put(unit, abstractKinds.attack, target, 0)
  }

  move(unit: number, x: number, y: number): void {
    this.#put(unit, abstractKinds.move, x, y)
  }

  /** Stays and attacks what comes into range. */
  idle(unit: number): void {
    this.#put(unit, abstractKinds.idle, 0, 0)
  }

  #put(unit: number, kind: number, first: number, second: number): void {
    if (this.kind[unit] === abstractKinds.none) this.units[this.count++] = unit
    this.kind[unit] = kind
    this.first[unit] = first
    this.second[unit] = second
  }
}

function enlarged(column: Int32Array, room: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(room)
  larger.set(column)
  return larger
}
