import { hashBytes, normals, type Program, print, seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { runScripted, type Script } from '../test/kit/scripted-search.ts'
import { toyLanguage, toyScore } from '../test/kit/toy.ts'
import { toyDecoder, toySize } from '../test/kit/toy-latent.ts'
import { type CemOptions, cem, cemDefaults } from './index.ts'

const textOf = (program: Program) => print(toyLanguage, program)
const score = (program: Program) => toyScore(program, 8) - 0.01 // never 1: scripts end there

function run(options: Partial<CemOptions>, script: Partial<Script> = {}) {
  return runScripted(cem, options, {
    ...{ rng: seededRng(3), budget: 2_000, language: toyLanguage, latent: toyDecoder(), score },
    ...script,
  })
}

const asked = (context: Awaited<ReturnType<typeof run>>) =>
  context.asked.map((question) => (question.kind === 'score' ? textOf(question.program) : 'never asked'))

/** LEAPS's iteration, written out again: what is scored, in order. */
async function reference(given: Partial<CemOptions>, budget: number, seed: number): Promise<string[]> {
  const options = { ...cemDefaults, ...given }
  const rng = seededRng(seed)
  const decoder = toyDecoder()
  const scored: string[] = []
  const evaluate = async (vector: Float64Array) => {
    const [program] = await decoder.decode([vector])
    if (program === undefined) return { text: '', reward: options.invalid }
    scored.push(textOf(program))
    return { text: textOf(program), reward: score(program) + options['syntax-bonus'] }
  }
  let centre =
    options.initial === 'ones'
      ? new Float64Array(toySize).fill(0.01)
      : normals(rng, toySize).map((value) => (options.initial === 'normal' ? value : value / 10))
  let sigma = options.sigma
  const factor = (options['final-sigma'] / options.sigma) ** (2 / options.iterations)
  for (let epoch = 1; epoch <= options.iterations && scored.length < budget; epoch++) {
    const population = Array.from({ length: options.population }, () => {
      const noise = normals(rng, toySize)
      return centre.map((value, d) => value + sigma * noise[d]!)
    })
    const results = []
    for (const vector of population) results.push({ vector, ...(await evaluate(vector)) })
    results.sort((a, b) => a.reward - b.reward || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    const count = Math.round(options.population * options.elite)
    const elite = count === 0 ? results : results.slice(-count)
    const weight = (reward: number) => (options.reduction === 'mean' ? 1 : reward)
    const total = elite.reduce((sum, { reward }) => sum + weight(reward), options.reduction === 'mean' ? 0 : 1e-5)
    centre = centre.map(
      (_, d) => elite.reduce((sum, { vector, reward }) => sum + weight(reward) * vector[d]!, 0) / total,
    )
    await evaluate(centre)
    if (options.decay && epoch > 1) {
      sigma = epoch - 1 >= options.iterations / 2 ? options['final-sigma'] : sigma * factor
    }
  }
  return scored.slice(0, budget)
}

describe('asks about the very programs that the iteration of LEAPS asks about', () => {
  test.each<[string, Partial<CemOptions>]>([
    ['as published for StairClimber', {}],
    ['for Maze', { initial: 'ones', population: 16, elite: 0.1, sigma: 0.1, decay: false }],
    ['for Harvester', { initial: 'normal', population: 32, elite: 0.1, sigma: 0.5 }],
    ['with an elite of everybody', { population: 8, elite: 0.05, sigma: 0.5, iterations: 60 }],
    ['with the plain mean', { reduction: 'mean', iterations: 40 }],
  ])('%s', async (_, options) => {
    expect(asked(await run(options, { budget: 600 }))).toEqual(await reference(options, 600, 3))
  })
})

test('comes to the best program of a smooth space', async () => {
  const options = { sigma: 0.5, elite: 0.2, initial: 'zeros' } as const
  const solved = (program: Program) => toyScore(program, 8)
  const found = await run(options, { score: solved, budget: 5_000 })
  expect(found.open).toBe(false)
  expect(found.charged).toBeLessThan(5_000)
  expect(asked(found).at(-1)).toBe(`DO ${Array(16).fill('up').join(' ')}`)
})

describe('a search ends', () => {
  test('when the last ten centres have the reward that counts as solved', async () => {
    const found = await run({ population: 4 }, { score: () => 0.5 })
    expect(found.charged).toBe(2_000) // 0.6 is not enough
    const converged = await run({ population: 4, converged: 0.6 }, { score: () => 0.5 })
    expect(converged.charged).toBe(10 * 5)
    const sooner = await run({ population: 4, converged: 0.6, window: 3 }, { score: () => 0.5 })
    expect(sooner.charged).toBe(3 * 5)
  })

  test('not while the last centre has less, whatever the mean', async () => {
    const options = { population: 1, elite: 1, converged: 0.6, window: 4, iterations: 50, sigma: 1e-3, decay: false }
    // Every second program is a centre: the first of four is so good that the mean suffices.
    const found = await run(options, { score: (_program, n) => (n === 1 ? 0.9 : 0.4) })
    expect(found.charged).toBe(100)
  })

  test('after its last iteration; another may follow, until the budget is spent', async () => {
    const few = { population: 4, iterations: 6 }
    expect((await run(few, { score: () => 0 })).charged).toBe(30)
    expect((await run({ ...few, searches: 3 }, { score: () => 0 })).charged).toBe(90)
    expect((await run({ ...few, searches: 0 }, { score: () => 0 })).charged).toBe(2_000)
  })
})

describe('a vector that decodes to no program', () => {
  const half = toyDecoder({
    decode: async (latents) =>
      (await toyDecoder().decode(latents)).map((program, i) => (latents[i]![0]! < 0 ? undefined : program)),
  })

  test('is charged nothing, and is no elite where there are programs', async () => {
    const options = {
      population: 50,
      initial: 'zeros',
      sigma: 1,
      iterations: 1,
      elite: 0.1,
      reduction: 'mean',
    } as const
    const found = await run(options, { latent: half })
    expect(found.charged).toBeGreaterThan(10)
    expect(found.charged).toBeLessThan(41)
  })

  test('for all vectors of a search is an error rather than a search without end', async () => {
    const nothing = toyDecoder({ decode: async (latents) => latents.map(() => undefined) })
    const search = run({ searches: 0, iterations: 5, population: 9 }, { latent: nothing })
    await expect(search).rejects.toMatchObject({ code: 'E_NOTHING_DECODED', vectors: 1_000 })
  })
})

test('poison has the reward of no program', async () => {
  const poison = (program: Program) => (hashBytes(program).low % 3 === 0 ? Number.NEGATIVE_INFINITY : score(program))
  const found = await run({ elite: 0, population: 8 }, { score: poison, budget: 500 })
  expect(found.charged).toBe(500)
})

test('a search ends where the rewards of the elite cancel out', async () => {
  const options = { population: 1, elite: 1, 'syntax-bonus': 0 }
  expect((await run(options, { score: () => -1e-5 })).charged).toBe(1)
})

test('rewards can be raised by the exponential function', async () => {
  const plain = asked(await run({ elite: 0.5 }, { budget: 300 }))
  const raised = asked(await run({ elite: 0.5, exponential: true }, { budget: 300 }))
  expect(raised.slice(0, 20)).toEqual(plain.slice(0, 20))
  expect(raised).not.toEqual(plain)
})

test('without an embedding it says so', async () => {
  const context = { language: toyLanguage, rng: seededRng(1), budget: 10, score }
  await expect(runScripted(cem, {}, context)).rejects.toMatchObject({ code: 'E_NO_LATENT_SPACE' })
})
