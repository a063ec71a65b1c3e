import { minigrid, openTask, type Task } from '@cairn/domains'
import { type Program, parse, print, type Rng, searchSpaceRng } from '@cairn/language'
import {
  hillClimb,
  hillClimbDefaults,
  type Scored,
  SearchClosed,
  type SearchContext,
  scheduledHillClimb,
  scheduledHillClimbDefaults,
} from '@cairn/search'
import { expect, test } from 'vitest'
import { golden } from '../kit/golden.ts'

interface Recorded {
  readonly id: number
  readonly task: 'LavaGap' | 'PutNear' | 'RedBlueDoor'
  readonly method: 'HillClimbing' | 'Scheduled_HillClimbing'
  readonly search_seed: number
  /** The first and the last. */
  readonly env_seeds: readonly [number, number]
  readonly max_calls: number
  readonly budget: number
  readonly k?: number
  readonly start_k?: number
  readonly end_k?: number
  readonly max_program_nums?: number
  readonly initial_programs?: readonly string[]
  /** All of them, in order, with their mean return. */
  readonly evaluations: readonly (readonly [string, number])[]
}

const tasks = { LavaGap: 'minigrid/lava-gap', PutNear: 'minigrid/put-near', RedBlueDoor: 'minigrid/red-blue-door' }
const records = golden<Recorded>('minigrid/search_traces')
const { language } = minigrid

/** As LLM-GS counts: the budget is looked at between climbs only, neighbours are evaluated one after another. */
class ReferenceContext implements SearchContext {
  readonly language = language
  readonly rng: Rng
  readonly budget: number
  readonly evaluations: Scored[] = []
  readonly #task: Task
  readonly #episodes: readonly number[]
  readonly #given: readonly Program[]

  constructor(record: Recorded) {
    const { search_seed, budget, env_seeds, max_calls, initial_programs = [] } = record
    const [first, last] = env_seeds
    this.rng = searchSpaceRng(search_seed)
    this.budget = budget
    this.#task = openTask(tasks[record.task], { 'max-calls': max_calls })
    this.#episodes = Array.from({ length: last - first + 1 }, (_, i) => first + i)
    this.#given = initial_programs.map((text) => parse(language, text))
  }

  get charged() {
    return this.evaluations.length
  }

  get open() {
    return this.charged < this.budget && !this.#solved
  }

  async score(program: Program) {
    if (this.#solved) throw new SearchClosed('solved')
    const prepared = this.#task.prepare(program)
    const returns = this.#episodes.map((episode) => prepared.episode(episode).return)
    const scored = { program, score: returns.reduce((sum, each) => sum + each, 0) / returns.length }
    this.evaluations.push(scored)
    return scored
  }

  async firstBetter(than: Scored, programs: Iterable<Program>) {
    for (const program of programs) {
      const scored = await this.score(program)
      if (scored.score > than.score) return scored
    }
    return undefined
  }

  async programs() {
    return this.#given
  }

  scoreAll = never
  behaviours = never
  fork = never

  get #solved() {
    return (this.evaluations.at(-1)?.score ?? 0) >= 1
  }
}

function never(): never {
  throw new Error('no climb asks for that')
}

function run(record: Recorded, context: SearchContext): Promise<void> {
  const { k = 0, start_k = 0, end_k = 0, max_program_nums = 0, initial_programs } = record
  const programs = initial_programs === undefined ? 'none' : 'recorded'
  if (record.method === 'HillClimbing') return hillClimb.run(context, { ...hillClimbDefaults, neighbours: k, programs })
  const schedule = { 'start-neighbours': start_k, 'end-neighbours': end_k, 'schedule-end': max_program_nums }
  return scheduledHillClimb.run(context, { ...scheduledHillClimbDefaults, ...schedule, programs })
}

test('the file records 12 runs of 5,041 evaluations', () => {
  expect(records).toHaveLength(12)
  expect(records.reduce((sum, { evaluations }) => sum + evaluations.length, 0)).toBe(5_041)
})

test.each(records)('run $id, $method on $task: the very programs and returns that LLM-GS evaluates', async (record) => {
  const context = new ReferenceContext(record)
  await run(record, context).catch((error) => {
    if (!(error instanceof SearchClosed)) throw error
  })
  expect(context.evaluations.map(({ program }) => print(language, program))).toEqual(
    record.evaluations.map(([text]) => text),
  )
  for (const [i, { score }] of context.evaluations.entries()) expect(score).toBeCloseTo(record.evaluations[i]![1], 9)
})
