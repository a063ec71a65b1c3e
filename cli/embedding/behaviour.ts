import { karel } from '@cairn/domains'
import { keyOf, type Program } from '@cairn/language'

/** What a program does in one of the sampled states that options are compared in. */
interface Conduct {
  /** Action indices of the domain. */
  readonly trace: Uint8Array
  readonly ended: string
}

/** Runs programs in sampled states; what they do is told by one text per state, the same for the same conduct. */
export class SampledStates {
  readonly count: number
  readonly #task = karel.task(karel.probe!.task)
  readonly #known = new Map<string, readonly string[]>()

  constructor(count: number) {
    this.count = count
  }

  conduct(program: Program): Conduct[] {
    const prepared = this.#task.prepare(program)
    return Array.from({ length: this.count }, (_, state) => {
      const { ended, trace = new Uint8Array() } = prepared.episode(state, { trace: true })
      return { ended, trace }
    })
  }

  behaviours(program: Program): readonly string[] {
    const key = keyOf(program)
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const found = this.conduct(program).map(({ ended, trace }) => `${ended} ${keyOf(trace)}`)
    this.#known.set(key, found)
    return found
  }

  /** Share of the states in which both do the same. */
  likeness(one: Program, other: Program): number {
    const others = this.behaviours(other)
    return this.behaviours(one).filter((behaviour, state) => behaviour === others[state]).length / this.count
  }
}
