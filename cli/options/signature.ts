import type { Domain, Ending, Task } from '@cairn/domains'
import { fillFrame, keyOf, type Program, parseFrame } from '@cairn/language'

/** How an option behaves in the states in which it was compared. */
export interface Signature {
  /** It within its frame: the program that is run. */
  readonly program: Program
  readonly task: Task
  readonly states: number
  /** States in which at least one action is executed. */
  readonly acts: number
  /** Different traces over the states. */
  readonly traces: number
  /** Most states that have the same trace. */
  readonly commonest: number
  /** Actions executed in a state. */
  readonly actions: { readonly least: number; readonly mean: number; readonly most: number }
  readonly endings: Readonly<Partial<Record<Ending, number>>>
  /** The first state with the most actions. */
  readonly liveliest: number
}

/** Runs an option in sampled states; undefined if the domain has no frame for its kind. */
export function signatureOf(domain: Domain, kind: string, option: Program, states: number): Signature | undefined {
  const text = domain.probe?.frames[kind]
  if (domain.probe === undefined || text === undefined) return undefined
  const task = domain.task(domain.probe.task)
  const program = fillFrame(parseFrame(domain.language, kind, text), option)
  const prepared = task.prepare(program)
  const traces = new Map<string, number>()
  const endings: Partial<Record<Ending, number>> = {}
  const steps: number[] = []
  for (let state = 0; state < states; state++) {
    const outcome = prepared.episode(state, { trace: true })
    const key = `${outcome.ended} ${keyOf(outcome.trace ?? new Uint8Array())}`
    traces.set(key, (traces.get(key) ?? 0) + 1)
    endings[outcome.ended] = (endings[outcome.ended] ?? 0) + 1
    steps.push(outcome.steps)
  }
  const most = steps.reduce((a, b) => Math.max(a, b), 0)
  return {
    ...{ program, task, states },
    acts: steps.filter((count) => count > 0).length,
    traces: traces.size,
    commonest: Math.max(...traces.values()),
    actions: {
      least: steps.reduce((a, b) => Math.min(a, b)),
      mean: steps.reduce((a, b) => a + b) / states,
      most,
    },
    endings,
    liveliest: steps.indexOf(most),
  }
}
