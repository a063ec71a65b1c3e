import { karel } from '@cairn/domains'
import { ParseError, type Program, parse, print, type Vocabulary, vocabulary } from '@cairn/language'
import type { Tf } from '../backend.ts'
import { programBatch } from '../model/batches.ts'
import { decode } from '../model/decode.ts'
import type { Embedding } from '../model/embedding.ts'
import { type ModelCard, weightsName } from '../weights/model-card.ts'
import { begunMasks, first } from './begun-mask.ts'
import { readEmbedding } from './folder.ts'

/** Latents or programs that are computed with at a time. */
const together = 256

/**
 * An embedding that has been trained, with programs for tokens. Numbers differ in the last bits between backends and
 * processors, so a decoded program may too, where two tokens are as good as equal.
 */
export class TrainedEmbedding implements Disposable {
  readonly embedding: Embedding
  readonly card: ModelCard
  readonly words: Vocabulary

  constructor({ embedding, card }: { readonly embedding: Embedding; readonly card: ModelCard }) {
    this.embedding = embedding
    this.card = card
    this.words = vocabulary(karel.language, card.vocabulary)
  }

  /**
   * The best weights of a training's folder.
   *
   * @throws BadModelCard, BadWeightsFile, WeightsMismatch
   */
  static async open(tf: Tf, folder: string): Promise<TrainedEmbedding> {
    return new TrainedEmbedding(await readEmbedding(tf, folder))
  }

  /** Numbers of a latent. */
  get size(): number {
    return this.embedding.settings.latent
  }

  /** Tells these weights from all others. */
  get name(): string {
    return weightsName(this.card)
  }

  /** The most likely program of each latent; undefined where the text is none: an empty block, or no end. */
  async decode(latents: readonly Float64Array[]): Promise<(Program | undefined)[]> {
    return (await this.write(latents)).map((text) => {
      try {
        return parse(karel.language, text)
      } catch (error) {
        if (error instanceof ParseError) return undefined
        throw error
      }
    })
  }

  /** The most likely text of each latent, be it a program or not. */
  async write(latents: readonly Float64Array[]): Promise<string[]> {
    const { parameters } = this.embedding
    const { tf } = parameters
    const { steps } = this.card
    const mask = begunMasks(this.words, this.card.mask)
    const texts: string[] = []
    for (let from = 0; from < latents.length; from += together) {
      const some = latents.slice(from, from + together)
      const rows = tf.tensor2d(Float32Array.from(some.flatMap((latent) => [...latent])), [some.length, this.size])
      const written = decode(parameters, rows, { steps, mask })
      rows.dispose()
      for (const tokens of written) texts.push(this.words.decode([first, ...tokens]))
      await new Promise(setImmediate)
    }
    return texts
  }

  /**
   * The mean of what each program may be encoded as, as the decoder reads it: squashed where the embedding is.
   *
   * @throws OutsideVocabulary
   */
  async encode(programs: readonly Program[]): Promise<Float64Array[]> {
    const { parameters, settings } = this.embedding
    const { tf } = parameters
    const latents: Float64Array[] = []
    for (let from = 0; from < programs.length; from += together) {
      const some = programs.slice(from, from + together).map((program) => print(karel.language, program))
      const means = tf.tidy(() => {
        const batch = programBatch(
          tf,
          this.words,
          some.map((text) => this.words.encodeText(text)),
        )
        const { mean } = this.embedding.posterior(batch)
        return (settings.squashed ? tf.tanh(mean) : mean).dataSync() as Float32Array
      }) as unknown as Float32Array
      for (let i = 0; i < some.length; i++)
        latents.push(Float64Array.from(means.subarray(i * this.size, (i + 1) * this.size)))
      await new Promise(setImmediate)
    }
    return latents
  }

  [Symbol.dispose](): void {
    this.embedding.dispose()
  }
}
