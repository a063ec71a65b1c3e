import type { RunEvent } from '@cairn/coordinator'
import { line, type Output } from './shell.ts'
import { LiveLine } from './terminal/live-line.ts'
import { cut, grouped, returned } from './terminal/numbers.ts'
import { type Progress, progressLine } from './terminal/progress.ts'

/** How a run is shown while it runs. */
export interface RunView {
  show(event: RunEvent): void
  /** Lines for a person that are not events. */
  say(text: string): void
  /** Nothing more comes; the terminal is left clean. */
  end(): void
}

/** One JSON object per line on `out`, exactly the events; words for a person go to `err`, if anywhere. */
export function jsonView(out: Output, err: Output | undefined): RunView {
  return {
    show: (event) => line(out, JSON.stringify(event)),
    say: (text) => err && line(err, text),
    end: () => {},
  }
}

export const quietView: RunView = { show: () => {}, say: () => {}, end: () => {} }

/**
 * For a terminal: a line that is redrawn, news above it.
 *
 * @param hint what to do when there are no workers, behind the reason for waiting
 */
export function liveView(err: Output, hint = ''): RunView {
  const live = new LiveLine(err)
  const { colors } = err
  let budget = 0
  let latest: Progress | undefined
  let waiting = ''
  const draw = () => {
    if (waiting !== '') live.draw(waiting, colors.yellow)
    else if (latest !== undefined) live.draw(progressLine(latest, budget, err.columns - 1), colors.cyan)
  }
  return {
    show(event) {
      if (event.event === 'started') budget = event.budget
      const waited = waiting !== ''
      waiting = waitingAfter(event, waiting, hint)
      if (event.event === 'progress') latest = event
      const news = newsOf(event)
      if (news !== undefined) live.above(paintNews(event, cut(news, Math.max(40, err.columns - 1)), err))
      if (event.event === 'progress' || event.event === 'waiting' || waited) draw()
    },
    say: (text) => live.above(text),
    end: () => live.end(),
  }
}

/** Period of progress lines where nothing can be redrawn. */
const plainEveryMs = 10_000

/** For a file or a pipe: a line of progress now and then, news as they come. */
export function plainView(err: Output, hint = '', now: () => number = Date.now): RunView {
  let budget = 0
  let next = now() + plainEveryMs
  let waiting = ''
  return {
    show(event) {
      if (event.event === 'started') budget = event.budget
      const waited = waiting
      waiting = waitingAfter(event, waiting, hint)
      if (waiting !== '' && waiting !== waited) line(err, waiting)
      const news = newsOf(event)
      if (news !== undefined) line(err, news)
      if (event.event !== 'progress' || now() < next) return
      next = now() + plainEveryMs
      line(err, progressLine(event, budget, Number.POSITIVE_INFINITY))
    },
    say: (text) => line(err, text),
    end: () => {},
  }
}

/** What the run waits for after an event, in words; empty when it does not wait. */
function waitingAfter(event: RunEvent, waiting: string, hint: string): string {
  if (event.event === 'waiting') return `${event.reason}${hint}`
  return event.event === 'progress' && event.workers === 0 ? waiting : ''
}

/** A line worth keeping, or undefined. */
function newsOf(event: RunEvent): string | undefined {
  switch (event.event) {
    case 'best':
      return `${returned(event.bestReturn).padStart(8)} after ${grouped(event.charged).padStart(9)}  ${event.program}`
    case 'champion': {
      const score = event.score === null ? 'poison' : returned(event.score)
      return `${score.padStart(8)} after ${grouped(event.charged).padStart(9)}  champion ${event.number}: ${event.program}`
    }
    case 'poisoned':
      return `poisoned: ${event.reason}; it gets the worst score: ${event.program}`
    default:
      return undefined
  }
}

function paintNews(event: RunEvent, news: string, { colors }: Output): string {
  if (event.event === 'poisoned') return colors.red(news)
  // "  0.5000 after       123  DEF run ...": the return stands out, the program stays in the background.
  return `${colors.bold(news.slice(0, 8))}${news.slice(8, 26)}${colors.dim(news.slice(26))}`
}
