import type { Rng } from '@cairn/language'
import { bootstrap, type Estimate } from './bootstrap.ts'

/** Evaluations after which a run solved its task, or after which it was last known not to have. */
export interface SolvingTime {
  readonly evaluations: number
  readonly solved: boolean
}

/**
 * The Kaplan-Meier median (1958): the fewest evaluations after which the share of runs that have not solved the task is
 * estimated at a half or less. Runs that did not solve it are censored: they count as unsolved for as long as they were
 * watched, and say nothing of what comes after. When every unsolved run was watched to the same budget this is the plain
 * (lower) median with unsolved runs above all others. Infinity when the share never comes down to a half.
 */
export function medianToSolve(times: readonly SolvingTime[]): number {
  const order = inOrder(times)
  return weightedMedian(order, new Uint16Array(order.length).fill(1))
}

/** The median with its interval; its ends may be infinite: beyond what was watched. */
export function medianToSolveInterval(times: readonly SolvingTime[], rng: Rng, resamples?: number): Estimate {
  const order = inOrder(times)
  return bootstrap(order.length, rng, (counts) => weightedMedian(order, counts), resamples)
}

/** The share of runs that have solved the task, as steps: from `evaluations` on it is `share` (1 - Kaplan-Meier). */
export function solvedShare(times: readonly SolvingTime[]): { readonly evaluations: number; readonly share: number }[] {
  const steps: { evaluations: number; share: number }[] = []
  let watched = times.length
  let unsolved = 1
  for (const { evaluations, solved } of inOrder(times)) {
    if (solved) {
      unsolved *= (watched - 1) / watched
      if (steps.at(-1)?.evaluations === evaluations) steps.pop()
      steps.push({ evaluations, share: 1 - unsolved })
    }
    watched--
  }
  return steps
}

/** By evaluations; a run censored at the very moment in which another one solves was still watched then. */
function inOrder(times: readonly SolvingTime[]): SolvingTime[] {
  return times.toSorted((a, b) => a.evaluations - b.evaluations || Number(b.solved) - Number(a.solved))
}

function weightedMedian(order: readonly SolvingTime[], counts: Uint16Array): number {
  let watched = 0
  for (const count of counts) watched += count
  let unsolved = 1
  for (let i = 0; i < order.length; ) {
    const { evaluations, solved } = order[i]!
    let here = 0
    for (; i < order.length && order[i]!.evaluations === evaluations && order[i]!.solved === solved; i++)
      here += counts[i]!
    if (solved && here > 0) {
      unsolved *= (watched - here) / watched
      if (unsolved <= 0.5 + 1e-12) return evaluations
    }
    watched -= here
  }
  return Number.POSITIVE_INFINITY
}
