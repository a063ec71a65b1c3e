import { openTask, recordSuite, type Task } from '@cairn/domains'
import { type Language, type Program, parse, print, type Rng, searchSpaceRng } from '@cairn/language'
import {
  hillClimb,
  hillClimbDefaults,
  type Scored,
  SearchClosed,
  type SearchContext,
  scheduledHillClimb,
  scheduledHillClimbDefaults,
} from '@cairn/search'

/** A whole run of one of LLM-GS's searches, evaluation by evaluation. */
export interface SearchTraceRecord {
  readonly task: string
  readonly method: string
  readonly search_seed: number
  /** Seeds of the training rooms: the first and the last. */
  readonly env_seeds: readonly [number, number]
  readonly max_calls: number
  readonly budget: number
  /** Neighbours, of hill climbing. */
  readonly k?: number
  /** Of Scheduled HC: neighbours at the start, at the end, and when the end is reached. */
  readonly start_k?: number
  readonly end_k?: number
  readonly max_program_nums?: number
  readonly initial_programs?: readonly string[]
  /** All of them, in order, with their mean return. */
  readonly evaluations: readonly (readonly [text: string, meanReturn: number])[]
}

const tasks = new Map([
  ['LavaGap', 'minigrid/lava-gap'],
  ['PutNear', 'minigrid/put-near'],
  ['RedBlueDoor', 'minigrid/red-blue-door'],
])

/** Means are sums in another order there. */
const tolerance = 1e-9

/** Complete runs of hill climbing and Scheduled HC: the very programs, in their order, with their returns. */
export const searchTracesSuite = recordSuite<SearchTraceRecord>({
  name: 'search-traces',
  summary: 'whole runs of hill climbing and Scheduled HC, as LLM-GS makes them',
  shape: { task: 'string', method: 'string', search_seed: 'number', env_seeds: 'list', evaluations: 'list' },
  check: checkSearchTrace,
})

async function checkSearchTrace(record: SearchTraceRecord): Promise<string | undefined> {
  const name = tasks.get(record.task)
  if (name === undefined) return `task: ${JSON.stringify(record.task)} is none of ${[...tasks.keys()].join(', ')}`
  const context = new ReferenceContext(record, openTask(name, { 'max-calls': record.max_calls }))
  try {
    await searchOf(record)(context)
  } catch (error) {
    if (!(error instanceof SearchClosed)) throw error
  }
  return difference(record, context)
}

function searchOf(record: SearchTraceRecord): (context: SearchContext) => Promise<void> {
  const { method, k = 0, start_k = 0, end_k = 0, max_program_nums = 0, initial_programs } = record
  const programs = initial_programs === undefined ? 'none' : 'recorded'
  const schedule = { 'start-neighbours': start_k, 'end-neighbours': end_k, 'schedule-end': max_program_nums }
  switch (method) {
    case 'HillClimbing':
      return (context) => hillClimb.run(context, { ...hillClimbDefaults, neighbours: k, programs })
    case 'Scheduled_HillClimbing':
      return (context) => scheduledHillClimb.run(context, { ...scheduledHillClimbDefaults, ...schedule, programs })
    default:
      throw new Error(`method: ${JSON.stringify(method)} is none of HillClimbing, Scheduled_HillClimbing`)
  }
}

function difference({ evaluations }: SearchTraceRecord, context: ReferenceContext): string | undefined {
  for (const [i, [text, meanReturn]] of evaluations.entries()) {
    const found = context.evaluations[i]
    if (found === undefined) return `evaluation ${i}: expected ${text}, found the end after ${i}`
    const foundText = print(context.language, found.program)
    if (foundText !== text) return `evaluation ${i}: expected ${text}, found ${foundText}`
    if (Math.abs(found.score - meanReturn) > tolerance) {
      return `evaluation ${i}: expected a mean return of ${meanReturn}, found ${found.score}, of ${text}`
    }
  }
  const more = context.evaluations.length - evaluations.length
  return more === 0 ? undefined : `expected the end after ${evaluations.length} evaluations, found ${more} more`
}

/** As LLM-GS counts: the budget is looked at between climbs only, neighbours are evaluated one after another. */
class ReferenceContext implements SearchContext {
  readonly language: Language
  readonly rng: Rng
  readonly budget: number
  readonly evaluations: Scored[] = []
  readonly #task: Task
  readonly #episodes: readonly number[]
  readonly #given: readonly Program[]

  constructor({ search_seed, budget, env_seeds: [first, last], initial_programs = [] }: SearchTraceRecord, task: Task) {
    this.language = task.language
    this.rng = searchSpaceRng(search_seed)
    this.budget = budget
    this.#task = task
    this.#episodes = Array.from({ length: last - first + 1 }, (_, i) => first + i)
    this.#given = initial_programs.map((text) => parse(task.language, text))
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
