import { hashBytes, normals, type Program, print, seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { runScripted, type Script } from '../test/kit/scripted-search.ts'
import { toyLanguage, toyScore } from '../test/kit/toy.ts'
import { toyDecoded, toyDecoder, toySize } from '../test/kit/toy-latent.ts'
import { type CebsOptions, cebs, cebsDefaults } from './index.ts'

const textOf = (program: Program) => print(toyLanguage, program)
/** Rough enough for elites to get no better at times; never 1, as scripts end there. */
const score = (program: Program) => 0.5 * toyScore(program, 8) + (0.4 * hashBytes(program).low) / 2 ** 32

function run(options: Partial<CebsOptions>, script: Partial<Script> = {}) {
  return runScripted(cebs, options, {
    ...{ rng: seededRng(8), budget: 1_500, language: toyLanguage, latent: toyDecoder(), score },
    ...script,
  })
}

const asked = (context: Awaited<ReturnType<typeof run>>) =>
  context.asked.map((question) => (question.kind === 'score' ? textOf(question.program) : 'never asked'))

/** The iteration of prog_policies' `LatentCEM`, written out again: what is scored, in order. */
function reference(given: Partial<CebsOptions>, budget: number): string[] {
  const options = { ...cebsDefaults, ...given }
  const { population: size, restart } = options
  const rng = seededRng(8)
  const scored: string[] = []
  const fresh = () => Array.from({ length: size }, () => normals(rng, toySize))
  let state = { population: fresh(), sigma: options.sigma, best: Number.NEGATIVE_INFINITY, counter: 0 }
  while (scored.length < budget) {
    const rewards = state.population.map((vector) => {
      const program = toyDecoded(vector)
      if (program === undefined) return Number.NEGATIVE_INFINITY
      scored.push(textOf(program))
      return score(program)
    })
    const top = [...rewards.keys()].sort((a, b) => rewards[b]! - rewards[a]!)
    const elite = top.slice(0, Math.floor(size * options.elite))
    const mean = elite.reduce((sum, i) => sum + rewards[i]!, 0) / elite.length
    if (mean <= state.best) state.counter++
    else {
      state.counter = 0
      state.best = mean
    }
    if (restart > 0 && state.counter >= restart) {
      state = { population: fresh(), sigma: options.sigma, best: Number.NEGATIVE_INFINITY, counter: 0 }
      continue
    }
    const centre = Float64Array.from(
      { length: toySize },
      (_, d) => elite.reduce((sum, i) => sum + state.population[i]![d]!, 0) / elite.length,
    )
    const population = state.population.map(() => {
      const from = options.parents === 'mean' ? centre : state.population[elite[rng.below(elite.length)]!]!
      const noise = normals(rng, toySize)
      return from.map((value, d) => value + state.sigma * noise[d]!)
    })
    state = { ...state, population, sigma: options.decay ? Math.max(0.1, state.sigma * 0.998) : state.sigma }
  }
  return scored.slice(0, budget)
}

describe('asks about the very programs that the iteration of prog_policies asks about', () => {
  test.each<[string, Partial<CebsOptions>]>([
    ['as published', {}],
    ['with restarts at once', { restart: 1, population: 20 }],
    ['around the mean, with decay', { parents: 'mean', restart: 0, decay: true, population: 32, elite: 0.1 }],
  ])('%s', async (_, options) => {
    expect(asked(await run(options))).toEqual(reference(options, 1_500))
  })
})

describe('the clean form', () => {
  const options = { form: 'clean', population: 12, elite: 0.25, sigma: 0.3 } as const

  test.each(['elite', 'mean'] as const)(
    'climbs from a random vector until the elite is no better: %s',
    async (parents) => {
      const found = await run({ ...options, parents })
      const scores = found.asked.map((question) => (question.kind === 'score' ? score(question.program) : 0))
      // One start and then populations: as long as the mean of the best three rises.
      let at = 0
      let climbs = 0
      while (at < scores.length) {
        at += 1
        climbs += 1
        for (let best = Number.NEGATIVE_INFINITY; at < scores.length; ) {
          const mean =
            scores
              .slice(at, at + 12)
              .sort((a, b) => b - a)
              .slice(0, 3)
              .reduce((sum, each) => sum + each, 0) / 3
          at += 12
          if (!(mean > best)) break
          best = mean
        }
      }
      expect(found.charged).toBe(1_500)
      expect(climbs).toBeGreaterThan(3)
      const texts = asked(found)
      const words = (text: string) => text.split(' ')
      const distance = (a: string, b: string) => words(a).filter((word, i) => word !== words(b)[i]).length
      expect(texts.slice(1, 13).every((text) => distance(text, texts[0]!) < toySize)).toBe(true)
    },
  )

  test('draws again what decodes to nothing, and in the end takes the vector itself', async () => {
    let first = true
    const once = toyDecoder({
      decode: async (latents) => {
        const programs = latents.map((latent) => (first ? toyDecoded(latent) : undefined))
        first = false
        return programs
      },
    })
    const found = await run({ ...options, population: 3 }, { latent: once, budget: 7 })
    expect(new Set(asked(found)).size).toBe(1)
  })
})

test.each(['old', 'clean'] as const)('an embedding that decodes nothing is an error, %s form', async (form) => {
  const nothing = toyDecoder({ decode: async (latents) => latents.map(() => undefined) })
  await expect(run({ form }, { latent: nothing })).rejects.toMatchObject({ code: 'E_NOTHING_DECODED' })
})

test('poison and what is no program are never preferred', async () => {
  const poison = (program: Program) => (hashBytes(program).low % 2 === 0 ? Number.NEGATIVE_INFINITY : score(program))
  for (const form of ['old', 'clean'] as const) {
    expect((await run({ form }, { score: poison, budget: 400 })).charged).toBe(400)
  }
})

test('without an embedding it says so', async () => {
  const context = { language: toyLanguage, rng: seededRng(1), budget: 10, score }
  await expect(runScripted(cebs, {}, context)).rejects.toMatchObject({ code: 'E_NO_LATENT_SPACE' })
})
