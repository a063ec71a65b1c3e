import { drawWorld } from '../picture.ts'
import { createWorld, type Facing, type World } from '../world.ts'

/** A world as recorded: `walls` one text per row, `markers` and `ghosts` as `[row, column, count]`, `[row, column]`. */
export interface WorldRecord {
  readonly h: number
  readonly w: number
  readonly walls: readonly string[]
  readonly markers: readonly (readonly [number, number, number])[]
  readonly agent: readonly [row: number, col: number, facing: number]
}

/** What is recorded of a world after an episode; walls only where a task can change them. */
export interface FinalRecord {
  readonly agent: readonly [row: number, col: number, facing: number]
  readonly markers: readonly (readonly [number, number, number])[]
  readonly walls?: readonly string[]
}

/** One letter per action index: move, turnLeft, turnRight, pickMarker, putMarker. */
const letters = 'mlrpu'

export function worldOf(record: WorldRecord, cap: number): World {
  const { h, w } = record
  const walls = new Uint8Array(h * w)
  record.walls.forEach((line, row) => {
    for (let col = 0; col < w; col++) if (line[col] === '#') walls[row * w + col] = 1
  })
  const markers = new Uint8Array(h * w)
  for (const [row, col, count] of record.markers) markers[row * w + col] = count
  const [row, col, facing] = record.agent
  return createWorld({ height: h, width: w, walls, markers, at: row * w + col, facing: facing as Facing, cap })
}

/** `mlrpu` */
export function lettersOf(trace: Uint8Array): string {
  let text = ''
  for (const action of trace) text += letters[action]
  return text
}

export function actionsOf(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letters.indexOf(letter))
}

/** The first thing that is not as expected, in words. */
export type Difference = string | undefined

export function differentValue(what: string, expected: unknown, found: unknown): Difference {
  return Object.is(expected, found) ? undefined : `${what}: expected ${show(expected)}, found ${show(found)}`
}

/** Sums may have been added up in another order there. */
const tolerance = 1e-9

export function differentSum(what: string, expected: number, found: number): Difference {
  return Math.abs(expected - found) <= tolerance ? undefined : differentValue(what, expected, found)
}

export function differentActions(expected: string, found: string): Difference {
  if (expected === found) return undefined
  let at = 0
  while (expected[at] === found[at]) at++
  return `action ${at}: expected ${expected[at] ?? 'the end'}, found ${found[at] ?? 'the end'}`
}

/** Compares with a run-length list `[[value, repeat], ...]`, bit for bit. */
export function differentRun(
  what: string,
  expected: readonly (readonly [number, number])[],
  found: readonly number[],
): Difference {
  let at = 0
  for (const [value, repeat] of expected) {
    for (let i = 0; i < repeat; i++, at++) {
      if (found[at] !== value) return `${what} ${at}: expected ${value}, found ${found[at] ?? 'the end'}`
    }
  }
  return differentValue(`number of ${what}s`, at, found.length)
}

export function differentWorld(expected: FinalRecord, world: World): Difference {
  const { width } = world
  const [row, col, facing] = expected.agent
  const agent = `(${row}, ${col}, ${facing})`
  const found = `(${Math.floor(world.at / width)}, ${world.at % width}, ${world.facing})`
  if (agent !== found) return `agent at the end: expected ${agent}, found ${found}`
  const counts = new Uint8Array(world.cells)
  for (const [row, col, count] of expected.markers) counts[row * width + col] = count
  for (let cell = 0; cell < world.cells; cell++) {
    const place = `(${Math.floor(cell / width)}, ${cell % width})`
    if (counts[cell] !== world.markers[cell])
      return `markers at ${place} at the end: expected ${counts[cell]}, found ${world.markers[cell]}`
    const wall = expected.walls?.[Math.floor(cell / width)][cell % width]
    if (wall !== undefined && (wall === '#') !== (world.walls[cell] === 1))
      return `wall at ${place} at the end: expected ${wall}\n${drawWorld(world)}`
  }
  return undefined
}

function show(value: unknown): string {
  return value === undefined || value === null ? 'none' : JSON.stringify(value)
}
