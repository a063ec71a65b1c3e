import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeWhole } from '@cairn/coordinator'
import {
  crossCsv,
  crossTable,
  leagueNotes,
  leaguePage,
  payoffCsv,
  payoffFigure,
  rankingTable,
  ratesCsv,
  ratesFigure,
  ratingsCsv,
  type Standings,
  slug,
  standalone,
  standingsOf,
  type TextTable,
} from '@cairn/report'
import { exitCodes } from '../exit-codes.ts'
import { onInterrupt } from '../interrupt.ts'
import { line, type Shell } from '../shell.ts'
import { some } from '../terminal/numbers.ts'
import { right, table } from '../terminal/table.ts'
import { leagueFiles } from './files.ts'
import { campaignCommand } from './find-campaign.ts'
import { leagueOfBook } from './league/league-of.ts'
import { type LeagueFlags, type PlayedLeague, playLeague } from './play-league.ts'

/**
 * Plays the league of a campaign as it is now, and reports it.
 *
 * @returns the exit code
 * @throws what `playLeague` throws
 */
export async function campaignStandings(
  name: string,
  flags: LeagueFlags & { readonly json: boolean },
  shell: Shell,
): Promise<number> {
  using interrupt = onInterrupt()
  let played: PlayedLeague
  try {
    played = await playLeague(name, flags, shell, interrupt.signal)
  } catch (error) {
    if (interrupt.exitCode === undefined) throw error
    if (!flags.quiet) line(shell.err, 'stopped; matches that were played are kept, and the same command goes on')
    return interrupt.exitCode
  }
  const standings = standingsOfPlayed(played, shell)
  const page = writeStandings(played.folder, standings)
  if (flags.json) line(shell.out, JSON.stringify({ page, played: played.played, ...standings }))
  else print(standings, page, flags, shell)
  return exitCodes.ok.code
}

/** The standings of what has been played. */
export function standingsOfPlayed({ folder, manifest, roster, book }: PlayedLeague, shell: Shell): Standings {
  const { name } = manifest.plan
  const where = { runs: dirname(folder) }
  const commands = [
    [campaignCommand(shell, 'resume', name, where), 'goes on with the runs'],
    [campaignCommand(shell, 'standings', name, where), 'plays what is missing, and makes this page again'],
  ] as const
  return standingsOf(leagueOfBook(manifest, roster, book, commands))
}

/** Writes the page, the figures and the tables. @returns the page a person opens */
export function writeStandings(campaign: string, standings: Standings): string {
  const folder = join(campaign, leagueFiles.folder)
  mkdirSync(folder, { recursive: true })
  const files: Record<string, string> = {
    [leagueFiles.page]: leaguePage(standings),
    'cross.csv': crossCsv(standings),
    'payoff.csv': payoffCsv(standings),
    'ratings.csv': ratingsCsv(standings),
    'curves.csv': ratesCsv(standings),
  }
  for (const of of standings.maps) {
    const name = slug(of.map.label)
    files[`curves-${name}.svg`] = standalone(ratesFigure(standings, of))
    files[`payoff-${name}.svg`] = standalone(payoffFigure(standings.league.learners, of.map))
  }
  for (const [name, text] of Object.entries(files)) writeWhole(join(folder, name), text)
  return join(folder, leagueFiles.page)
}

function print(standings: Standings, page: string, { quiet }: { readonly quiet: boolean }, { out, err }: Shell): void {
  const width = out.live ? out.columns : Number.POSITIVE_INFINITY
  for (const of of standings.maps) {
    const full = plain(crossTable(standings, of))
    const fits = full.split('\n').every((row) => row.length <= width)
    line(out, fits ? full : plain(crossTable(standings, of, { intervals: false })))
    line(out, `\n${plain(rankingTable(standings, of))}\n`)
  }
  if (quiet) return
  line(err, err.colors.dim(leagueNotes.join('\n')))
  const { unfinished, runs } = standings.league
  if (unfinished > 0) line(err, err.colors.yellow(`${unfinished} of ${some(runs, 'run')} are not done`))
  line(err, `standings: ${page}`)
}

function plain({ heads, numeric, rows }: TextTable): string {
  return table(
    heads.map((head, at) => (numeric[at] ? right(head) : head)),
    rows,
  )
}
