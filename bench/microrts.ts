import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { createBots, createState, openMap, playGame, playMatch, readContestant, restart } from '@cairn/domains'
import { type Bench, machine, type Table } from './table.ts'
import { describeWindows, perCpuSecond, type Windows, windowsFor } from './windows.ts'

/** Ticks per second of the Java engine on one core of the same class of machine: whole games, FINETUNED, A*. */
const java = {
  RandomBiasedAI: { basesWorkers8x8A: 445_510, basesWorkers16x16A: 85_036, basesWorkers32x32A_r20: 18_911 },
  WorkerRush: { basesWorkers8x8A: 349_474, basesWorkers16x16A: 128_939, basesWorkers32x32A_r20: 41_700 },
} as const

const pairs = [
  ['RandomBiasedAI', 'RandomBiasedAI'],
  ['WorkerRush', 'LightRush'],
] as const

/** Most ticks of a game, as the Java engine was measured. */
const caps = { basesWorkers8x8A: 3000, basesWorkers16x16A: 4000, basesWorkers32x32A_r20: 6000 } as const
type MapName = keyof typeof caps
const maps = Object.keys(caps) as MapName[]

export const microRts: Bench = {
  name: 'microrts',
  summary: 'ticks and matches of MicroRTS per second of processor time: bots, programs',
  async run(options) {
    const windows = windowsFor(options)
    return [games(windows), matches(windows)]
  },
}

function games(windows: Windows): Table {
  const rows = pairs.flatMap(([one, other]) =>
    maps.map((name) => {
      const state = createState(openMap(name))
      const bots = createBots([one, other])
      let seed = 0
      const [ticks, played] = perCpuSecond(windows, () => {
        restart(state, seed++)
        const { time } = playGame(state, bots, { maxTicks: caps[name] })
        return [time, 1]
      }) as [number, number]
      const theirs = java[one][name]
      return [
        `${one} vs ${one === other ? 'itself' : other}`,
        ...[name, Math.round(ticks), theirs, Number((ticks / theirs).toFixed(1)), Number(played.toPrecision(3))],
      ]
    }),
  )
  return {
    title: 'Whole games, unit table FINETUNED, path finder A*',
    machine: machine(),
    method: describeWindows(windows),
    columns: ['bots', 'map', 'ticks/s', 'Java, ticks/s', 'times', 'games/s'],
    rows,
  }
}

/** Recorded games of the reference between programs, with the programs. */
interface GoldenGame {
  readonly map: string
  readonly maxTicks: number
  readonly p0: { readonly program?: string }
  readonly p1: { readonly program?: string }
}

/** The games of LISS's interpreter in which programs met, from their start. */
function matches(windows: Windows): Table {
  const texts = new Map(
    golden<{ program: string; serialised: string }>('programs').map(({ program, serialised }) => [program, serialised]),
  )
  const games = golden<GoldenGame>('games').filter(({ p0, p1 }) => p0.program !== undefined && p1.program !== undefined)
  const contestant = (program: string | undefined) => readContestant(texts.get(program ?? '') ?? '')
  const rows = [...new Set(games.map(({ map }) => map))].sort().map((name) => {
    const state = createState(openMap(name))
    const here = games
      .filter(({ map }) => map === name)
      .map(({ p0, p1, maxTicks }) => ({ pair: [contestant(p0.program), contestant(p1.program)] as const, maxTicks }))
    let next = 0
    const [ticks, played] = perCpuSecond(windows, () => {
      const { pair, maxTicks } = here[next++ % here.length]!
      const end = playMatch(state, pair, 0, { loop: 'synthesis', fog: false, seed: 0, maxTicks })
      return [end.ticks, 1]
    }) as [number, number]
    return [name, here.length, Math.round(ticks), Number(played.toPrecision(3))]
  })
  return {
    title: 'Programs of MicroLanguage against each other, in recorded games of the reference',
    machine: machine(),
    method: describeWindows(windows),
    columns: ['map', 'games', 'ticks/s', 'matches/s'],
    rows,
  }
}

function golden<Line>(name: string): Line[] {
  const file = ['../test/', '../../test/']
    .map((up) => new URL(`${up}golden/microlanguage/${name}.jsonl.gz`, import.meta.url))
    .find((each) => existsSync(each))
  if (file === undefined) throw new Error('the recorded games are in test/golden of the repository; run it there')
  return gunzipSync(readFileSync(file))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}
