import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { csv, payoffCsv, ratingsCsv, slug } from '@cairn/report'
import { exitCodes } from '../exit-codes.ts'
import { onInterrupt } from '../interrupt.ts'
import { quoted } from '../run-names.ts'
import { line, type Shell } from '../shell.ts'
import { grouped } from '../terminal/numbers.ts'
import { type Fixture, leagueSeed, type MatchResult, type Side, viewOf } from './league/fixture.ts'
import { fixturesOf } from './league/fixtures.ts'
import type { Champion, Roster } from './league/roster.ts'
import { type LeagueFlags, type PlayedLeague, playLeague } from './play-league.ts'
import { standingsOfPlayed } from './standings.ts'

/**
 * Writes the champions of a campaign and the matches of its league into a folder, for other programs; plays what is
 * missing.
 *
 * @returns the exit code
 * @throws what `playLeague` throws
 */
export async function exportCampaign(
  name: string,
  flags: LeagueFlags & { readonly to: string },
  shell: Shell,
): Promise<number> {
  using interrupt = onInterrupt()
  let played: PlayedLeague
  try {
    played = await playLeague(name, flags, shell, interrupt.signal)
  } catch (error) {
    if (interrupt.exitCode === undefined) throw error
    return interrupt.exitCode
  }
  const to = resolve(shell.folder, flags.to)
  const standings = standingsOfPlayed(played, shell)
  const champions = writeChampions(to, played.roster)
  const matches = matchRows(played)
  const files: Record<string, string> = {
    'champions.csv': csv([championHeads, ...champions]),
    'matches.csv': csv([matchHeads, ...matches]),
    'payoff.csv': payoffCsv(standings),
    'ratings.csv': ratingsCsv(standings),
  }
  for (const [file, text] of Object.entries(files)) writeFileSync(join(to, file), text)
  if (!flags.quiet) line(shell.err, `${grouped(champions.length)} champions, ${grouped(matches.length)} matches`)
  line(shell.out, to)
  return exitCodes.ok.code
}

const championHeads = ['file', 'map', 'learner', 'seed', 'run', 'number', 'charged', 'score', 'program']

/** One file for each champion, canonical text; below the slugs of its map. */
function writeChampions(to: string, { maps, learners }: Roster) {
  return maps.flatMap(({ label, runs }) => {
    const folder = join('champions', slug(label))
    mkdirSync(join(to, folder), { recursive: true })
    return runs.flatMap(({ run, learner, seed, champions }) =>
      champions.map(({ number, charged, score, side }) => {
        const file = join(folder, `${run}-${String(number).padStart(4, '0')}.txt`)
        writeFileSync(join(to, file), `${side.text}\n`)
        return [file, label, learners[learner], seed, run, number, charged, score, side.text]
      }),
    )
  })
}

const matchHeads = [
  ...['map', 'max_ticks', 'table', 'conflict', 'fog', 'player0', 'player1', 'name0', 'name1', 'view', 'seed'],
  ...['points0', 'points1', 'ticks', 'failed', 'replay'],
]

/** Every match of the league, with the command that plays it again. */
function matchRows({ roster, book }: PlayedLeague) {
  const names = namesOf(roster)
  return fixturesOf(roster).flatMap((fixture) => {
    const result = book.find(fixture)
    return result === undefined ? [] : [matchRow(fixture, result, names)]
  })
}

function matchRow(fixture: Fixture, { points, ticks, failed }: MatchResult, names: ReadonlyMap<string, string>) {
  const { map, first, second } = fixture
  const { table, conflict, fog } = map.spec.options
  const name = (side: Side) => (side.kind === 'bot' ? side.key : (names.get(`${map.key} ${side.key}`) ?? side.key))
  return [
    ...[map.map, map.maxTicks, String(table), String(conflict), fog === true ? 1 : 0, textOf(first), textOf(second)],
    ...[name(first), name(second), viewOf(fixture), leagueSeed, points, 1 - points, ticks, failed ? 1 : 0],
    replayCommand(fixture),
  ]
}

/** `cairn match` with everything that decides how the match goes. */
function replayCommand(fixture: Fixture): string {
  const { map, first, second } = fixture
  const { table, conflict, fog } = map.spec.options
  const flags = [
    ...[`--map ${map.map}`, `--max-ticks ${map.maxTicks}`, `--table ${table}`, `--conflict ${conflict}`],
    ...(fog === true ? ['--fog'] : []),
    ...[`--view ${viewOf(fixture)}`, `--seed ${leagueSeed}`, '--failures wait'],
  ]
  return ['cairn match', quoted(textOf(first)), quoted(textOf(second)), ...flags].join(' ')
}

function textOf(side: Side): string {
  return side.kind === 'bot' ? side.key : side.text
}

/** The first champion with that program on that map, as `run#number`. */
function namesOf({ maps }: Roster): ReadonlyMap<string, string> {
  const named = maps.flatMap(({ task, runs }) =>
    runs.flatMap(({ run, champions }) =>
      champions.map(({ number, side }: Champion) => [`${task.key} ${side.key}`, `${run}#${number}`] as const),
    ),
  )
  return new Map(named.toReversed())
}
