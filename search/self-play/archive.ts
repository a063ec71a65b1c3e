import type { Program } from '@cairn/language'
import type { Matching } from '../arena.ts'
import { type Matches, pairOf } from './matches.ts'
import type { ArchiveOptions } from './options.ts'

/** Every program that was taken in, and what each scores against each. */
export class Archive {
  readonly members: Program[]
  /** Half of what the matches of the row's program against the column's returned (`M`). */
  readonly payoff: number[][] = [[0.5]]
  readonly #matches: Matches
  readonly #charge: Matching['charge']

  constructor(matches: Matches, first: Program, { archive }: Pick<ArchiveOptions, 'archive'>) {
    this.members = [first]
    this.#matches = matches
    this.#charge = archive === 'charged' ? matches.charge : 'none'
  }

  /** The member that scores most against all, the last of equal ones. */
  get champion(): Program {
    const sums = this.payoff.map((row) => row.reduce((sum, value) => sum + value, 0))
    return this.members[sums.lastIndexOf(Math.max(...sums))]!
  }

  /** The program as it becomes a member. */
  cleared(program: Program): Promise<Program> {
    return this.#matches.cleared(program, this.members)
  }

  /** @param cleared the program as it becomes a member: others play against that, `program` has played against them */
  async add(program: Program, cleared: Program): Promise<void> {
    const [played] = await this.#matches.play([program], this.members, this.#charge)
    const means = this.members.map((_, i) => pairOf(played!, i) / 2)
    for (const [i, mean] of means.entries()) this.payoff[i]!.push(1 - mean)
    this.payoff.push([...means, 0.5])
    this.members.push(cleared)
  }

  /** The members that win more than they lose against the program. */
  async stronger(program: Program): Promise<Program[]> {
    const played = await this.#matches.play(this.members, [program], this.#charge)
    return this.members.filter((_, i) => pairOf(played[i]!, 0) > 1)
  }
}
