import type { ProgramDataBuild, Tally } from '@cairn/domains'
import type { Output } from '../shell.ts'
import { LiveLine } from '../terminal/live-line.ts'
import { clock, grouped } from '../terminal/numbers.ts'

/** How building a data set is shown while it goes on. */
export interface DataView {
  progress(build: ProgramDataBuild): void
  say(text: string): void
  end(): void
  /** What became of the draws, as far as progress has told. */
  readonly tally: Readonly<Tally> | undefined
}

/** Where nothing can be redrawn, a line this often. */
const plainMs = 10_000

/** @param output none: nothing is shown */
export function dataView(output: Output | undefined): DataView {
  const live = output?.live === true ? new LiveLine(output) : undefined
  let tally: Readonly<Tally> | undefined
  let first: { readonly programs: number; readonly atMs: number } | undefined
  let saidMs = performance.now()
  const say = (text: string) => (live === undefined ? output?.write(`${text}\n`) : live.above(text))
  return {
    say,
    end: () => live?.end(),
    get tally() {
      return tally
    },
    progress(build) {
      tally = build.tally
      const nowMs = performance.now()
      first ??= { programs: build.programs, atMs: nowMs }
      const text = progressText(build, (build.programs - first.programs) / ((nowMs - first.atMs) / 1000))
      if (live !== undefined) live.draw(text)
      else if (nowMs - saidMs >= plainMs) {
        saidMs = nowMs
        say(text)
      }
    },
  }
}

function progressText({ programs, settings, tally }: ProgramDataBuild, rate: number): string {
  const text = `${grouped(programs)} of ${grouped(settings.programs)} programs, ${grouped(tally.drawn)} drawn`
  if (!Number.isFinite(rate) || rate <= 0) return text
  return `${text}, ${grouped(rate)}/s, ${clock((settings.programs - programs) / rate)} left`
}
