import { type Program, type Rng, seededRng } from '@cairn/language'
import {
  type Arena,
  type Matching,
  type Played,
  type Scored,
  type Search,
  SearchClosed,
  type SearchContext,
} from '@cairn/search'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type DirectOptions, directTransport } from '../test/kit/direct-transport.ts'
import { duelingSearch } from '../test/kit/dueling-search.ts'
import { gameValues, type ToyGame, toyGame } from '../test/kit/toy-game.ts'
import { type ToyRun, toyLab } from '../test/kit/toy-lab.ts'
import type { RunHandle, Transport } from './index.ts'

/** An arena without journal, memory, pruning, batches or workers: the sequential algorithm, by the book. */
class PlainArena implements Arena {
  charged = 0
  cut = false
  readonly budget: number
  readonly #game: ToyGame

  constructor(game: ToyGame, budget: number) {
    this.#game = game
    this.budget = budget
  }

  get open() {
    return !this.cut && this.charged < this.budget
  }

  async play(programs: readonly Program[], matching: Matching) {
    this.#mustBeOpen()
    return programs.map((program) => this.#play(program, matching))
  }

  async firstToBeat(score: number, programs: Iterable<Program>, matching: Matching & { readonly every?: boolean }) {
    this.#mustBeOpen()
    const all: Played[] = []
    for (const program of programs) {
      const played = this.#play(program, matching)
      all.push(played)
      if (played.score > score) return { winner: played, played: matching.every === true ? all : [] }
    }
    return { winner: undefined, played: matching.every === true ? all : [] }
  }

  async trimmed(program: Program, opponents: readonly Program[]) {
    this.#mustBeOpen()
    return this.#game.trimmed(program, opponents)
  }

  async crown(program: Program): Promise<Scored> {
    this.#mustBeOpen()
    const prepared = this.#game.task.prepare(program)
    let sum = 0
    for (let episode = 0; episode < 8; episode++) sum += prepared.episode(episode).return
    return { program, score: sum / 8 }
  }

  async seconds() {
    return 0
  }

  tell() {}

  #play(program: Program, { opponents, charge }: Matching): Played {
    if (charge !== 'none' && this.charged + opponents.length > this.budget) {
      this.cut = true
      throw new SearchClosed('budget')
    }
    const returns = opponents.flatMap((opponent) => [0, 1].map((side) => this.#game.play(program, opponent, side)))
    let score = 0
    for (let at = 0; at < returns.length; at += 2) {
      const sum = returns[at]! + returns[at + 1]!
      score += sum / 2
      if (charge === 'each' || (charge === 'valid' && sum >= 0)) this.charged++
    }
    return { program, score, returns: Float64Array.from(returns) }
  }

  #mustBeOpen() {
    if (!this.open) throw new SearchClosed('budget')
  }
}

async function byTheBook(game: ToyGame, rng: Rng, budget: number): Promise<{ told: string[]; charged: number }> {
  const told: string[] = []
  const arena = new PlainArena(game, budget)
  const never = (): never => {
    throw new Error('not here')
  }
  const context: SearchContext = {
    ...{ language: game.task.language, rng, budget, arena },
    ...{ score: never, scoreAll: never, firstBetter: never, programs: never, behaviours: never, fork: never },
    get open() {
      return arena.open
    },
    get charged() {
      return arena.charged
    },
  }
  await duelingSearch({ told: (answer) => told.push(answer) })
    .run(context, {})
    .catch((error) => {
      if (!(error instanceof SearchClosed)) throw error
    })
  return { told, charged: arena.charged }
}

function transportOf(game: ToyGame, options: Partial<DirectOptions> = {}): ReturnType<typeof directTransport> {
  return directTransport({ answer: ({ bytes }) => [{ kind: 'result', bytes: game.evaluate(bytes) }], ...options })
}

function runOf(game: ToyGame, search: Search, transport: Transport, run: ToyRun = {}): ToyRun {
  return { search, transport, ...run, setup: { domain: game.domain, task: game.task, ...run.setup } }
}

const games = fc.record({
  seed: fc.nat(1000),
  values: fc.oneof(
    fc.constant([...gameValues]),
    fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }),
    fc.array(fc.double({ min: -1e300, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 }),
  ),
  best: fc.boolean(),
  budget: fc.integer({ min: 1, max: 400 }),
  threads: fc.integer({ min: 1, max: 4 }),
  targetBatchMs: fc.constantFrom(1, 4, 30),
  order: fc.nat(1000),
})

test('every answer and every charge is that of the sequential algorithm, in whatever batches and order', async () => {
  await using lab = toyLab()
  await fc.assert(
    fc.asyncProperty(games, async ({ seed, values, best, budget, threads, targetBatchMs, order }) => {
      const game = toyGame({ values, seed, ...(best ? { bestReturn: 1 } : {}) })
      const told: string[] = []
      const rng = seededRng(order)
      const transport = transportOf(game, { threads, targetBatchMs, pick: (waiting) => rng.below(waiting) })
      const search = duelingSearch({ told: (answer) => told.push(answer) })
      const { result } = await lab.start(runOf(game, search, transport, { seed, budget, freshEpisodes: 0 }))
      const expected = await byTheBook(game, seededRng(seed), budget)
      expect(told).toEqual(expected.told)
      expect(result).toMatchObject({ event: 'done', charged: expected.charged, solved: false })
    }),
    { numRuns: 24 },
  )
}, 120_000)

test('a run that is stopped at any question and resumed hears and writes what one does that is not', async () => {
  await using lab = toyLab()
  const game = toyGame({ values: gameValues, bestReturn: 1, seed: 3 })
  const whole: string[] = []
  const rng = seededRng(5)
  const run = (search: Search) => runOf(game, search, transportOf(game, { threads: 2 }), { seed: 7, budget: 300 })
  let questions = 0
  const asking = (question: number) => {
    questions = question + 1
  }
  const expected = await lab.start(run(duelingSearch({ asking, told: (answer) => whole.push(answer), forks: true })))
  expect(questions).toBeGreaterThan(50)
  expect(expected.content).toContain('champion ')
  for (let trial = 0; trial < 6; trial++) {
    let handle: RunHandle | undefined
    const at = rng.below(questions)
    const stopping = duelingSearch({ forks: true, asking: (question) => question === at && handle?.stop() })
    const stopped = await lab.start({ ...run(stopping), meanwhile: (begun) => (handle = begun) })
    const told: string[] = []
    const search = duelingSearch({ told: (answer) => told.push(answer), forks: true })
    const resumed = await lab.resume(stopped.folder, run(search))
    expect(resumed.content).toBe(expected.content)
    expect(told.toSorted()).toEqual(whole.toSorted())
  }
}, 60_000)
