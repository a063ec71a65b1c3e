import { seededRng } from '@cairn/language'
import { shuffle } from '../draws.ts'
import type { DataProgram, Demonstration } from './candidate.ts'
import { readDemonstrations, readTokens } from './layout.ts'
import { BadProgramData, scanFile } from './program-file.ts'
import type { ProgramDataSettings } from './settings.ts'
import type { Tally } from './tally.ts'

/** Numbers of the programs of each part. */
export interface Split {
  readonly train: Uint32Array
  readonly validation: Uint32Array
  readonly test: Uint32Array
}

/** A data set as a reader has it: programs by number, read when they are asked for. */
export interface ProgramData {
  readonly settings: ProgramDataSettings
  readonly tally: Readonly<Tally>
  /** Programs. */
  readonly length: number
  /** Indices of the vocabulary, without a pad: a view of the file, not to be written to. */
  tokens(number: number): Uint8Array
  demonstrations(number: number): readonly Demonstration[]
  program(number: number): DataProgram
  /** Shuffled by the seed of the data set, then cut by its parts, rounded down; the test part has what is left. */
  split(): Split
}

/**
 * Reads a file of program data that is whole.
 *
 * @throws BadProgramData if it is damaged, or a build that has not come to its end
 */
export function readProgramData(bytes: Uint8Array): ProgramData {
  const { settings, offsets, tally, whole, end, damage } = scanFile(bytes)
  if (damage !== undefined) throw damage
  if (!whole) throw new BadProgramData('the file has no end: its build has not finished', end)
  const at = (number: number) => {
    if (number in offsets) return offsets[number]
    throw new RangeError(`program: expected a number from 0 to ${offsets.length - 1}, got ${number}`)
  }
  return {
    settings,
    tally,
    length: offsets.length,
    tokens: (number) => readTokens(bytes, at(number)),
    demonstrations: (number) => readDemonstrations(bytes, at(number), settings),
    program: (number) => ({
      tokens: readTokens(bytes, at(number)),
      demonstrations: readDemonstrations(bytes, at(number), settings),
    }),
    split: () => splitOf(offsets.length, settings),
  }
}

function splitOf(programs: number, { seed, split }: ProgramDataSettings): Split {
  const [train, validation, test] = split
  const all = train + validation + test
  const numbers = Uint32Array.from(
    shuffle(
      seededRng(seed).stream('program-data split'),
      Array.from({ length: programs }, (_, number) => number),
    ),
  )
  const first = Math.floor((programs * train) / all)
  const second = test === 0 ? programs : first + Math.floor((programs * validation) / all)
  return {
    train: numbers.subarray(0, first),
    validation: numbers.subarray(first, second),
    test: numbers.subarray(second),
  }
}
