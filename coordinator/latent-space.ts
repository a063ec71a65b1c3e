import { hashBytes, type Program } from '@cairn/language'
import { BadLatent, type LatentSpace } from '@cairn/search'
import { type AnswerValue, decodeNumbers, encodeNumbers, QuestionHash, type QuestionKind } from './answers.ts'
import type { AskedPath } from './asked-path.ts'
import type { LatentDecoder } from './latent-decoder.ts'
import { decodePrograms, encodePrograms } from './program-list.ts'

/** No program is that short. */
const none: Program = new Uint8Array()

/** A latent space whose questions are answered by the journal first, and by the run's embedding from where it ends. */
export class JournaledLatentSpace implements LatentSpace {
  readonly #decoder: LatentDecoder
  readonly #asked: AskedPath

  constructor(decoder: LatentDecoder, asked: AskedPath) {
    this.#decoder = decoder
    this.#asked = asked
  }

  get size(): number {
    return this.#decoder.size
  }

  decode(latents: readonly Float64Array[]): Promise<readonly (Program | undefined)[]> {
    const vectors = latents.map((latent) => latent.slice())
    return this.#asked.ask(() => {
      this.#check(vectors)
      const bytes = vectors.map((vector) => new Uint8Array(vector.buffer))
      return this.#asked.uncharged(this.#hash('decode', bytes), {
        ask: () => this.#decoder.decode(vectors),
        encode: (programs) => encodePrograms(programs.map((program) => program ?? none)),
        decode: (answer) => decodePrograms(answer).map((program) => (program.length === 0 ? undefined : program)),
      })
    })
  }

  encode(programs: readonly Program[]): Promise<readonly Float64Array[]> {
    const copies = programs.map((program) => program.slice())
    return this.#asked.ask(() =>
      this.#asked.uncharged(this.#hash('encode', copies), {
        ask: () => this.#decoder.encode(copies),
        encode: (vectors) => encodeNumbers(Float64Array.from(vectors.flatMap((vector) => Array.from(vector)))),
        decode: (answer) => this.#vectorsOf(answer),
      }),
    )
  }

  #vectorsOf(answer: AnswerValue): Float64Array[] {
    const { size } = this
    const numbers = decodeNumbers(answer)
    return Array.from({ length: numbers.length / size }, (_, i) => numbers.slice(i * size, (i + 1) * size))
  }

  /** With the name of the embedding: another one would answer otherwise. */
  #hash(kind: QuestionKind, asked: readonly Uint8Array[]): QuestionHash {
    const hash = new QuestionHash(kind, this.size)
    hash.add(hashBytes(new TextEncoder().encode(this.#decoder.name)))
    for (const bytes of asked) hash.add(hashBytes(bytes))
    return hash
  }

  /** @throws BadLatent */
  #check(vectors: readonly Float64Array[]): void {
    const bad = vectors.findIndex((vector) => vector.length !== this.size || !vector.every(Number.isFinite))
    if (bad >= 0) throw new BadLatent(bad, vectors[bad]!, this.size)
  }
}
