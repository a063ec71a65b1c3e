import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { openTask, type Task } from '@cairn/domains'
import { type Program, parse, sampleProgram, seededRng } from '@cairn/language'
import { evaluateAll } from './evaluate-all.ts'
import { type Bench, machine, type Table } from './table.ts'
import { describeWindows, perCpuSecond, type Windows, windowsFor } from './windows.ts'

/** Rooms per evaluation, as the reference was measured. */
const episodes = 32

/**
 * Evaluations per CPU-second of the Python reference (LLM-GS on Farama's Minigrid 2.5), 32 rooms each, on one core of
 * the same class of machine: random programs, and programs of some length. The faster end of each range.
 */
const reference = { random: 13, searched: 12 }

/** Recorded runs of LLM-GS's searches: every program that they evaluated. */
const traces = ['../test/', '../../test/']
  .map((up) => new URL(`${up}golden/minigrid/search_traces.jsonl.gz`, import.meta.url))
  .find((file) => existsSync(file))

const tasks = { LavaGap: 'minigrid/lava-gap', PutNear: 'minigrid/put-near', RedBlueDoor: 'minigrid/red-blue-door' }
type TaskName = keyof typeof tasks

export const minigrid: Bench = {
  name: 'minigrid',
  summary: 'episodes and actions per second of processor time, on programs that searches evaluated',
  async run(options) {
    const windows = windowsFor(options)
    return [evaluations(windows)]
  },
}

function evaluations(windows: Windows): Table {
  const evaluated = tracedPrograms()
  const rows = (Object.keys(tasks) as TaskName[]).flatMap((name) => {
    const task = openTask(tasks[name])
    const rng = seededRng(1)
    const random = Array.from({ length: 200 }, () => sampleProgram(task.language, rng))
    const searched = (evaluated.get(name) ?? []).map((text) => parse(task.language, text))
    const long = searched.toSorted((a, b) => b.length - a.length).slice(0, 100)
    return [
      row(`${name}, 200 random programs`, task, random, reference.random),
      row(`${name}, ${searched.length} programs of recorded searches`, task, searched, reference.searched),
      row(`${name}, the 100 longest of them`, task, long, reference.searched),
    ]
  })

  function row(what: string, task: Task, programs: readonly Program[], theirs: number) {
    const [perSecond, actions] = perCpuSecond(windows, () => evaluateAll(task, programs, episodes)) as [number, number]
    return [what, Math.round(perSecond), theirs, Math.round(perSecond / theirs), Math.round(actions)]
  }
  return {
    title: `Evaluations of ${episodes} rooms, compiled anew each time`,
    machine: machine(),
    method: describeWindows(windows),
    columns: ['programs', 'evaluations/s', 'Python reference, at most', 'times, at least', 'actions/s'],
    rows,
  }
}

/** Distinct programs by task. */
function tracedPrograms(): ReadonlyMap<string, readonly string[]> {
  if (traces === undefined) throw new Error('the recorded searches are in test/golden of the repository; run it there')
  const programs = new Map<string, Set<string>>()
  for (const line of gunzipSync(readFileSync(traces)).toString().trimEnd().split('\n')) {
    const { task, evaluations } = JSON.parse(line) as { task: string; evaluations: [text: string, mean: number][] }
    const ofTask = programs.get(task) ?? new Set()
    programs.set(task, ofTask)
    for (const [text] of evaluations) ofTask.add(text)
  }
  return new Map(Array.from(programs, ([task, texts]) => [task, [...texts]]))
}
