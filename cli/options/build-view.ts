import type { Output } from '../shell.ts'
import { LiveLine } from '../terminal/live-line.ts'
import { grouped } from '../terminal/numbers.ts'

/** How building a library is shown while it goes on. */
export interface BuildView {
  progress(known: number, of: number): void
  say(text: string): void
  end(): void
}

/** Questions smaller than this are answered before a person could read. */
const worthALine = 500

/** @param output none: nothing is shown */
export function buildView(output: Output | undefined): BuildView {
  const nothing = () => {}
  if (output === undefined) return { progress: nothing, say: nothing, end: nothing }
  const live = output.live ? new LiveLine(output) : undefined
  return {
    progress(known, of) {
      if (of >= worthALine) live?.draw(`${grouped(known)} of ${grouped(of)} subtrees run`)
    },
    say: (text) => (live === undefined ? output.write(`${text}\n`) : live.above(text)),
    end: () => live?.end(),
  }
}
