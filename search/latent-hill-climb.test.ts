import { hashBytes, normals, type Program, parse, print, seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { runScripted, type Script, type ScriptedContext } from '../test/kit/scripted-search.ts'
import { toyLanguage, toyScore } from '../test/kit/toy.ts'
import { toyDecoded, toyDecoder } from '../test/kit/toy-latent.ts'
import { type LatentHillClimbOptions, latentHillClimb, latentHillClimbDefaults } from './index.ts'

const textOf = (program: Program) => print(toyLanguage, program)
/** Never 1, as scripts end there. */
const score = (program: Program) => 0.5 * toyScore(program, 8) + (0.4 * hashBytes(program).low) / 2 ** 32

function run(options: Partial<LatentHillClimbOptions>, script: Partial<Script> = {}) {
  return runScripted(latentHillClimb, options, {
    ...{ rng: seededRng(6), budget: 2_000, language: toyLanguage, latent: toyDecoder(), score },
    ...script,
  })
}

const asked = (context: ScriptedContext) =>
  context.asked.flatMap((question) =>
    question.kind === 'score' ? [textOf(question.program)] : question.programs.map(textOf),
  )

/** Chunks of 50, as they are decoded; the iteration of prog_policies otherwise. */
function reference(given: Partial<LatentHillClimbOptions>, budget: number): string[] {
  const { neighbours, sigma, fresh } = { ...latentHillClimbDefaults, ...given }
  const rng = seededRng(6)
  const scored: string[] = []
  const random = () => {
    for (;;) {
      const vector = normals(rng, 16)
      const program = toyDecoded(vector)
      if (program !== undefined) return { vector, program }
    }
  }
  const evaluate = (program: Program) => {
    scored.push(textOf(program))
    return score(program)
  }
  while (scored.length < budget) {
    let current = random()
    let reward = evaluate(current.program)
    for (let tried = 0; tried < neighbours && scored.length < budget; ) {
      const draw = () => {
        if (fresh && rng.uniform() < 1 / current.program.length) return normals(rng, 16)
        const noise = normals(rng, 16)
        return current.vector.map((value, d) => value + sigma * noise[d]!)
      }
      const vectors = Array.from({ length: Math.min(50, neighbours - tried) }, draw)
      const missing = () => vectors.flatMap((vector, i) => (toyDecoded(vector) === undefined ? [i] : []))
      for (let again = missing(); again.length > 0; again = missing()) for (const i of again) vectors[i] = draw()
      tried += vectors.length
      for (const vector of vectors) {
        const program = toyDecoded(vector)!
        const of = evaluate(program)
        if (of <= reward) continue
        current = { vector, program }
        reward = of
        tried = 0
        break
      }
    }
  }
  return scored.slice(0, budget)
}

describe('asks about the very programs that the iteration of prog_policies asks about', () => {
  test.each<[string, Partial<LatentHillClimbOptions>]>([
    ['as published', {}],
    ['in its clean form', { neighbours: 32, sigma: 0.1, fresh: false }],
    ['with neighbours in several parts', { neighbours: 120, sigma: 0.5 }],
  ])('%s', async (_, options) => {
    expect(asked(await run(options))).toEqual(reference(options, 2_000))
  })
})

test('speculation has no effect on what is charged', async () => {
  const plain = await run({})
  const speculating = await run({}, { speculates: true })
  expect(asked(speculating)).toEqual(asked(plain))
})

test('climbs from the vectors of given programs, the best first', async () => {
  const given = ['right left right', 'up up up left', 'up'].map((words) => parse(toyLanguage, `DO ${words}`))
  const options = { programs: 'file:x', neighbours: 2, sigma: 0, fresh: false }
  const found = await run(options, { programs: () => given, budget: 12, score: (program) => toyScore(program, 8) })
  const padded = (words: string) =>
    `DO ${[...words.split(' '), ...Array(16)]
      .slice(0, 16)
      .map((w) => w ?? 'right')
      .join(' ')}`
  const climb = (words: string) => Array(3).fill(padded(words))
  expect(asked(found)).toEqual([
    ...given.map(textOf),
    ...climb('up up up left'),
    ...climb('up'),
    ...climb('right left right'),
  ])
})

test('climbers share the budget', async () => {
  const found = await run({ climbers: 3 }, { budget: 301 })
  expect(found.forks.map(({ path, charged }) => [path, charged])).toEqual([
    ['search/climber/0', 101],
    ['search/climber/1', 100],
    ['search/climber/2', 100],
  ])
})

test('an embedding that decodes nothing is an error', async () => {
  const nothing = toyDecoder({ decode: async (latents) => latents.map(() => undefined) })
  await expect(run({}, { latent: nothing })).rejects.toMatchObject({ code: 'E_NOTHING_DECODED', vectors: 1_000 })
})

test('without an embedding it says so', async () => {
  const context = { language: toyLanguage, rng: seededRng(1), budget: 10, score }
  await expect(runScripted(latentHillClimb, {}, context)).rejects.toMatchObject({ code: 'E_NO_LATENT_SPACE' })
})
