import { karel } from '@cairn/domains'
import { parse, seededRng, vocabulary } from '@cairn/language'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { openBackend } from '../backend.ts'
import { present } from '../test/backends.ts'
import { noiseOf, tinyHprl, tinyLeaps, vocabularyOf } from '../test/tiny.ts'
import { decode } from './decode.ts'
import { decoderLogits } from './decoder.ts'
import { Embedding } from './embedding.ts'
import { oneHotRows } from './one-hot.ts'
import { hprlSettings, leapsSettings } from './settings.ts'
import { DecoderMask } from './token-mask.ts'

describe.each(present)('on %s', (backend) => {
  test.each([
    ['LEAPS', tinyLeaps],
    ['HPRL', tinyHprl],
  ])("decoding a tiny embedding of %s's make takes the best allowed token of the scores", async (_, settings) => {
    const { tf } = await openBackend({ backend })
    const before = tf.memory().numTensors
    const words = vocabularyOf(settings)
    const embedding = Embedding.draw(tf, settings, seededRng(3), { policy: false })
    const latents = noiseOf(tf, settings, 5)
    const mask = () => {
      const made = new DecoderMask(words)
      made.push(0)
      return made
    }
    const texts = decode(embedding.parameters, latents, { steps: 20, mask })
    for (const [i, text] of texts.entries()) {
      const read = [0, ...text].slice(0, 20)
      const latent = tf.slice(latents, [i, 0], [1, settings.latent]) as Tensor2D
      const rows = oneHotRows(tf, read, settings.tokens)
      const scores = tf.tidy(() => decoderLogits(embedding.parameters, latent, rows).arraySync()) as number[][]
      tf.dispose([latent, rows])
      const may = mask()
      for (const [step, token] of text.entries()) {
        const allowed = may.allowed()
        const best = scores[step]!.reduce(
          (found, score, at) => (allowed[at] && (found < 0 || score > scores[step]![found]! + 1e-5) ? at : found),
          -1,
        )
        expect(scores[step]![best]! - scores[step]![token]!).toBeLessThan(1e-4)
        may.push(token)
      }
    }
    const drawn = () => decode(embedding.parameters, latents, { steps: 20, mask, rng: seededRng(4) })
    expect(drawn()).toEqual(drawn())
    expect(drawn()).not.toEqual(texts)
    latents.dispose()
    embedding.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

test('the embeddings have as many parameters as the published ones', async () => {
  const { tf } = await openBackend({ backend: 'wasm' })
  const counts = [leapsSettings, hprlSettings].map((settings) =>
    [false, true].map((policy) => {
      const embedding = Embedding.draw(tf, settings, seededRng(1), { policy })
      const { count } = embedding.parameters
      embedding.dispose()
      return count
    }),
  )
  expect(counts).toEqual([
    [965_509, 965_509 + 874_346],
    [839_797, 931_359],
  ])
})

test('an empty block can be written in the one variant, and is no program', () => {
  const words = vocabulary(karel.language, 'leaps')
  const tokens = words.encodeText('DEF run m( WHILE c( frontIsClear c) w( w) move m)')
  const mask = new DecoderMask(words)
  for (const token of tokens) mask.push(token)
  expect(mask.allowed()[words.pad]).toBe(1)
  expect(() => parse(karel.language, words.decode(tokens))).toThrow()
  const strict = new DecoderMask(words, 'strict')
  const write = () => {
    for (const token of tokens) strict.push(token)
  }
  expect(write).toThrow('token w) may not come next')
})
