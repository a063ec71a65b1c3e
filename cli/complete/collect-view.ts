import { type CollectProgress, type CollectTools, reached, type Target } from '@cairn/completions'
import type { Output } from '../shell.ts'
import { LiveLine } from '../terminal/live-line.ts'
import { clock, grouped, some } from '../terminal/numbers.ts'

/** How a collection is shown while it goes on. */
export interface CollectView {
  readonly events: Required<Pick<CollectTools, 'onProgress' | 'onNotice'>>
  say(text: string): void
  end(): void
}

/** Where nothing can be redrawn, a line is written this often. */
const plainEveryMs = 10_000

/** @param output none: nothing is shown */
export function collectView(target: Target, output: Output | undefined, now = Date.now): CollectView {
  if (output === undefined) {
    const nothing = () => {}
    return { events: { onProgress: nothing, onNotice: nothing }, say: nothing, end: nothing }
  }
  const live = output.live ? new LiveLine(output) : undefined
  const say = (text: string) => (live === undefined ? output.write(`${text}\n`) : live.above(text))
  let writtenMs = now()
  return {
    say,
    events: {
      onNotice: (notice) => say(output.colors.dim(notice)),
      onProgress(progress) {
        const text = progressText(progress, target)
        if (live !== undefined) return live.draw(text)
        if (now() - writtenMs < plainEveryMs) return
        writtenMs = now()
        say(text)
      },
    },
    end: () => live?.end(),
  }
}

/** One line: what is there, what it took, how long it goes on. */
export function progressText(progress: CollectProgress, target: Target): string {
  const { answers, failures, spent, cost, secondsLeft } = progress
  const [have, want] = reached(target, answers)
  const accepted = answers.filter(({ verdict }) => verdict.strict.accepted).length
  const parts = [
    'answers' in target
      ? `${grouped(have)} of ${some(want, 'answer')}`
      : `${some(answers.length, 'answer')}, ${have} of ${want} accepted (${target.by})`,
    'answers' in target ? `${grouped(accepted)} accepted` : undefined,
    `${some(spent.prompt + spent.completion, 'token')}`,
    cost === undefined ? undefined : `cost ${cost.toFixed(4)}`,
    failures === 0 ? undefined : `${grouped(failures)} failed`,
    secondsLeft === undefined ? undefined : `${clock(secondsLeft)} left`,
  ]
  return parts.filter((part) => part !== undefined).join(' · ')
}
