import { hashBytes } from '@cairn/language'
import { karel } from '../language.ts'
import type { DataProgram } from './candidate.ts'
import { ByteWriter, endOfProgram, type Layout, readTokens, writeProgram } from './layout.ts'
import { hprlProgramData, leapsProgramData, type ProgramDataSettings } from './settings.ts'
import { addTally, emptyTally, type Tally, tallied } from './tally.ts'

/**
 * A file of program data is a head and blocks, one after another, so that a build can stop after any block:
 *
 *   head    8 bytes `CAIRNPD1`, the length of a JSON text in 4, the text: `{ language, settings }`
 *   block   64 bytes, then its programs as `Layout` says
 *   end     a block without programs, marked as the last one; its tally is that of the whole file
 *
 * The 64 bytes of a block, numbers of 32 bits with the low byte first: a mark (1 block, 2 end), the length of its
 * programs in bytes, their number, the ten entries of its tally, one that is 0, and a hash of 64 bits (low half first)
 * of the 56 bytes before it and of the programs. Blocks are drawn from one candidate number after another; the tally says
 * how many.
 */
export const magic = 'CAIRNPD1'

/** Bytes before the programs of a block. */
export const blockHead = 64
const marks = { block: 1, end: 2 } as const

/** A file that is no program data, or is damaged. */
export class BadProgramData extends Error {
  readonly code = 'E_BAD_PROGRAM_DATA'
  /** Byte of the file at which it goes wrong. */
  readonly offset: number
  readonly problem: string

  constructor(problem: string, offset: number) {
    super(`program data, byte ${offset}: ${problem}`)
    this.name = 'BadProgramData'
    this.problem = problem
    this.offset = offset
  }
}

/** Programs drawn one after another, and what became of the draws. */
export interface Block {
  readonly programs: readonly DataProgram[]
  readonly tally: Tally
}

export function headBytes(settings: ProgramDataSettings): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify({ language: karel.hash, settings }))
  const bytes = new Uint8Array(magic.length + 4 + text.length)
  bytes.set(new TextEncoder().encode(magic))
  new DataView(bytes.buffer).setUint32(magic.length, text.length, true)
  bytes.set(text, magic.length + 4)
  return bytes
}

export function blockBytes(layout: Layout, { programs, tally }: Block): Uint8Array {
  const writer = new ByteWriter()
  for (const program of programs) writeProgram(writer, layout, program)
  return marked(marks.block, writer.take(), programs.length, tally)
}

/** What makes the file whole. */
export function endBytes(programs: number, tally: Tally): Uint8Array {
  return marked(marks.end, new Uint8Array(0), programs, tally)
}

function marked(mark: number, payload: Uint8Array, programs: number, tally: Tally): Uint8Array {
  const bytes = new Uint8Array(blockHead + payload.length)
  const view = new DataView(bytes.buffer)
  const words = [mark, payload.length, programs, ...tallied.map((name) => tally[name])]
  for (const [i, word] of words.entries()) view.setUint32(4 * i, word, true)
  bytes.set(payload, blockHead)
  const { low, high } = sealOf(bytes)
  view.setUint32(blockHead - 8, low, true)
  view.setUint32(blockHead - 4, high, true)
  return bytes
}

/** The hash of a block, its own place taken as zero. */
function sealOf(block: Uint8Array): { low: number; high: number } {
  const { low } = hashBytes(block.subarray(0, blockHead - 8))
  return hashBytes(block.subarray(blockHead), low)
}

/** What a file of program data holds, as far as it goes. */
export interface ScannedFile {
  readonly settings: ProgramDataSettings
  /** Where each program begins. */
  readonly offsets: Uint32Array
  readonly tally: Tally
  /** Programs of each block, in order. */
  readonly blocks: readonly number[]
  /** It has its end. */
  readonly whole: boolean
  /** Where the last whole block ends. */
  readonly end: number
  /** What is wrong after that, if anything is there. */
  readonly damage: BadProgramData | undefined
}

/**
 * Goes through a file, checking every hash.
 *
 * @throws BadProgramData if its head cannot be read, or is of another language
 */
export function scanFile(bytes: Uint8Array): ScannedFile {
  const { settings, end: begin } = readHead(bytes)
  const offsets = new Offsets()
  const tally = emptyTally()
  const blocks: number[] = []
  let at = begin
  for (;;) {
    if (at === bytes.length)
      return { settings, offsets: offsets.all, tally, blocks, whole: false, end: at, damage: undefined }
    const block = readBlock(bytes, at, settings)
    if (block instanceof BadProgramData) {
      return { settings, offsets: offsets.all, tally, blocks, whole: false, end: at, damage: block }
    }
    at = block.end
    if (block.mark === marks.end) {
      const damage = differentEnd(block, { programs: offsets.length, tally, at, length: bytes.length })
      return { settings, offsets: offsets.all, tally, blocks, whole: damage === undefined, end: at, damage }
    }
    for (const offset of block.offsets) offsets.add(offset)
    blocks.push(block.programs)
    addTally(tally, block.tally)
  }
}

interface ReadBlock {
  readonly mark: number
  readonly programs: number
  readonly tally: Tally
  readonly offsets: readonly number[]
  readonly end: number
}

function readBlock(bytes: Uint8Array, at: number, layout: Layout): ReadBlock | BadProgramData {
  if (at + blockHead > bytes.length) return new BadProgramData('the file ends in the middle of a block', at)
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, blockHead)
  const word = (i: number) => view.getUint32(4 * i, true)
  const [mark, length, programs] = [word(0), word(1), word(2)]
  if (mark !== marks.block && mark !== marks.end) return new BadProgramData('expected a block', at)
  const end = at + blockHead + length
  if (end > bytes.length) return new BadProgramData('the file ends in the middle of a block', at)
  const { low, high } = sealOf(bytes.subarray(at, end))
  if (low !== word(14) || high !== word(15)) return new BadProgramData('the block does not have the hash it says', at)
  const tally = emptyTally()
  for (const [i, name] of tallied.entries()) tally[name] = word(3 + i)
  const offsets: number[] = []
  if (mark === marks.block) {
    const within = bytes.subarray(0, end)
    let next = at + blockHead
    for (let i = 0; i < programs; i++) {
      offsets.push(next)
      const after = endOfProgram(within, next, layout)
      if (after === undefined) return new BadProgramData(`program ${i} of the block does not fit into it`, next)
      next = after
    }
    if (next !== end) return new BadProgramData('the block is longer than its programs', next)
  }
  return { mark, programs, tally, offsets, end }
}

function differentEnd(
  block: ReadBlock,
  found: { readonly programs: number; readonly tally: Tally; readonly at: number; readonly length: number },
): BadProgramData | undefined {
  if (block.programs !== found.programs || tallied.some((name) => block.tally[name] !== found.tally[name]))
    return new BadProgramData(`the end counts ${block.programs} programs, the blocks ${found.programs}`, found.at)
  return found.at === found.length ? undefined : new BadProgramData('there is more after the end', found.at)
}

function readHead(bytes: Uint8Array): { readonly settings: ProgramDataSettings; readonly end: number } {
  const at = magic.length + 4
  if (bytes.length < at || new TextDecoder().decode(bytes.subarray(0, magic.length)) !== magic)
    throw new BadProgramData(`no program data: it does not begin with ${magic}`, 0)
  const end = at + new DataView(bytes.buffer, bytes.byteOffset, at).getUint32(magic.length, true)
  if (end > bytes.length) throw new BadProgramData('the file ends in its head', at)
  let head: { readonly language?: unknown; readonly settings?: unknown }
  try {
    head = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(at, end)))
  } catch (cause) {
    throw new BadProgramData(`the head is no JSON: ${cause instanceof Error ? cause.message : cause}`, at)
  }
  if (head?.language !== karel.hash) throw new BadProgramData('made with another version of the Karel language', at)
  return { settings: settingsOf(head.settings, at), end }
}

function settingsOf(value: unknown, at: number): ProgramDataSettings {
  if (typeof value !== 'object' || value === null) throw new BadProgramData('the head has no settings', at)
  const given = value as Readonly<Record<string, unknown>>
  const like = given.vocabulary === 'hprl' ? hprlProgramData : leapsProgramData
  for (const [name, example] of Object.entries(like)) {
    const same = name === 'vocabulary' ? given[name] === example : typeof given[name] === typeof example
    if (!same) throw new BadProgramData(`settings.${name}: expected ${JSON.stringify(example)} or its like`, at)
  }
  return value as ProgramDataSettings
}

/** Numbers without end, four bytes each. */
class Offsets {
  #numbers = new Uint32Array(1024)
  length = 0

  add(offset: number): void {
    if (this.length === this.#numbers.length) {
      const grown = new Uint32Array(this.#numbers.length * 2)
      grown.set(this.#numbers)
      this.#numbers = grown
    }
    this.#numbers[this.length++] = offset
  }

  get all(): Uint32Array {
    return this.#numbers.subarray(0, this.length)
  }
}

/** The tokens of every program of a scanned file, in order. */
export function* tokensIn(bytes: Uint8Array, { offsets }: ScannedFile): Generator<Uint8Array> {
  for (const offset of offsets) yield readTokens(bytes, offset)
}
