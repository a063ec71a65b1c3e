import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { karel } from '@cairn/domains'
import { parse, print } from '@cairn/language'
import { expect, test } from 'vitest'
import { openBackend } from '../backend.ts'
import { TrainedEmbedding } from '../training/trained-embedding.ts'
import { type AnsweredQuestion, bundledEmbedding, EmbeddingThread, readEmbeddingCard } from './index.ts'

const tiny = fileURLToPath(new URL('../../test/fixtures/embedding', import.meta.url))
const programs = ['DEF run m( move m)', 'DEF run m( turnLeft move pickMarker m)'].map((text) =>
  parse(karel.language, text),
)

/** A copy of the small embedding, which goes with the test. */
function copied(): { readonly folder: string } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-embedding-'))
  cpSync(tiny, folder, { recursive: true })
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

const weightsOf = (folder: string) => readdirSync(folder).find((file) => file.startsWith('weights-'))!

test('a thread answers what the embedding does, in the order of the questions, and counts them; one that fails leaves it to the next ones', async () => {
  const answered: AnsweredQuestion[] = []
  const reports: string[] = []
  await using thread = EmbeddingThread.of(tiny, {
    opened: (backend) => reports.push(backend),
    answered: (question) => answered.push(question),
  })
  const backend = await openBackend()
  using embedding = await TrainedEmbedding.open(backend.tf, tiny)
  expect([thread.name, thread.size]).toEqual([embedding.name, embedding.size])

  const latents = await thread.encode(programs)
  expect(latents).toEqual(await embedding.encode(programs))
  const tooShort = new Float64Array(3)
  await expect(thread.decode([tooShort])).rejects.toMatchObject({ code: 'E_EMBEDDING_FAILED' })
  const far = Float64Array.from({ length: thread.size }, (_, i) => 40 * (-1) ** i)
  const asked = [[...latents, far], [latents[1]!], []]
  const answers = await Promise.all(asked.map((some) => thread.decode(some)))
  const texts = (some: readonly (Uint8Array | undefined)[]) => some.map((one) => one && print(karel.language, one))
  for (const [i, some] of asked.entries()) expect(texts(answers[i]!)).toEqual(texts(await embedding.decode(some)))
  expect(reports).toEqual([backend.name])
  expect(answered.map(({ kind, vectors, backend: of }) => [kind, vectors, of])).toEqual([
    ['encode', 2, backend.name],
    ['decode', 3, backend.name],
    ['decode', 1, backend.name],
    ['decode', 0, backend.name],
  ])
})

test('closing it rejects what is asked, and what would be', async () => {
  const thread = EmbeddingThread.of(tiny)
  const asked = thread.encode(programs)
  const closing = thread.close()
  await expect(asked).rejects.toMatchObject({ code: 'E_EMBEDDING_CLOSED' })
  await closing
  await expect(thread.decode([])).rejects.toMatchObject({ code: 'E_EMBEDDING_CLOSED' })
})

test('weights that are gone or others are refused by the first question, and the next one tries again', async () => {
  using copy = copied()
  const { folder } = copy
  const card = readEmbeddingCard(folder)
  const weights = join(folder, weightsOf(folder))
  const bytes = readFileSync(weights)
  await using other = new EmbeddingThread(folder, { ...card, name: 'mine 0123' })
  await expect(other.encode(programs)).rejects.toThrow(
    `expected the weights of mine 0123 in ${folder}, but ${folder} holds ${card.name} now`,
  )

  await using thread = new EmbeddingThread(folder, card)
  writeFileSync(
    weights,
    bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte)),
  )
  rmSync(weights)
  const unavailable = { code: 'E_EMBEDDING_UNAVAILABLE', embedding: card.name, folder }
  const both = await Promise.allSettled([thread.encode(programs), thread.decode([])])
  expect(both.map((one) => one.status === 'rejected' && one.reason)).toMatchObject([unavailable, unavailable])
  writeFileSync(weights, bytes)
  expect(await thread.encode(programs)).toHaveLength(2)
})

test('what comes with Cairn is found by its name, and nothing else', () => {
  expect(readEmbeddingCard(bundledEmbedding('leaps')!)).toMatchObject({ language: 'karel', size: expect.any(Number) })
  for (const none of ['./leaps', 'no-such', '', '..']) expect(bundledEmbedding(none)).toBeUndefined()
})

test('a folder without card or weights holds none', () => {
  using copy = copied()
  const { folder } = copy
  rmSync(join(folder, weightsOf(folder)))
  expect(() => readEmbeddingCard(folder)).toThrow(expect.objectContaining({ code: 'E_NO_EMBEDDING' }))
  rmSync(join(folder, 'card.json'))
  expect(() => readEmbeddingCard(folder)).toThrow(`${folder} holds no embedding: card.json is not there`)
})
