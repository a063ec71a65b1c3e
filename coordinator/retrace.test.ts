import { type Program, print } from '@cairn/language'
import { cem, type Search } from '@cairn/search'
import { expect, test } from 'vitest'
import { toyLanguage, toyTask } from '../test/kit/toy.ts'
import { toyLab } from '../test/kit/toy-lab.ts'
import { toyDecoded, toyDecoder } from '../test/kit/toy-latent.ts'
import { retraceRun } from './index.ts'

const search = cem as unknown as Search
const options = { population: 6, elite: 0.5, sigma: 0.5 }

test('the vectors that a run asked about come back with their programs and returns, and nobody is asked', async () => {
  await using lab = toyLab()
  const decoder = toyDecoder()
  const asked: Float64Array[] = []
  const watched = toyDecoder({
    decode(latents) {
      asked.push(...latents)
      return decoder.decode(latents)
    },
  })
  const { folder, content } = await lab.start({ search, options, budget: 100, setup: { decoder: watched } })
  const questions = await retraceRun({ folder, task: toyTask, search })
  expect(questions.flatMap(({ vectors }) => vectors)).toEqual(asked)
  expect(questions.map(({ vectors }) => vectors.length).slice(0, 4)).toEqual([6, 1, 6, 1])
  const textOf = (program: Program | undefined) => program && print(toyLanguage, program)
  for (const { vectors, programs } of questions)
    expect(programs.map(textOf)).toEqual(vectors.map(toyDecoded).map(textOf))
  const { programs, returns } = questions[2]!
  const scores = programs.map((program) => {
    const prepared = toyTask.prepare(program!)
    return Array.from({ length: 8 }, (_, at) => prepared.episode(at).return).reduce((a, b) => a + b, 0) / 8
  })
  expect(returns).toEqual(scores)
  expect((await lab.resume(folder, { search, setup: { decoder } })).content).toBe(content)
})

test('a run that was stopped is retraced as far as it went', async () => {
  await using lab = toyLab()
  const { folder } = await lab.start({
    ...{ search, options, budget: 100_000, setup: { decoder: toyDecoder() } },
    meanwhile: (handle) => setTimeout(handle.stop, 30),
  })
  const questions = await retraceRun({ folder, task: toyTask, search })
  expect(questions.length).toBeGreaterThan(0)
  expect(print(toyLanguage, questions[0]!.programs[0]!)).toMatch(/^DO /)
})

test('a run without an embedding is refused', async () => {
  await using lab = toyLab()
  const { folder } = await lab.start({ budget: 20 })
  await expect(retraceRun({ folder, task: toyTask, search })).rejects.toThrow('searches in no program embedding')
})
