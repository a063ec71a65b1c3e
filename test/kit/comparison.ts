import type { ComparedRun, ComparedSearch, ComparedTask, Comparison } from '@cairn/report'

/** A run that is done, of few words: what it scored when, and whether that solved the task. */
export interface RunSketch {
  /** Best returns from so many evaluations on. */
  readonly curve: readonly (readonly [charged: number, bestReturn: number])[]
  /** The budget, unless solved. */
  readonly charged: number
  readonly solved?: boolean
  readonly fresh?: number
  readonly state?: ComparedRun['state']
  readonly problem?: string
}

export interface ComparisonSketch {
  readonly name?: string
  readonly tasks: readonly (Pick<ComparedTask, 'label' | 'budget'> & Partial<ComparedTask>)[]
  /** Labels. */
  readonly searches: readonly string[]
  /** Of each task, of each search: runs by seed. */
  readonly runs: Readonly<Record<string, Readonly<Record<string, readonly RunSketch[]>>>>
}

/** A comparison made up for a test. */
export function comparison({ name = 'made-up', tasks, searches, runs }: ComparisonSketch): Comparison {
  return {
    name,
    tasks: tasks.map((task) => ({
      ...{ name: `made/${task.label}`, options: {}, episodes: 4, freshEpisodes: 10, bestReturn: 1 },
      ...task,
    })),
    searches: searches.map((label): ComparedSearch => ({ label, name: label, options: { k: 2 }, optionsOn: {} })),
    runs: tasks.flatMap((task) =>
      searches.flatMap((search) =>
        (runs[task.label]?.[search] ?? []).map((of, seed) => run(task.label, search, seed, of)),
      ),
    ),
    origin: {
      ...{ plan: `name: ${name}\nseeds: 4\n`, version: '9.8.7', node: 'v20.0.0', host: 'somewhere' },
      startedAt: '2020-02-20T20:20:20.000Z',
      commands: [['cairn compare made-up.yaml', 'makes it again']],
    },
  }
}

function run(task: string, search: string, seed: number, of: RunSketch): ComparedRun {
  const { curve, charged, solved = false, fresh, state = 'done', problem } = of
  return {
    ...{ run: `${task}-${search}-${seed}`, task, search, seed, state, solved, charged, executed: charged, seconds: 1 },
    bestReturn: curve.at(-1)?.[1],
    freshReturn: fresh,
    curve: curve.map(([at, bestReturn]) => ({ charged: at, bestReturn })),
    program: curve.length === 0 ? undefined : 'DEF run m(\n  move\nm)',
    problem,
  }
}

/** Two searches on one task, with figures that can be worked out by hand. */
export const rivals = comparison({
  tasks: [{ label: 'Maze', budget: 10_000 }],
  searches: ['X', 'Y'],
  runs: {
    Maze: {
      X: [
        {
          curve: [
            [1, 0],
            [100, 1],
          ],
          charged: 100,
          solved: true,
          fresh: 0.9,
        },
        {
          curve: [
            [2, 0.5],
            [300, 1],
          ],
          charged: 300,
          solved: true,
          fresh: 1,
        },
        {
          curve: [
            [1, 0.25],
            [2_000, 1],
          ],
          charged: 2_000,
          solved: true,
          fresh: 0.8,
        },
        {
          curve: [
            [1, 0],
            [500, 0.5],
          ],
          charged: 10_000,
          fresh: 0.3,
        },
      ],
      Y: [
        { curve: [[300, 1]], charged: 300, solved: true, fresh: 1 },
        { curve: [[1, 0.5]], charged: 10_000, fresh: 0.5 },
        { curve: [[5_000, 0.6]], charged: 10_000, fresh: 0.7 },
        { curve: [[1, 0.4]], charged: 10_000, fresh: 0.4 },
      ],
    },
  },
})
