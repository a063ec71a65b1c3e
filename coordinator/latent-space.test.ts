import { type Program, print, sampleProgram, seededRng } from '@cairn/language'
import { cebs, cem, cemDiversity, latentHillClimb, latentOf, type Search, type SearchContext } from '@cairn/search'
import { describe, expect, test } from 'vitest'
import { directTransport } from '../test/kit/direct-transport.ts'
import { toyLanguage, toyScore } from '../test/kit/toy.ts'
import { type ToyLab, type ToyRun, toyLab } from '../test/kit/toy-lab.ts'
import { toyDecoder, toyEncoded, toySize } from '../test/kit/toy-latent.ts'
import type { LatentDecoder } from './index.ts'

const programs = Array.from({ length: 5 }, (_, i) => sampleProgram(toyLanguage, seededRng(i)))
const vectors = programs.map(toyEncoded)
const nowhere = new Float64Array(toySize).fill(-3)

/** A search of one question after the other; calls `after` once they are answered. */
function asking(ask: (search: SearchContext) => Promise<unknown>, after: () => void = () => {}): Search {
  return {
    name: 'asking',
    summary: 'of a test',
    options: {},
    async run(search) {
      await ask(search)
      after()
      await search.score(programs[0]!)
    },
  }
}

/** A run that is stopped once its questions are answered. */
async function stopped(lab: ToyLab, ask: (search: SearchContext) => Promise<unknown>, decoder: LatentDecoder) {
  let stop = () => {}
  return lab.start({
    search: asking(ask, () => stop()),
    setup: { decoder },
    freshEpisodes: 0,
    meanwhile: (handle) => {
      stop = handle.stop
    },
  })
}

test('vectors become programs and programs vectors, at no charge', async () => {
  await using lab = toyLab()
  const seen: unknown[] = []
  const search = asking(async (context) => {
    const space = latentOf(context)
    const texts = (await space.decode([vectors[0]!, nowhere, vectors[1]!])).map(
      (program) => program && print(toyLanguage, program),
    )
    const encoded = await space.encode(programs)
    seen.push(space.size, texts[1], texts[0]!.split(' ').length, encoded)
  })
  const { result, content } = await lab.start({ search, setup: { decoder: toyDecoder() }, freshEpisodes: 0 })
  expect(seen).toEqual([toySize, undefined, 17, vectors])
  expect(result).toMatchObject({ event: 'done', charged: 1 })
  expect(content.match(/^answer search \d+/gm)).toHaveLength(3)
})

const all = async (search: SearchContext) => {
  const space = latentOf(search)
  const answers: (readonly (Program | Float64Array | undefined)[])[] = [
    await space.decode([...vectors, nowhere]),
    await space.encode(programs),
    await space.decode([]),
  ]
  const fork = search.fork('part', 5)
  answers.push(await latentOf(fork).decode(vectors), await space.encode([]))
  return answers.map((answer) => answer.map((one) => one && Array.from(one)))
}

test('a resumed run asks the embedding nothing that it was told before', async () => {
  await using lab = toyLab()
  const heard: unknown[] = []
  const ask = async (search: SearchContext) => heard.push(await all(search))
  const first = toyDecoder()
  const { folder, result } = await stopped(lab, ask, first)
  expect(result).toMatchObject({ event: 'stopped', charged: 0 })
  expect(first.asked).toHaveLength(5)
  const again = toyDecoder()
  const resumed = await lab.resume(folder, { search: asking(ask), setup: { decoder: again } })
  expect(resumed.result).toMatchObject({ event: 'done', charged: 1 })
  expect(again.asked).toEqual([])
  expect(heard[1]).toEqual(heard[0])
})

describe('on replay it is another question', () => {
  const changes: [what: string, ask: (search: SearchContext) => Promise<unknown>, decoder: LatentDecoder][] = [
    ['with other weights', all, toyDecoder({ name: 'toy-embedding-2' })],
    ['with vectors of another size', all, toyDecoder({ size: toySize + 1 })],
    ['about other vectors', (search) => latentOf(search).decode([vectors[1]!]), toyDecoder()],
    ['about programs', (search) => latentOf(search).encode(programs), toyDecoder()],
  ]
  test.each(changes)('%s', async (_, ask, decoder) => {
    await using lab = toyLab()
    const { folder } = await stopped(lab, all, toyDecoder())
    const resumed = lab.resume(folder, { search: asking(ask), setup: { decoder } })
    const isOfAnotherSize = decoder.size !== toySize
    await expect(resumed).rejects.toMatchObject(
      isOfAnotherSize ? { code: 'E_BAD_LATENT' } : { code: 'E_REPLAY_MISMATCH', path: 'search', ordinal: 0 },
    )
  })
})

describe('an embedding that is no good ends the run with one clear error', () => {
  const failing: [why: string, message: string, changes: Partial<LatentDecoder>][] = [
    ['it fails', 'out of memory', { decode: () => Promise.reject(new Error('out of memory')) }],
    ['it answers too little', 'expected 5 answers, got 1', { decode: async () => programs.slice(0, 1) }],
    [
      'a program is cut short',
      'program 1 of 5: not a program of toy',
      { decode: async () => programs.map((program, i) => (i === 1 ? program.subarray(0, 1) : program)) },
    ],
    ['a part of a program comes out', 'program 0 of 5', { decode: async () => programs.map((one) => one.subarray(1)) }],
    ['a vector is too short', 'vector 0 of 5: expected 16', { encode: async () => vectors.map((one) => one.slice(1)) }],
    [
      'a vector has no number',
      'vector 4 of 5',
      {
        encode: async () =>
          vectors.with(
            4,
            nowhere.map(() => Number.NaN),
          ),
      },
    ],
  ]
  test.each(failing)('when %s, and can be resumed', async (_, message, changes) => {
    await using lab = toyLab()
    const search = asking(async (context) => {
      await latentOf(context).decode(vectors)
      await latentOf(context).encode(programs)
    })
    const run: ToyRun = { search, run: 'failing', freshEpisodes: 0 }
    await expect(lab.start({ ...run, setup: { decoder: toyDecoder(changes) } })).rejects.toMatchObject({
      code: 'E_BAD_DECODER',
      decoder: 'toy-embedding-1',
      message: expect.stringContaining(message),
    })
    const resumed = await lab.resume(`${lab.root}/failing`, { ...run, setup: { decoder: toyDecoder() } })
    expect(resumed.result).toMatchObject({ event: 'done', charged: 1 })
  })
})

test('a vector that is none is refused', async () => {
  await using lab = toyLab()
  for (const latent of [new Float64Array(3), nowhere.map(() => Number.NaN)]) {
    const search = asking((context) => latentOf(context).decode([vectors[0]!, latent]))
    const run = lab.start({ search, setup: { decoder: toyDecoder() } })
    await expect(run).rejects.toMatchObject({ code: 'E_BAD_LATENT', number: 1 })
  }
})

test('a run that is stopped does not wait for an embedding that never answers', async () => {
  await using lab = toyLab()
  let asked = () => {}
  const decode = () => {
    asked()
    return new Promise<never>(() => {})
  }
  const { result } = await lab.start({
    search: asking((search) => latentOf(search).decode(vectors)),
    setup: { decoder: toyDecoder({ decode }) },
    meanwhile: (handle) => {
      asked = handle.stop
    },
  })
  expect(result.event).toBe('stopped')
})

test('a run without an embedding says what it lacks', async () => {
  await using lab = toyLab()
  await expect(lab.start({ search: cem })).rejects.toMatchObject({ code: 'E_NO_LATENT_SPACE' })
})

const inLatentSpace: [name: string, run: Pick<ToyRun, 'search' | 'options'>][] = [
  ['cem', { search: cem, options: { population: 20, iterations: 6, searches: 0 } }],
  ['cem-diversity', { search: cemDiversity, options: { population: 10, iterations: 4, searches: 0 } }],
  ['cebs', { search: cebs, options: { population: 20, restart: 1 } }],
  ['clean cebs', { search: cebs, options: { population: 20, form: 'clean' } }],
  ['latent-hc', { search: latentHillClimb, options: { neighbours: 30, climbers: 2 } }],
]

test.each(inLatentSpace)('stopped at any point and resumed, %s comes to the same as uninterrupted', async (_, plan) => {
  await using lab = toyLab()
  const run = (decoder: LatentDecoder = toyDecoder()): ToyRun => ({ ...plan, budget: 300, setup: { decoder } })
  const whole = await lab.start(run())
  expect(whole.result).toMatchObject({ event: 'done', charged: 300 })
  for (const after of [1, 2, 5, 11]) {
    const { folder, decoder } = await stoppedAfter(lab, run, after)
    expect(decoder.asked).toHaveLength(after)
    const resumed = await lab.resume(folder, run())
    expect(resumed.content).toBe(whole.content)
  }
})

test.each(inLatentSpace)('results of %s do not depend on who evaluates', async (_, plan) => {
  await using lab = toyLab()
  const run = () => ({ ...plan, budget: 200, setup: { decoder: toyDecoder() } })
  const one = await lab.start(run())
  const transport = directTransport({ threads: 5, targetBatchMs: 1, pick: (waiting) => waiting - 1 })
  expect((await lab.start({ ...run(), transport })).content).toBe(one.content)
})

/** Stopped as soon as it asks for programs for that time. */
async function stoppedAfter(lab: ToyLab, run: (decoder: LatentDecoder) => ToyRun, questions: number) {
  let stop = () => {}
  const decoder = toyDecoder()
  const stopping: LatentDecoder = {
    ...decoder,
    decode(latents) {
      const answer = decoder.decode(latents)
      if (decoder.asked.length === questions) stop()
      return answer
    },
  }
  const { folder, result } = await lab.start({
    ...run(stopping),
    meanwhile: (handle) => {
      stop = handle.stop
    },
  })
  expect(result.event).toBe('stopped')
  return { folder, decoder }
}

test('the best program is the one of the highest score that came out', async () => {
  await using lab = toyLab()
  let decoded: readonly (Program | undefined)[] = []
  const search = asking(async (context) => {
    decoded = await latentOf(context).decode(vectors)
    await context.scoreAll(decoded.filter((program) => program !== undefined))
  })
  const { result } = await lab.start({ search, setup: { decoder: toyDecoder() }, freshEpisodes: 0 })
  const scores = [programs[0], ...decoded].map((program) => toyScore(program!, 8))
  expect(result).toMatchObject({ bestReturn: Math.max(...scores) })
})
