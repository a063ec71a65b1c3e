import { threadsTransport } from '@cairn/coordinator'
import { seededRng } from '@cairn/language'
import { openPool } from '@cairn/worker'
import { benchFolder, start, type Workload } from './plans.ts'
import { type Bench, type BenchOptions, machine, type Table } from './table.ts'
import { median } from './windows.ts'

/** HC-250 on 16 episodes of the default world, in both published forms. */
const common = { search: 'hill-climb', episodes: 16, budget: 1_000_000 }
const spaces = ['clean', 'old'] as const

/** Medians of evaluations to solve that the authors of prog_policies published for their HC (the old space). */
const tasks: readonly (Pick<Workload, 'task' | 'options'> & { readonly title: string; readonly theirs: number })[] = [
  { title: 'MazeSparse 12x12', task: 'karel/maze-sparse', options: { height: 12, width: 12 }, theirs: 127 },
  { title: 'StairClimberSparse', task: 'karel/stair-climber-sparse', theirs: 290 },
  { title: 'CleanHouse', task: 'karel/clean-house', theirs: 774 },
  { title: 'FourCorners', task: 'karel/four-corners', theirs: 1_099 },
  { title: 'Harvester', task: 'karel/harvester', theirs: 1_941 },
  { title: 'TopOff', task: 'karel/top-off', theirs: 3_346 },
  { title: 'Seeder', task: 'karel/seeder', theirs: 16_722 },
]

export const quality: Bench = {
  name: 'quality',
  summary: 'evaluations that hill climbing needs to solve the Karel tasks, beside the published medians',
  async run(options) {
    const pool = await openPool()
    try {
      return [await solving(options, () => threadsTransport(pool))]
    } finally {
      await pool.close()
    }
  },
}

async function solving({ quick }: BenchOptions, open: () => ReturnType<typeof threadsTransport>): Promise<Table> {
  const seeds = Array.from({ length: quick ? 4 : 16 }, (_, seed) => seed)
  const rows = []
  for (const [{ title, theirs, ...task }, space] of tasks.flatMap((task) => spaces.map((of) => [task, of] as const))) {
    using folder = benchFolder()
    const needed: number[] = []
    const fresh: number[] = []
    for (const seed of seeds) {
      const transport = open()
      const workload = { ...common, ...task, set: { space }, seed, freshEpisodes: 100 }
      const result = await start(workload, `seed-${seed}`, folder.path, transport).finished
      await transport.close()
      if (result.event !== 'done' || !result.solved) continue
      needed.push(result.charged)
      fresh.push(result.freshReturn ?? Number.NaN)
    }
    const [low, high] = bootstrapMedian(needed)
    const mean = fresh.reduce((sum, value) => sum + value, 0) / fresh.length
    rows.push([
      title,
      space,
      `${needed.length}/${seeds.length}`,
      median(needed),
      `${low}-${high}`,
      theirs,
      mean.toFixed(3),
    ])
  }
  return {
    title: 'Evaluations to solve, hill climbing with k = 250',
    machine: machine(),
    method: `${seeds.length} seeds, 16 episodes, budget 1,000,000; 95 % interval of the median from 10,000 bootstrap samples`,
    columns: ['task', 'space', 'solved', 'median', '95 %', 'published', 'mean on 100 fresh episodes'],
    rows,
  }
}

/** Percentile bootstrap of the median, 95 %. */
function bootstrapMedian(values: readonly number[]): [number, number] {
  const rng = seededRng(0)
  const medians = Array.from({ length: 10_000 }, () =>
    median(values.map(() => values[rng.below(values.length)]!)),
  ).sort((a, b) => a - b)
  return [Math.round(medians[250]!), Math.round(medians[9_749]!)]
}
