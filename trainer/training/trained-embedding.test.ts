import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { karel } from '@cairn/domains'
import { checkProgram, parse, seededRng } from '@cairn/language'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Backend, openBackend } from '../backend.ts'
import { Embedding } from '../model/embedding.ts'
import { type EmbeddingSettings, hprlSettings, leapsSettings } from '../model/settings.ts'
import { readEmbedding, writeEmbedding } from './folder.ts'
import { TrainedEmbedding } from './trained-embedding.ts'

const root = mkdtempSync(join(tmpdir(), 'cairn-embedding-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let backend: Backend
beforeAll(async () => {
  backend = await openBackend()
})

async function written(settings: EmbeddingSettings, vocabulary: string): Promise<string> {
  const folder = mkdtempSync(join(root, 'e-'))
  const embedding = Embedding.draw(backend.tf, settings, seededRng(1), { policy: false })
  const about = { name: 'small', language: 'karel', vocabulary, mask: 'strict', steps: 45 } as const
  await writeEmbedding(folder, embedding, { ...about, training: {}, figures: {} })
  embedding.dispose()
  return folder
}

const texts = ['DEF run m( move m)', 'DEF run m( WHILE c( frontIsClear c) w( move turnLeft w) m)']
const programs = texts.map((text) => parse(karel.language, text))

test.each([
  ['leaps', { ...leapsSettings, hidden: 8, latent: 8 }],
  ['hprl', { ...hprlSettings, hidden: 8, latent: 5 }],
])('an embedding of %s turns programs into latents and latents into texts', async (vocabulary, settings) => {
  const tensors = backend.tf.memory().numTensors
  {
    using embedding = await TrainedEmbedding.open(backend.tf, await written(settings, vocabulary))
    const latents = await embedding.encode(programs)
    expect(latents.map((latent) => latent.length)).toEqual([embedding.size, embedding.size])
    expect(await embedding.encode(programs)).toEqual(latents)
    if (settings.squashed) expect(latents.flatMap((latent) => [...latent]).every((x) => Math.abs(x) < 1)).toBe(true)

    const rng = seededRng(2)
    const many = Array.from({ length: 300 }, () => Float64Array.from({ length: embedding.size }, () => rng.uniform()))
    const found = await embedding.write(many)
    expect(found).toHaveLength(300)
    expect(found.every((text) => /^DEF run m\( (?!DEF)/.test(text))).toBe(true)
    const decoded = await embedding.decode(many)
    for (const [i, program] of decoded.entries()) {
      expect(program === undefined).toBe(!found[i]!.endsWith('m)'))
      if (program !== undefined) checkProgram(karel.language, program)
    }
  }
  expect(backend.tf.memory().numTensors).toBe(tensors)
})

test('weights that are not those of the card are refused', async () => {
  const folder = await written({ ...leapsSettings, hidden: 8, latent: 8 }, 'leaps')
  const { embedding, card } = await readEmbedding(backend.tf, folder)
  embedding.dispose()
  writeFileSync(join(folder, `weights-${card.sha256.slice(0, 12)}.safetensors`), 'something else')
  await expect(readEmbedding(backend.tf, folder)).rejects.toThrow('its hash is not that of the card')
})
