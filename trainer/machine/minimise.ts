/** A Moore machine: each state has an output, each input leads from a state to a state. */
export interface MooreMachine {
  readonly states: readonly string[]
  readonly inputs: readonly string[]
  readonly output: Readonly<Record<string, string>>
  /** [state][input] */
  readonly next: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/**
 * States that nothing can tell apart, by refining the partition by outputs until it holds. Classes in the order of
 * their first states.
 */
export function equivalentStates({ states, inputs, output, next }: MooreMachine): string[][] {
  let classOf = numbered(states, (state) => output[state]!)
  for (;;) {
    const before = classOf
    const refined = numbered(states, (state) =>
      [before.get(state)!, ...inputs.map((input) => before.get(next[state]![input]!)!)].join(),
    )
    if (new Set(refined.values()).size === new Set(before.values()).size) break
    classOf = refined
  }
  const count = new Set(classOf.values()).size
  return Array.from({ length: count }, (_, number) => states.filter((state) => classOf.get(state) === number))
}

/** The same number for the states with the same key, counted as they come. */
function numbered(states: readonly string[], keyOf: (state: string) => string): Map<string, number> {
  const keys = new Map<string, number>()
  return new Map(
    states.map((state) => {
      const key = keyOf(state)
      if (!keys.has(key)) keys.set(key, keys.size)
      return [state, keys.get(key)!]
    }),
  )
}
