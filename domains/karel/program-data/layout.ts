import type { Facing } from '../world.ts'
import type { DataProgram, Demonstration } from './candidate.ts'

/**
 * How a program lies in a file of program data, bytes unless said otherwise:
 *
 *   tokens: their number, then one index each
 *   for each demonstration of the settings:
 *     pose: cell * 4 + facing, two bytes, the low one first; cells count the border
 *     walls, then markers: one bit for each inner cell, row-major, the low bit of a byte first
 *     actions: their number, then two to a byte, the first in the low half
 *
 * Starts have one marker on a cell at most; the border is wall and not written.
 */
export interface Layout {
  readonly side: number
  readonly demonstrations: number
}

/** Appends bytes to a buffer that grows. */
export class ByteWriter {
  #bytes = new Uint8Array(1 << 16)
  #length = 0

  byte(value: number): void {
    if (this.#length === this.#bytes.length) {
      const grown = new Uint8Array(this.#bytes.length * 2)
      grown.set(this.#bytes)
      this.#bytes = grown
    }
    this.#bytes[this.#length++] = value
  }

  /** What was written; the writer begins again. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length)
    this.#length = 0
    return taken
  }
}

export function writeProgram(writer: ByteWriter, { side }: Layout, { tokens, demonstrations }: DataProgram): void {
  writer.byte(tokens.length)
  for (const token of tokens) writer.byte(token)
  for (const { start, actions } of demonstrations) {
    const pose = start.at * 4 + start.facing
    writer.byte(pose & 255)
    writer.byte(pose >> 8)
    writeBits(writer, side, start.walls)
    writeBits(writer, side, start.markers)
    writer.byte(actions.length)
    for (let i = 0; i < actions.length; i += 2) writer.byte(actions[i] | ((actions[i + 1] ?? 0) << 4))
  }
}

/** Where the program at `at` ends, or undefined when the bytes end before it does. */
export function endOfProgram(bytes: Uint8Array, at: number, layout: Layout): number | undefined {
  let end = at + 1 + bytes[at]
  const start = startBytes(layout.side)
  for (let i = 0; i < layout.demonstrations; i++) {
    if (end + start >= bytes.length) return undefined
    end += start + 1 + ((bytes[end + start] + 1) >> 1)
  }
  return end <= bytes.length ? end : undefined
}

export function readTokens(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.subarray(at + 1, at + 1 + bytes[at])
}

export function readDemonstrations(bytes: Uint8Array, at: number, { side, demonstrations }: Layout): Demonstration[] {
  let next = at + 1 + bytes[at]
  const half = innerBytes(side)
  return Array.from({ length: demonstrations }, () => {
    const pose = bytes[next] | (bytes[next + 1] << 8)
    const walls = readBits(bytes, next + 2, side, 1)
    const markers = readBits(bytes, next + 2 + half, side, 0)
    next += startBytes(side)
    const actions = new Uint8Array(bytes[next++])
    for (let i = 0; i < actions.length; i++) actions[i] = (bytes[next + (i >> 1)] >> ((i & 1) * 4)) & 15
    next += (actions.length + 1) >> 1
    return { start: { walls, markers, at: pose >> 2, facing: (pose & 3) as Facing }, actions }
  })
}

/** Bytes for a bit of every inner cell. */
function innerBytes(side: number): number {
  return ((side - 2) ** 2 + 7) >> 3
}

/** Bytes of a start state. */
function startBytes(side: number): number {
  return 2 + 2 * innerBytes(side)
}

function writeBits(writer: ByteWriter, side: number, cells: Uint8Array): void {
  let bits = 0
  let filled = 0
  for (let row = 1; row < side - 1; row++) {
    for (let col = 1; col < side - 1; col++) {
      bits |= cells[row * side + col] << filled
      if (++filled < 8) continue
      writer.byte(bits)
      bits = filled = 0
    }
  }
  if (filled > 0) writer.byte(bits)
}

function readBits(bytes: Uint8Array, from: number, side: number, border: 0 | 1): Uint8Array {
  const cells = new Uint8Array(side * side).fill(border)
  let bit = 0
  for (let row = 1; row < side - 1; row++) {
    for (let col = 1; col < side - 1; col++, bit++) {
      cells[row * side + col] = (bytes[from + (bit >> 3)] >> (bit & 7)) & 1
    }
  }
  return cells
}
