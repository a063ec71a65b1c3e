import { type Candidate, Candidates, type DataProgram } from './candidate.ts'
import { type Block, blockBytes, endBytes, headBytes, scanFile, tokensIn } from './program-file.ts'
import type { ProgramDataSettings } from './settings.ts'
import { addTally, count, emptyTally, type Tally } from './tally.ts'

/** Candidates of a block: about a second's work. */
export const candidatesInBlock = 2000

/** Draws that may bring nothing new before a build is given up: some settings admit only so many programs. */
const patience = 200_000

/** The settings admit no more programs. */
export class NoMorePrograms extends Error {
  readonly code = 'E_NO_MORE_PROGRAMS'
  readonly programs: number

  constructor(programs: number, wanted: number) {
    super(`${patience} draws in a row brought nothing new after ${programs} of ${wanted} programs`)
    this.name = 'NoMorePrograms'
    this.programs = programs
  }
}

/**
 * Builds a data set block by block. Where it stops and goes on again leaves no trace: the bytes are those of the settings.
 *
 *     const { head, build } = beginBuild(settings)      // write the head
 *     while (!build.done) write(build.nextBytes())      // the last bytes are the end
 */
export class ProgramDataBuild {
  readonly settings: ProgramDataSettings
  readonly #candidates: Candidates
  readonly #known: Set<string>
  readonly #tally: Tally
  #barren = 0
  #ended: boolean

  /** @param so far what an earlier build has left: texts of its programs, its tally, whether it has its end */
  constructor(
    settings: ProgramDataSettings,
    soFar: { readonly known: Set<string>; readonly tally: Tally; readonly ended: boolean },
  ) {
    this.settings = settings
    this.#candidates = new Candidates(settings)
    this.#known = soFar.known
    this.#tally = soFar.tally
    this.#ended = soFar.ended
  }

  get programs(): number {
    return this.#known.size
  }

  /** All programs are there; the end is what comes next. */
  get full(): boolean {
    return this.programs >= this.settings.programs
  }

  get tally(): Readonly<Tally> {
    return this.#tally
  }

  /** The end has been given out. */
  get done(): boolean {
    return this.#ended
  }

  /**
   * The bytes that come next.
   *
   * @param drawn the next `candidatesInBlock` candidates, where others have drawn them; those that are known may be among
   *   them
   * @throws NoMorePrograms
   */
  nextBytes(drawn?: readonly (Candidate | 'duplicate')[]): Uint8Array {
    if (this.full) {
      this.#ended = true
      return endBytes(this.programs, this.#tally)
    }
    const block = this.#nextBlock(drawn)
    addTally(this.#tally, block.tally)
    this.#barren = block.programs.length === 0 ? this.#barren + block.tally.drawn : 0
    if (this.#barren >= patience) throw new NoMorePrograms(this.programs, this.settings.programs)
    return blockBytes(this.settings, block)
  }

  #nextBlock(drawn: readonly (Candidate | 'duplicate')[] | undefined): Block {
    const programs: DataProgram[] = []
    const tally = emptyTally()
    const known = (text: string) => this.#known.has(text)
    while (tally.drawn < candidatesInBlock && !this.full) {
      const given = drawn?.[tally.drawn] ?? this.#candidates.draw(this.#tally.drawn + tally.drawn, known)
      const candidate = given !== 'duplicate' && known(given.text) ? 'duplicate' : given
      count(tally, candidate)
      if (candidate === 'duplicate' || typeof candidate.outcome === 'string') continue
      this.#known.add(candidate.text)
      programs.push(candidate.outcome)
    }
    return { programs, tally }
  }
}

/** A build from nothing, and the bytes that its file begins with. */
export function beginBuild(settings: ProgramDataSettings): {
  readonly head: Uint8Array
  readonly build: ProgramDataBuild
} {
  const soFar = { known: new Set<string>(), tally: emptyTally(), ended: false }
  return { head: headBytes(settings), build: new ProgramDataBuild(settings, soFar) }
}

/**
 * A build that goes on where a file stops.
 *
 * @returns the build, and how many bytes of the file it goes on from; what comes after them is not whole
 * @throws BadProgramData
 */
export function resumeBuild(bytes: Uint8Array): { readonly build: ProgramDataBuild; readonly end: number } {
  const file = scanFile(bytes)
  const { vocabulary } = new Candidates(file.settings)
  const known = new Set<string>()
  for (const tokens of tokensIn(bytes, file)) known.add(vocabulary.decode(tokens))
  return { build: new ProgramDataBuild(file.settings, { known, tally: file.tally, ended: file.whole }), end: file.end }
}
