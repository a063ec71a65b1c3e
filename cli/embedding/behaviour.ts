import { karel } from '@cairn/domains'
import { keyOf, type Program } from '@cairn/language'

/** What a program does in the sampled states that options are compared in: one text per state. */
export function behaviours(program: Program, states: number): readonly string[] {
  const task = karel.task(karel.probe!.task)
  const prepared = task.prepare(program)
  return Array.from({ length: states }, (_, state) => {
    const { ended, trace } = prepared.episode(state, { trace: true })
    return `${ended} ${keyOf(trace ?? new Uint8Array())}`
  })
}

/** Share of the states in which both did the same. */
export function likeness(one: readonly string[], other: readonly string[]): number {
  return one.filter((behaviour, state) => behaviour === other[state]).length / one.length
}
