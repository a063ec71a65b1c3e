import type { Program } from '@cairn/language'
import { type Arena, arenaOf, type Matching, type Played } from '../arena.ts'
import { SearchClosed, type SearchContext } from '../context.ts'
import type { SelfPlayOptions } from './options.ts'

/** The arena on the terms of one run. */
export class Matches {
  readonly arena: Arena
  /** What an evaluation is charged. */
  readonly charge: Matching['charge']
  readonly #clears: boolean

  /** @throws NoArena */
  constructor(search: SearchContext, { invalid, clear }: Pick<SelfPlayOptions, 'invalid' | 'clear'>) {
    this.arena = arenaOf(search)
    this.charge = invalid === 'free' ? 'valid' : 'each'
    this.#clears = clear
  }

  /**
   * Every program against every opponent.
   *
   * @throws SearchClosed if the budget did not pay for all of them
   */
  async play(
    programs: readonly Program[],
    opponents: readonly Program[],
    charge: Matching['charge'] = this.charge,
  ): Promise<Played[]> {
    const played = await this.arena.play(programs, { opponents, charge })
    if (played.length < programs.length) throw new SearchClosed('budget')
    return played
  }

  /** The program as it becomes an opponent (`clear`). */
  async cleared(program: Program, opponents: readonly Program[]): Promise<Program> {
    return this.#clears ? this.arena.trimmed(program, opponents) : program
  }
}

/** What the two matches against the opponent at `index` returned together: 2 if both were won. */
export function pairOf({ returns }: Played, index: number): number {
  return returns[2 * index]! + returns[2 * index + 1]!
}
