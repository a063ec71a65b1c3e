import { karel, karelActions, openTask } from '@cairn/domains'
import { type Program, print } from '@cairn/language'
import type { Colour } from '@cairn/report'
import { BadUsage } from '../errors.ts'
import type { SampledStates } from './behaviour.ts'
import type { FeatureName } from './feature-names.ts'

export interface Feature {
  readonly colour: Colour
  /** The figure, or the place of the kind. */
  readonly valued: (program: Program) => number
}

/** A task on whose episodes programs are scored. */
export interface ScoredOn {
  readonly task: string
  readonly options: Readonly<Record<string, string | number | boolean>>
  readonly episodes: number
}

const shapes = ['actions only', 'branches', 'loops', 'branches and loops'] as const

/**
 * @param scoredOn for `return`
 * @throws BadUsage
 */
export function featureOf(name: FeatureName, states: SampledStates, scoredOn: ScoredOn | undefined): Feature {
  switch (name) {
    case 'action':
      return {
        colour: { kind: 'class', label: 'most frequent action', classes: [...karelActions, 'none'] },
        valued: (program) => mostFrequent(states.conduct(program).map(({ trace }) => trace)),
      }
    case 'steps':
      return {
        colour: { kind: 'figure', label: 'mean actions in a sampled state' },
        valued(program) {
          const all = states.conduct(program)
          return all.reduce((sum, { trace }) => sum + trace.length, 0) / all.length
        },
      }
    case 'length':
      return {
        colour: { kind: 'figure', label: 'length in tokens' },
        valued: (program) => print(karel.language, program).split(' ').length,
      }
    case 'shape':
      return {
        colour: { kind: 'class', label: 'made of', classes: shapes },
        valued(program) {
          const words = new Set(print(karel.language, program).split(' '))
          return Number(words.has('IF') || words.has('IFELSE')) + 2 * Number(words.has('WHILE') || words.has('REPEAT'))
        },
      }
    case 'return':
      if (scoredOn === undefined) throw new BadUsage('task', undefined, 'a Karel task, for the returns on it')
      return returnOn(scoredOn)
  }
}

function returnOn({ task: name, options, episodes }: ScoredOn): Feature {
  const task = openTask(name, options)
  if (task.language !== karel.language) throw new BadUsage('task', name, 'a Karel task')
  return {
    colour: { kind: 'figure', label: `return on ${name}`, floor: 0 },
    valued(program) {
      const prepared = task.prepare(program)
      let sum = 0
      for (let episode = 0; episode < episodes; episode++) sum += prepared.episode(episode).return
      return sum / episodes
    },
  }
}

/** Of all traces together; the number of actions where there is none. */
function mostFrequent(traces: readonly Uint8Array[]): number {
  const counts = karelActions.map(() => 0)
  for (const trace of traces) for (const action of trace) counts[action]! += 1
  const most = Math.max(...counts)
  return most === 0 ? counts.length : counts.indexOf(most)
}
