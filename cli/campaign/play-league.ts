import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { domainOf } from '@cairn/domains'
import { leagueOf, type PlannedLeague } from '../compare/league.ts'
import { line, type Output, type Shell } from '../shell.ts'
import { LiveLine } from '../terminal/live-line.ts'
import { grouped, some } from '../terminal/numbers.ts'
import { openWork } from '../work.ts'
import { checkBots } from './check-bots.ts'
import { leagueFiles } from './files.ts'
import { type FoundCampaign, findCampaign } from './find-campaign.ts'
import { fixturesOf } from './league/fixtures.ts'
import { MatchBook } from './league/match-book.ts'
import { playOnWorkers } from './league/play-on-workers.ts'
import { type Roster, rosterOf } from './league/roster.ts'

export interface LeagueFlags {
  readonly runs: string | undefined
  readonly workers: number | undefined
  readonly nats: string | undefined
  readonly checkpoints: number | undefined
  readonly bots: readonly string[] | undefined
  readonly 'max-ticks': number | undefined
  readonly quiet: boolean
}

/** A league of which every match has been played. */
export interface PlayedLeague extends FoundCampaign {
  readonly roster: Roster
  readonly book: MatchBook
  /** Matches that were not in the book. */
  readonly played: number
}

/** Period in which matches are put on the disk and told of. */
const flushMs = 1_000

/**
 * Plays what the standings of a campaign need and its book does not have, as the campaign is now.
 *
 * @throws Unknown, BadCampaign, NotPlayed, BadTask, MatchLost, BrokerUnreachable; the signal's reason
 */
export async function playLeague(
  name: string,
  flags: LeagueFlags,
  shell: Shell,
  signal: AbortSignal,
): Promise<PlayedLeague> {
  const found = await findCampaign(name, flags, shell)
  const { folder, manifest } = found
  const league = leagueWith(found.league, flags)
  checkBots(league, manifest.plan.cells)
  const roster = rosterOf(folder, manifest, league)
  const book = new MatchBook(join(folder, leagueFiles.folder, leagueFiles.book))
  const missing = fixturesOf(roster).filter((fixture) => book.find(fixture) === undefined)
  if (missing.length === 0) return { ...found, league, roster, book, played: 0 }

  const run = `league-${manifest.plan.name}`
  const domain = domainOf(missing[0]!.map.spec.name).name
  const view = playingView(flags.quiet ? undefined : shell.err, missing.length)
  let played = 0
  const request = { workers: flags.workers, nats: flags.nats, domain: manifest.plan.modules }
  try {
    await using work = await openWork(request, { run, domain, epoch: 0 }, { version: shell.version, say: view.say })
    view.say(`${some(missing.length, 'match').replace(/hs$/, 'hes')} to play on ${work.where}`)
    const timer = setInterval(() => {
      book.flush()
      view.show(played)
    }, flushMs)
    try {
      await playOnWorkers({
        ...{ fixtures: missing, transport: work.transport, run, epoch: randomInt(2 ** 32 - 1), signal },
        took(fixture, result) {
          played++
          book.add(fixture, result)
        },
        waiting: view.say,
      })
    } finally {
      clearInterval(timer)
      book.flush()
    }
  } finally {
    view.end()
  }
  return { ...found, league, roster, book, played }
}

/** What the plan says, but for what flags say. */
function leagueWith(plan: PlannedLeague, flags: LeagueFlags): PlannedLeague {
  return leagueOf({
    checkpoints: flags.checkpoints ?? plan.checkpoints,
    bots: flags.bots ?? plan.bots,
    'max-ticks': flags['max-ticks'] ?? plan['max-ticks'],
  })
}

/** Without a terminal that can be redrawn, a line now and then. */
const plainEveryMs = 10_000

function playingView(err: Output | undefined, of: number) {
  if (err === undefined) return { say() {}, show() {}, end() {} }
  const text = (played: number) => `${grouped(played)} of ${grouped(of)} matches played`
  if (err.live) {
    const live = new LiveLine(err)
    return {
      say: (news: string) => live.above(news),
      show: (played: number) => live.draw(text(played), err.colors.cyan),
      end: () => live.end(),
    }
  }
  let next = Date.now() + plainEveryMs
  return {
    say: (news: string) => line(err, news),
    show(played: number) {
      if (Date.now() < next) return
      next = Date.now() + plainEveryMs
      line(err, text(played))
    },
    end() {},
  }
}
