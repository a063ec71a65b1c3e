import { line, type Output } from '../shell.ts'
import { LiveLine } from '../terminal/live-line.ts'
import { clock, cut, duration, grouped, perSecond, returned, some } from '../terminal/numbers.ts'
import type { CampaignEvent, CampaignProgress } from './campaign-event.ts'

/** How a campaign is shown while it goes on. */
export interface CampaignView {
  show(event: CampaignEvent): void
  /** Lines for a person that are not events. */
  say(text: string): void
  /** Nothing more comes; the terminal is left clean. */
  end(): void
}

/** One JSON object per line on `out`, exactly the events; words for a person go to `err`, if anywhere. */
export function jsonCampaignView(out: Output, err: Output | undefined): CampaignView {
  return {
    show: (event) => line(out, JSON.stringify(event)),
    say: (text) => err && line(err, text),
    end: () => {},
  }
}

/** Errors only. */
export function quietCampaignView(err: Output): CampaignView {
  return {
    show(event) {
      if (event.event === 'failed') line(err, newsOf(event) as string)
    },
    say: () => {},
    end: () => {},
  }
}

/** For a terminal: a line that is redrawn, the runs that ended above it. */
export function liveCampaignView(err: Output): CampaignView {
  const live = new LiveLine(err)
  let latest: CampaignProgress | undefined
  let waiting: string | undefined
  return {
    show(event) {
      waiting = waitingAfter(event, waiting)
      if (event.event === 'campaign-progress') latest = event
      const news = newsOf(event)
      if (news !== undefined) live.above(painted(event, cut(news, Math.max(40, err.columns - 1)), err))
      if (event.event !== 'campaign-progress' && event.event !== 'waiting') return
      if (waiting !== undefined) live.draw(waiting, err.colors.yellow)
      else if (latest !== undefined) live.draw(campaignLine(latest, err.columns - 1), err.colors.cyan)
    },
    say: (text) => live.above(text),
    end: () => live.end(),
  }
}

/** Period of progress lines where nothing can be redrawn. */
const plainEveryMs = 10_000

/** For a file or a pipe: a line of progress now and then, a line for every run that ended. */
export function plainCampaignView(err: Output, now: () => number = Date.now): CampaignView {
  let next = now() + plainEveryMs
  let waiting: string | undefined
  return {
    show(event) {
      const before = waiting
      waiting = waitingAfter(event, waiting)
      if (waiting !== undefined && waiting !== before) line(err, waiting)
      const news = newsOf(event)
      if (news !== undefined) line(err, news)
      if (event.event !== 'campaign-progress' || now() < next) return
      next = now() + plainEveryMs
      line(err, campaignLine(event, Number.POSITIVE_INFINITY))
    },
    say: (text) => line(err, text),
    end: () => {},
  }
}

/** Where a campaign stands, in one line of at most `width` characters; the least important parts go first. */
export function campaignLine(progress: CampaignProgress, width: number): string {
  const { runs, done, running, left, failed, solved, charged, rate, secondsLeft } = progress
  const parts = [
    `${grouped(done)} of ${some(runs, 'run')} done`,
    `${grouped(running)} running`,
    secondsLeft === null ? undefined : `${clock(secondsLeft)} left`,
    failed === 0 ? undefined : `${grouped(failed)} failed`,
    `${grouped(solved)} solved`,
    `${grouped(left)} to come`,
    perSecond(rate),
    some(charged, 'evaluation'),
  ].filter((part) => part !== undefined)
  while (parts.length > 1 && parts.join(' · ').length > width) parts.pop()
  return parts.join(' · ')
}

/** What the runs wait for after an event, in words; a run that starts or ends shows that there is work again. */
function waitingAfter(event: CampaignEvent, waiting: string | undefined): string | undefined {
  if (event.event === 'waiting') return event.reason
  if (event.event === 'campaign-progress') return event.rate > 0 ? undefined : waiting
  return event.event === 'best' || event.event === 'done' ? undefined : waiting
}

/** A line worth keeping, or undefined. */
function newsOf(event: CampaignEvent): string | undefined {
  switch (event.event) {
    case 'done': {
      const { cell, seed, solved, charged, bestReturn, seconds } = event
      const verdict = solved
        ? `solved after ${grouped(charged)}`
        : `not solved in ${grouped(charged)}, best return ${returned(bestReturn)}`
      return `${cell.task} with ${cell.search}, seed ${seed}: ${verdict} (${duration(seconds)})`
    }
    case 'failed':
      return `${event.cell.task} with ${event.cell.search}, seed ${event.seed}: failed: ${event.message}`
    case 'poisoned':
      return `${event.run}: poisoned: ${event.reason}; it gets the worst score: ${event.program}`
    default:
      return undefined
  }
}

function painted(event: CampaignEvent, news: string, { colors }: Output): string {
  if (event.event === 'failed' || event.event === 'poisoned') return colors.red(news)
  return event.event === 'done' && event.solved ? colors.green(news) : news
}
