import { exponentialDecay, linearDecay, stepDecay } from '../optimiser/schedules.ts'
import { differs, double, firstOf } from './compare.ts'

type ByNumber = Readonly<Record<string, number>>

export interface SchedulesRecord {
  readonly step_lr: {
    readonly initial: number
    readonly step_size: number
    readonly gamma: number
    readonly lr_in_epoch: ByNumber
  }
  readonly linear_decay: { readonly initial: number; readonly total_updates: number; readonly lr_at_update: ByNumber }
  readonly entropy_exponential: {
    readonly initial: number
    readonly final: number
    readonly updates: number
    readonly value: ByNumber
  }
}

export function checkSchedules({ step_lr, linear_decay, entropy_exponential }: SchedulesRecord): string | undefined {
  const { initial, gamma: factor, step_size: period } = step_lr
  return firstOf(
    ...byNumber('step_lr', step_lr.lr_in_epoch, (epoch) => stepDecay(epoch, { initial, factor, period })),
    ...byNumber('linear_decay', linear_decay.lr_at_update, (update) =>
      linearDecay(update, { initial: linear_decay.initial, updates: linear_decay.total_updates }),
    ),
    ...byNumber('entropy_exponential', entropy_exponential.value, (update) =>
      exponentialDecay(update, entropy_exponential),
    ),
  )
}

function byNumber(what: string, recorded: ByNumber, ours: (at: number) => number): (string | undefined)[] {
  return Object.entries(recorded).map(([at, value]) => differs(`${what} ${at}`, ours(Number(at)), value, double))
}
