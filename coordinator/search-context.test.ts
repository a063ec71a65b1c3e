import { type Program, type Rng, sampleProgram, seededRng } from '@cairn/language'
import { type Scored, type Search, SearchClosed, type SearchContext } from '@cairn/search'
import { expect, test } from 'vitest'
import { directTransport } from '../test/kit/direct-transport.ts'
import { toyLanguage, toyScore } from '../test/kit/toy.ts'
import { searchNamed, type ToyRun, toyLab } from '../test/kit/toy-lab.ts'

/** A context without journal, cache, pruning, batches or workers: the sequential algorithm, by the book. */
class PlainContext implements SearchContext {
  readonly language = toyLanguage
  readonly rng: Rng
  readonly best: Scored[] = []
  charged = 0
  budget: number

  constructor(rng: Rng, budget: number) {
    this.rng = rng
    this.budget = budget
  }

  get open() {
    return this.charged < this.budget && (this.best.at(-1)?.score ?? 0) < 1 - 1e-9
  }

  async score(program: Program) {
    if (!this.open) throw new SearchClosed('budget')
    this.charged++
    const scored = { program, score: toyScore(program, 8) }
    if (scored.score > (this.best.at(-1)?.score ?? Number.NEGATIVE_INFINITY)) this.best.push(scored)
    return scored
  }

  async scoreAll(programs: readonly Program[]) {
    const all: Scored[] = []
    for (const program of programs) all.push(await this.score(program))
    return all
  }

  async firstBetter(than: Scored, programs: Iterable<Program>) {
    for (const program of programs) {
      const scored = await this.score(program)
      if (scored.score > than.score) return scored
    }
    return undefined
  }

  programs(): never {
    throw new Error('not here')
  }

  behaviours(): never {
    throw new Error('not here')
  }

  fork(): never {
    throw new Error('not here')
  }
}

for (const name of ['hill-climb', 'random', 'simulated-annealing']) {
  test(`${name} finds, charges and improves exactly as the sequential algorithm does`, async () => {
    await using lab = toyLab()
    for (const seed of [1, 2, 3]) {
      const search = searchNamed(name)
      const options = name === 'hill-climb' ? { neighbours: 50 } : {}
      const { content, result } = await lab.start({ search, options, seed, budget: 300, freshEpisodes: 0 })

      const plain = new PlainContext(seededRng(seed), 300)
      const defaults = Object.fromEntries(Object.entries(search.options).map(([key, option]) => [key, option.default]))
      await search.run(plain, { ...defaults, ...options }).catch((error) => {
        if (!(error instanceof SearchClosed)) throw error
      })
      expect(result.charged).toBe(plain.charged)
      const improvements = content.split('\n').filter((line) => line.startsWith('best '))
      expect(improvements.map((line) => line.split(' ')[4])).toEqual(
        plain.best.map(({ program }) => Buffer.from(program).toString('hex')),
      )
      expect(result.bestReturn).toBe(plain.best.at(-1)!.score)
    }
  })
}

test('every answer, whatever its kind and however it was come by, is what brute force gives', async () => {
  await using lab = toyLab()
  const wrong: string[] = []
  const ask = async (search: SearchContext) => {
    const pool = Array.from({ length: 12 }, () => sampleProgram(toyLanguage, search.rng))
    for (;;) {
      const some = Array.from({ length: 1 + search.rng.below(20) }, () => pool[search.rng.below(pool.length)]!)
      pool[search.rng.below(pool.length)] = sampleProgram(toyLanguage, search.rng)
      if (search.rng.below(2) === 0) {
        const all = await search.scoreAll(some)
        for (const { program, score } of all) if (score !== toyScore(program, 8)) wrong.push('scoreAll')
      } else {
        const than = { program: some[0]!, score: toyScore(pool[0]!, 8) }
        const better = await search.firstBetter(than, some)
        const expected = some.find((program) => toyScore(program, 8) > than.score)
        if (better?.program.join() !== expected?.join()) wrong.push('firstBetter')
        if (better !== undefined && better.score !== toyScore(better.program, 8)) wrong.push('score')
      }
    }
  }
  const transport = () => directTransport({ threads: 3, targetBatchMs: 3, pick: (waiting) => waiting - 1 })
  const run = { search: ownSearch(ask), budget: 3000, transport: transport() }
  const whole = await lab.start(run)
  expect(wrong).toEqual([])
  expect(whole.result).toMatchObject({ event: 'done', charged: 3000 })
})

test('the same program is charged each time and executed once, also in later sittings', async () => {
  await using lab = toyLab()
  let stop = () => {}
  const search = ownSearch(async (context) => {
    const pool = samples(context, 5)
    for (let i = 0; i < 10; i++) await context.scoreAll([...pool, ...pool])
    stop()
    for (let i = 0; i < 10; i++) for (const program of pool) await context.score(program)
  })
  const run: ToyRun = { search, budget: 1000, freshEpisodes: 0 }
  const stopped = await lab.start({ ...run, meanwhile: (handle) => (stop = handle.stop) })
  expect(stopped.result).toMatchObject({ event: 'stopped', charged: 100, executed: 5 })
  const { result } = await lab.resume(stopped.folder, run)
  expect(result).toMatchObject({ event: 'done', charged: 150, executed: 5 })
})

test('a question larger than what is left is answered for the part that fits', async () => {
  await using lab = toyLab()
  const run = { budget: 7, freshEpisodes: 0, search: ownSearch((search) => search.scoreAll(samples(search, 10))) }
  const { result, content } = await lab.start(run)
  expect(result).toMatchObject({ event: 'done', charged: 7 })
  expect(content.match(/^answer /gm)).toHaveLength(1)
})

test('questions asked at once are answered in the order they were asked', async () => {
  await using lab = toyLab()
  const run: ToyRun = {
    budget: 100,
    search: ownSearch(async (search) => {
      const [a, b, c] = samples(search, 3)
      await Promise.all([
        search.score(a!),
        search.scoreAll([b!, c!]),
        search.firstBetter({ program: a!, score: 0 }, [c!]),
      ])
    }),
  }
  const one = await lab.start(run)
  const two = await lab.start({ ...run, transport: directTransport({ pick: (waiting) => waiting - 1 }) })
  expect(two.content).toBe(one.content)
  expect(one.content.match(/^answer search \d+/gm)).toEqual(['answer search 0', 'answer search 1', 'answer search 2'])
})

test('the context closes when the task is solved, and a fork for itself alone', async () => {
  await using lab = toyLab()
  const solution = toySolution()
  const seen: unknown[] = []
  const run: ToyRun = {
    budget: 100,
    search: ownSearch(async (search) => {
      const fork = search.fork('one', 10)
      seen.push(search.budget, fork.budget)
      await fork.score(solution)
      seen.push(fork.open, search.open)
      await expect(fork.score(solution)).rejects.toMatchObject({ code: 'E_SEARCH_CLOSED', reason: 'solved' })
      await search.score(solution)
      seen.push(search.open)
    }),
  }
  const { result } = await lab.start(run)
  expect(seen).toEqual([90, 10, false, true, false])
  expect(result).toMatchObject({ event: 'done', solved: true, charged: 2 })
})

test('a fork takes no more than there is, not while its parent waits, and no name twice', async () => {
  await using lab = toyLab()
  const run: ToyRun = {
    budget: 10,
    search: ownSearch(async (search) => {
      const [program] = samples(search, 1)
      const asked = search.score(program!)
      expect(() => search.fork('early', 1)).toThrow('await it first')
      await asked
      expect(search.fork('all', 50).budget).toBe(9)
      expect(() => search.fork('all', 1)).toThrow('already')
      await expect(search.score(program!)).rejects.toMatchObject({ code: 'E_SEARCH_CLOSED', reason: 'budget' })
    }),
  }
  expect((await lab.start(run)).result.event).toBe('done')
})

test('a search that asks something else on replay is told so, and nothing is changed', async () => {
  await using lab = toyLab()
  let stop = () => {}
  const asking = (programs: (search: SearchContext) => Program[]) =>
    ownSearch(async (search) => {
      await search.score(programs(search)[0]!)
      await search.firstBetter({ program: programs(search)[0]!, score: 2 }, programs(search))
      stop()
      await search.score(programs(search)[0]!)
    })
  const original = asking((search) => samples(search, 5))
  const run = {
    search: original,
    transport: directTransport(),
    meanwhile: (handle: { stop(): void }) => (stop = handle.stop),
  }
  const stopped = await lab.start(run)
  expect(stopped.result).toMatchObject({ event: 'stopped', charged: 6 })

  const changes = {
    'other programs': asking((search) => samples(search, 5).reverse()),
    'fewer programs': asking((search) => samples(search, 4)),
    'more programs': asking((search) => samples(search, 6)),
  }
  for (const search of Object.values(changes)) {
    await expect(lab.resume(stopped.folder, { search })).rejects.toMatchObject({
      code: 'E_REPLAY_MISMATCH',
      path: 'search',
    })
  }
  const whole = await lab.resume(stopped.folder, { search: original })
  expect(whole.result.event).toBe('done')
})

test('an error of the search itself ends the run, which can be resumed', async () => {
  await using lab = toyLab()
  let broken = true
  const search = ownSearch(async (context) => {
    const [program] = samples(context, 1)
    await context.score(program!)
    if (broken) throw new RangeError('a bug in the search')
    await context.firstBetter({ program: program!, score: 0 }, samples(context, 3))
  })
  await expect(lab.start({ search, run: 'bug' })).rejects.toThrow('a bug in the search')
  await expect(lab.start({ search, run: 'bug' })).rejects.toMatchObject({ code: 'E_RUN_EXISTS' })
  broken = false
  const { result } = await lab.resume(`${lab.root}/bug`, { search })
  expect(result.event).toBe('done')
})

test('so does an error in drawing programs', async () => {
  await using lab = toyLab()
  const search = ownSearch(async (context) => {
    const [program] = samples(context, 1)
    await context.firstBetter(
      { program: program!, score: 2 },
      (function* () {
        yield program!
        throw new RangeError('cannot draw')
      })(),
    )
  })
  await expect(lab.start({ search })).rejects.toThrow('cannot draw')
})

function samples(search: SearchContext, count: number): Program[] {
  return Array.from({ length: count }, () => sampleProgram(toyLanguage, search.rng))
}

function ownSearch(run: (search: SearchContext) => Promise<unknown>): Search {
  return {
    name: 'own',
    summary: 'of a test',
    options: {},
    async run(context) {
      await run(context)
    },
  }
}

function toySolution(): Program {
  const rng = seededRng(1)
  let best = sampleProgram(toyLanguage, rng)
  const up = toyLanguage.productions.find(({ name }) => name === 'up')!.number
  const leaves = toyLanguage.productions
    .filter(({ slots, nests }) => slots.length === 0 && !nests)
    .map(({ number }) => number)
  while (best.filter((production) => leaves.includes(production)).length < 16) best = sampleProgram(toyLanguage, rng)
  return best.map((production) => (leaves.includes(production) ? up : production))
}
