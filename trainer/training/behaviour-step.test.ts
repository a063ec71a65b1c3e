import { beginBuild, karel, leapsProgramData, type ProgramData, readProgramData } from '@cairn/domains'
import { seededRng, vocabulary } from '@cairn/language'
import { beforeAll, expect, test } from 'vitest'
import { type Backend, openBackend } from '../backend.ts'
import { Embedding } from '../model/embedding.ts'
import { Adam } from '../optimiser/adam.ts'
import { behaviourAdam, behaviourDefaults } from './behaviour-options.ts'
import { rewardOf } from './behaviour-reward.ts'
import { behaviourStep } from './behaviour-step.ts'
import { settingsFor } from './options.ts'

const words = vocabulary(karel.language, 'leaps')
let backend: Backend
let data: ProgramData
beforeAll(async () => {
  backend = await openBackend()
  const { head, build } = beginBuild({ ...leapsProgramData, programs: 40, seed: 5 })
  const parts = [head]
  while (!build.done) parts.push(build.nextBytes())
  data = readProgramData(Buffer.concat(parts))
})

test('sampled programs come to behave as those they are sampled for', () => {
  const before = backend.tf.memory().numTensors
  const embedding = Embedding.draw(backend.tf, { ...settingsFor(data), hidden: 16, latent: 16 }, seededRng(4))
  const optimiser = new Adam(embedding.parameters, behaviourAdam)
  const parts = [0, 1].map((part) => Uint32Array.from({ length: 20 }, (_, i) => part * 20 + i))
  const rng = seededRng(9)
  const reports = Array.from({ length: 16 }, (_, i) =>
    behaviourStep(embedding, optimiser, {
      ...{ data, words, parts, steps: 16, rate: 5e-3, options: behaviourDefaults, rng: rng.stream(String(i)) },
    }),
  )
  embedding.dispose()
  optimiser.dispose()
  expect(backend.tf.memory().numTensors).toBe(before)
  const mean = (term: string, from: number) =>
    reports.slice(from, from + 4).reduce((sum, { terms }) => sum + terms[term]! / 4, 0)
  expect(mean('reward', 12)).toBeGreaterThan(2 * mean('reward', 0))
  expect(mean('valid', 12)).toBeGreaterThan(mean('valid', 0) + 20)
  expect(mean('entropy', 12)).toBeLessThan(mean('entropy', 0))
  expect(Object.keys(reports[0]!.terms)).toEqual(['reward', 'valid', 'action', 'entropy', 'kl'])
})

test('a text is worth what it does, and one that is no program next to nothing', () => {
  const reward = (text: string, number = 0) => {
    const original = { data, words, number, rng: seededRng(2) }
    return rewardOf([...words.encodeText(text)], original, behaviourDefaults)
  }
  const same = reward(words.decode(data.tokens(0)))
  expect(same.reward).toBeCloseTo(1.1, 12)
  expect(same.program).toBeDefined()
  expect(reward('DEF run m( m)')).toEqual({ reward: 0.01, program: undefined })
  expect(reward('DEF run m( move IF c( frontIsClear c) i( move').reward).toBe(0.01)
  expect(
    rewardOf([0, 1], { data, words, number: 0, rng: seededRng(2) }, { ...behaviourDefaults, noProgram: 0 }).reward,
  ).toBe(0)
})
