import type { ComparedRun, ComparedTask } from './comparison.ts'
import type { Merit } from './improvement.ts'
import type { SolvingTime } from './solving-time.ts'

/** Best return after so many evaluations; undefined where it is not known: before the first score, or not run so far. */
export function returnAt(run: ComparedRun, evaluations: number): number | undefined {
  // What a run that is done ended with is what it has for ever: it solved the task, or its search had no more to try.
  if (run.state !== 'done' && run.charged < evaluations) return undefined
  let low = 0
  let high = run.curve.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (run.curve[middle]!.charged <= evaluations) low = middle + 1
    else high = middle
  }
  return run.curve[low - 1]?.bestReturn
}

/** Whether a run says anything at all. */
export function wasStarted(run: ComparedRun): boolean {
  return run.state === 'done' || run.charged > 0
}

/** A run that is done and did not solve its task would not have within its budget, even if its search ended earlier. */
export function solvingTime(run: ComparedRun, { budget }: Pick<ComparedTask, 'budget'>): SolvingTime {
  if (run.state === 'done' && !run.solved) return { evaluations: budget, solved: false }
  return { evaluations: run.charged, solved: run.solved }
}

/** Of a run that is done. */
export function merit(run: ComparedRun): Merit {
  return {
    solvedAfter: run.solved ? run.charged : Number.POSITIVE_INFINITY,
    bestReturn: run.bestReturn ?? Number.NEGATIVE_INFINITY,
  }
}
