import { createBots, createState, openMap, playGame, playMatch, readContestant, restart } from '@cairn/domains'
import { seededRng } from '@cairn/language'
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

/** Programs of the usual shape: workers gather, a barracks, fighters. Random ones mostly fail at the first tick. */
function matches(windows: Windows): Table {
  const rng = seededRng(1)
  const texts = [
    'for(Unit u){u.train(Worker,Up,5) u.harvest(2) u.attack(Closest)}',
    'for(Unit u){u.harvest(3) u.build(Barracks,EnemyDir,1) u.train(Light,EnemyDir,50) u.train(Worker,Up,4) u.attack(Weakest)}',
    'for(Unit u){u.harvest(2) u.build(Barracks,Left,1) u.train(Ranged,Down,20) u.train(Worker,Right,4) u.attack(Closest) u.moveToUnit(Enemy,Closest)}',
  ]
  const programs = texts.map(readContestant)
  const rows = maps.map((name) => {
    const state = createState(openMap(name))
    const [ticks, played] = perCpuSecond(windows, () => {
      const [one, other] = [programs[rng.below(programs.length)]!, programs[rng.below(programs.length)]!]
      const end = playMatch(state, [one, other], 0, { loop: 'synthesis', fog: false, seed: 0, maxTicks: caps[name] })
      return [end.ticks, 1]
    }) as [number, number]
    return [name, Math.round(ticks), Number(played.toPrecision(3))]
  })
  return {
    title: `Matches of ${texts.length} programs of MicroLanguage against each other`,
    machine: machine(),
    method: describeWindows(windows),
    columns: ['map', 'ticks/s', 'matches/s'],
    rows,
  }
}
