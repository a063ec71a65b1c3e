import { openTask, type Task } from '@cairn/domains'
import { neighbourhood, type Program, parse, sampleProgram, seededRng } from '@cairn/language'
import { evaluateAll } from './evaluate-all.ts'
import { recursiveInterpreter } from './recursive.ts'
import { type Bench, machine, type Table } from './table.ts'
import { describeWindows, perCpuSecond, type Windows, windowsFor } from './windows.ts'

/** Start states per evaluation, as the reference was measured. */
const episodes = 32

/**
 * Evaluations per second of the Python reference (prog_policies) on one core of the same class of machine, 32 start
 * states each; for random programs the fastest of its tasks.
 */
const reference = { random: 118, harvester: 5.1, 'clean-house': 3.4, 'stair-climber': 54, 'four-corners': 5.9 }

/** Programs that solve their task, ours. */
const good: Readonly<Record<Exclude<keyof typeof reference, 'random'>, string>> = {
  harvester:
    'DEF run m( turnLeft turnLeft WHILE c( frontIsClear c) w( move w) turnRight turnRight REPEAT R=3 r( WHILE c( frontIsClear c) w( pickMarker move w) pickMarker turnLeft move turnLeft WHILE c( frontIsClear c) w( pickMarker move w) pickMarker turnRight move turnRight r) m)',
  'clean-house':
    'DEF run m( REPEAT R=19 r( REPEAT R=19 r( IFELSE c( rightIsClear c) i( turnRight i) ELSE e( WHILE c( not c( frontIsClear c) c) w( turnLeft w) e) move IF c( markersPresent c) i( pickMarker i) r) r) m)',
  'stair-climber': 'DEF run m( WHILE c( noMarkersPresent c) w( turnLeft move turnRight move w) m)',
  'four-corners': 'DEF run m( REPEAT R=4 r( WHILE c( frontIsClear c) w( move w) putMarker turnLeft r) m)',
}

/** Nothing but loops, tests and actions until the 10,000 calls are spent; bench/recursive.c runs the same one. */
const loops =
  'DEF run m( REPEAT R=19 r( REPEAT R=19 r( REPEAT R=19 r( IFELSE c( frontIsClear c) i( move i) ELSE e( turnLeft e) turnRight r) r) r) m)'

export const karel: Bench = {
  name: 'karel',
  summary: 'episodes, actions, sampled programs and neighbours per second of processor time',
  async run(options) {
    const windows = windowsFor(options)
    return [evaluations(windows), await actions(windows), drawing(windows)]
  },
}

function evaluations(windows: Windows): Table {
  const harvester = openTask('karel/harvester')
  const rng = seededRng(1)
  const random = Array.from({ length: 200 }, () => sampleProgram(harvester.language, rng))
  const rows = [
    row('200 random programs, harvester', harvester, random, reference.random),
    ...Object.entries(good).map(([name, text]) => {
      const task = openTask(`karel/${name}`)
      return row(`good program, ${name}`, task, [parse(task.language, text)], reference[name as keyof typeof good])
    }),
  ]

  function row(what: string, task: Task, programs: readonly Program[], theirs: number) {
    const [perSecond, actionsPerSecond] = perCpuSecond(windows, () => evaluateAll(task, programs, episodes)) as [
      number,
      number,
    ]
    return [what, Math.round(perSecond), theirs, Math.round(perSecond / theirs), Math.round(actionsPerSecond)]
  }
  return {
    title: `Evaluations of ${episodes} start states, compiled anew each time`,
    machine: machine(),
    method: describeWindows(windows),
    columns: ['programs', 'evaluations/s', 'Python reference', 'times', 'actions/s'],
    rows,
  }
}

async function actions(windows: Windows): Promise<Table> {
  const task = openTask('karel/harvester')
  const program = [parse(task.language, loops)]
  const [, ours] = perCpuSecond(windows, () => evaluateAll(task, program, episodes)) as [number, number]
  const c = await recursiveInterpreter()
  return {
    title: 'Actions of a loop-heavy program, rewards computed',
    machine: machine(),
    method: describeWindows(windows),
    columns: ['interpreter', 'actions/s', 'relative'],
    rows: [
      ['Cairn, flat code', Math.round(ours), 1],
      c === undefined
        ? ['plain recursive C (no compiler here)', '-', '-']
        : ['plain recursive C, cc -O2, no loop detection', Math.round(c), Number((c / ours).toFixed(2))],
    ],
  }
}

function drawing(windows: Windows): Table {
  const { language } = openTask('karel/harvester')
  const rng = seededRng(2)
  const parents = Array.from({ length: 100 }, () => sampleProgram(language, rng))
  const [sampled] = perCpuSecond(windows, () => {
    for (let i = 0; i < 1000; i++) sampleProgram(language, rng)
    return [1000]
  }) as [number]
  const drawn = (variant: 'clean' | 'old') =>
    perCpuSecond(windows, () => {
      let count = 0
      for (const parent of parents) for (const _ of neighbourhood(language, parent, rng, 250, { variant })) count++
      return [count]
    }) as [number]
  return {
    title: 'Programs drawn, within the limits (height 4, run 6, 45 tokens)',
    machine: machine(),
    method: describeWindows(windows),
    columns: ['what', 'programs/s'],
    rows: [
      ['random programs', Math.round(sampled)],
      ['neighbours, clean', Math.round(drawn('clean')[0])],
      ['neighbours, old', Math.round(drawn('old')[0])],
    ],
  }
}
