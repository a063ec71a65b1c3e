import { normals, type Program, print, seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { runScripted, type Script } from '../test/kit/scripted-search.ts'
import { toyLanguage, toyScore } from '../test/kit/toy.ts'
import { toyDecoded, toyDecoder, toySize } from '../test/kit/toy-latent.ts'
import { type CemDiversityOptions, cemDiversity, cemDiversityDefaults } from './index.ts'

const textOf = (program: Program) => print(toyLanguage, program)
const score = (program: Program) => toyScore(program, 8) - 0.01 // never 1: scripts end there

function run(options: Partial<CemDiversityOptions>, script: Partial<Script> = {}) {
  return runScripted(cemDiversity, options, {
    ...{ rng: seededRng(5), budget: 3_000, language: toyLanguage, latent: toyDecoder(), score },
    ...script,
  })
}

/** A program from every vector, so that every vector is charged. */
const always = toyDecoder({
  decode: async (latents) => latents.map((latent) => toyDecoded(latent.map((value) => Math.max(-1, value)))),
})

/** The search of POMP's section 4.1, written out again: what is scored, in order. */
function reference(given: Partial<CemDiversityOptions>, searches: number): string[] {
  const { gamma, population, sigma, iterations } = { ...cemDiversityDefaults, ...given }
  const rng = seededRng(5)
  const scored: string[] = []
  const found: Float64Array[] = []
  const length = (v: Float64Array) => Math.sqrt(v.reduce((sum, value) => sum + value * value, 0))
  const evaluate = (vector: Float64Array) => {
    const program = toyDecoded(vector)
    if (program !== undefined) scored.push(textOf(program))
    const alike = found.map(
      (other) => vector.reduce((sum, value, d) => sum + value * other[d]!, 0) / (length(vector) * length(other)),
    )
    const multiplier = found.length === 0 ? 1 : 1 / (1 + Math.exp(gamma * Math.max(...alike)))
    const reward = (program === undefined ? -1 : score(program) + 0.1) * multiplier
    return { vector, reward, text: program === undefined ? '' : textOf(program) }
  }
  for (let n = 0; n < searches; n++) {
    let centre = normals(rng, toySize)
    let best = { reward: 0, vector: centre }
    for (let iteration = 0; iteration < iterations; iteration++) {
      const results = Array.from({ length: population }, () => {
        const noise = normals(rng, toySize)
        return evaluate(centre.map((value, d) => value + sigma * noise[d]!))
      }).sort((a, b) => a.reward - b.reward || (a.text < b.text ? -1 : 1))
      const elite = results.slice(-Math.round(population * 0.05))
      const total = elite.reduce((sum, { reward }) => sum + reward, 1e-5)
      centre = centre.map((_, d) => elite.reduce((sum, { vector, reward }) => sum + reward * vector[d]!, 0) / total)
      const reached = evaluate(centre)
      if (reached.reward > best.reward) best = reached
    }
    found.push(best.vector)
  }
  return scored
}

test.each([1, 30])('asks about the very programs that the method of POMP asks about, gamma %d', async (gamma) => {
  const options = { gamma, population: 40, iterations: 8, searches: 3, decay: false }
  const { asked } = await run(options)
  const texts = asked.map((question) => (question.kind === 'score' ? textOf(question.program) : 'never asked'))
  expect(texts).toEqual(reference(options, 3))
})

describe('a search ends', () => {
  const options = { population: 4, searches: 1 }

  test('when the rewards of the last centres hardly differ', async () => {
    const script = { score: () => 0.3, latent: always }
    expect((await run({ ...options, window: 20 }, script)).charged).toBe(20 * 5)
    expect((await run(options, script)).charged).toBe(100 * 5)
  })

  test('not as long as they do', async () => {
    const differing = (_program: Program, n: number) => (n % 10 < 5 ? 0.3 : 0.302)
    const few = { ...options, window: 20, iterations: 50 }
    const script = { score: differing, latent: always }
    expect((await run({ ...few, stall: 0.0009 }, script)).charged).toBe(50 * 5)
    expect((await run({ ...few, stall: 0.0011 }, script)).charged).toBe(20 * 5)
  })
})

test('there are ten unless told otherwise, or as many as the budget pays for', async () => {
  const options = { population: 4, iterations: 6 }
  const script = { score: () => 0, latent: always }
  expect((await run(options, script)).charged).toBe(10 * 30)
  expect((await run({ ...options, searches: 0 }, script)).charged).toBe(3_000)
})

test('without an embedding it says so', async () => {
  const context = { language: toyLanguage, rng: seededRng(1), budget: 10, score }
  await expect(runScripted(cemDiversity, {}, context)).rejects.toMatchObject({ code: 'E_NO_LATENT_SPACE' })
})
