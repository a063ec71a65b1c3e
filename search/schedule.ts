import type { SearchOption } from './context.ts'

/** How the number of neighbours grows while evaluations are spent. */
export type Schedule = {
  /** Neighbours at the beginning. */
  'start-neighbours': number
  /** Neighbours at the end. */
  'end-neighbours': number
  /** Of what is spent, the share of the logarithm or of the number itself. */
  ratio: 'log' | 'linear'
  /** Whether that share rises along a sine, slowly at both ends, or as it is. */
  shape: 'sin' | 'linear'
  /** Whether the logarithm of the number of neighbours or the number itself grows by that share. */
  interpolation: 'log' | 'linear'
  /** Evaluations at which the end is reached; 0: the budget of the search. */
  'schedule-end': number
}

/** LLM-GS: `start_k`, `end_k` and the switches of its ablation. */
export const scheduleDefaults = {
  'start-neighbours': 32,
  'end-neighbours': 2048,
  ratio: 'log',
  shape: 'sin',
  interpolation: 'log',
  'schedule-end': 0,
} satisfies Schedule

const neighbours = (name: 'start-neighbours' | 'end-neighbours', about: string) =>
  ({ kind: 'integer', default: scheduleDefaults[name], min: 1, max: 1_000_000, about }) as const

export const scheduleOptions = {
  'start-neighbours': neighbours('start-neighbours', 'neighbours before a restart, at the beginning (LLM-GS start_k)'),
  'end-neighbours': neighbours('end-neighbours', 'neighbours before a restart, at the end (LLM-GS end_k)'),
  ratio: {
    kind: 'choice',
    default: scheduleDefaults.ratio,
    of: ['log', 'linear'],
    about: 'share spent of the budget: of its logarithm, or of itself',
  },
  shape: {
    kind: 'choice',
    default: scheduleDefaults.shape,
    of: ['sin', 'linear'],
    about: 'how the share becomes progress: along a sine, or as it is',
  },
  interpolation: {
    kind: 'choice',
    default: scheduleDefaults.interpolation,
    of: ['log', 'linear'],
    about: 'what grows by that progress: the logarithm of the neighbours, or their number',
  },
  'schedule-end': {
    kind: 'integer',
    default: scheduleDefaults['schedule-end'],
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    about: 'evaluations at which the end is reached; 0: the budget',
  },
} as const satisfies Record<string, SearchOption>

/**
 * Neighbours of a climb that begins after `spent` evaluations of `budget`.
 *
 * Source: LLM-GS, `Scheduled_HillClimbing`.
 */
export function scheduledNeighbours(schedule: Schedule, spent: number, budget: number): number {
  const { 'start-neighbours': start, 'end-neighbours': end, ratio, shape, interpolation } = schedule
  const last = schedule['schedule-end'] === 0 ? budget : schedule['schedule-end']
  if (spent <= 0) return start
  if (spent >= last) return end
  const share = ratio === 'log' ? Math.log10(spent) / Math.log10(last) : spent / last
  const progress = shape === 'sin' ? (Math.sin(((2 * share - 1) * Math.PI) / 2) + 1) / 2 : share
  if (interpolation === 'linear') return Math.ceil(start + (end - start) * progress)
  return Math.ceil(2 ** (Math.log2(start) + (Math.log2(end) - Math.log2(start)) * progress))
}
