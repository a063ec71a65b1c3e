import { karel } from '@cairn/domains'
import type { Program } from '@cairn/language'
import { cairn } from '@cairn/proto'
import { status } from '@grpc/grpc-js'
import { type CallOptions, Calls } from './calls.ts'
import { TrainerRefused } from './errors.ts'
import { limits } from './limits.ts'
import { cut, joined, methods } from './wire.ts'

export interface ConnectOptions extends CallOptions {
  /** Id or name of one that the trainer serves; may be absent where it serves just one. */
  readonly embedding: string
}

/** What a trainer tells of an embedding. */
export interface RemoteEmbeddingAbout {
  /** What the trainer calls it. */
  readonly id: string
  readonly language: string
  readonly vocabulary: string
  /** What computes. */
  readonly backend: string
  /** Of cairn, at the trainer. */
  readonly version: string
}

/**
 * An embedding that a trainer elsewhere computes: the same questions as one in this process, and the same answers where
 * processor and backend are the same. Weights cannot change behind it: it asks for those that it was connected to.
 */
export interface RemoteEmbedding extends AsyncDisposable {
  readonly url: string
  /** Tells its weights from all others. */
  readonly name: string
  /** Numbers of a latent. */
  readonly size: number
  readonly about: RemoteEmbeddingAbout
  /** The most likely program of each latent, in order; undefined where none comes out. */
  decode(latents: readonly Float64Array[]): Promise<(Program | undefined)[]>
  /** The mean of the latents of each program, in order. */
  encode(programs: readonly Program[]): Promise<Float64Array[]>
  /** Open questions reject with TrainerClosed. */
  close(): Promise<void>
}

/**
 * Asks a trainer for an embedding.
 *
 * @param url `grpc://host:port`, or `grpcs://host:port[?ca=FILE&cert=FILE&key=FILE]` for TLS
 * @throws BadTrainerAddress, TrainerUnavailable, TrainerTooSlow, TrainerRefused
 */
export async function connectTrainer(url: string, options: Partial<ConnectOptions> = {}): Promise<RemoteEmbedding> {
  const calls = new Calls(url, options)
  try {
    const described = await calls.unary(methods.describe, cairn.v1.DescribeRequest.create())
    return remoteEmbedding(calls, chosen(calls.url, described, options.embedding), described)
  } catch (error) {
    calls.close()
    throw error
  }
}

type Description = cairn.v1.EmbeddingDescription

function chosen(url: string, { embeddings }: cairn.v1.DescribeResponse, asked: string | undefined): Description {
  const all = embeddings.map((one) => cairn.v1.EmbeddingDescription.create(one))
  const found =
    asked === undefined
      ? all.length === 1 && all[0]
      : (all.find(({ id }) => id === asked) ?? all.find(({ name }) => name === asked))
  const refused = (code: status, details: string) => new TrainerRefused(url, { code, details })
  if (!found) {
    const there = all.map(({ id, name }) => `${id} (${name})`).join(', ') || 'none'
    const got = asked === undefined ? 'no name' : JSON.stringify(asked)
    throw refused(status.NOT_FOUND, `embedding: expected one that it serves, ${there}; got ${got}`)
  }
  const { language, languageHash, size } = found
  if (language !== karel.language.name || languageHash !== karel.language.hash) {
    const ours = `${karel.language.name} ${karel.language.hash}`
    throw refused(
      status.FAILED_PRECONDITION,
      `language: expected ${ours} as here, got ${language} ${languageHash}: another version of cairn`,
    )
  }
  if (size < 1) throw refused(status.INTERNAL, `size: expected numbers of a latent, got ${size}`)
  return found
}

function remoteEmbedding(
  calls: Calls,
  of: Description,
  { version, maxVectors }: cairn.v1.DescribeResponse,
): RemoteEmbedding {
  const { url } = calls
  const { id, name, size, language, vocabulary, backend } = of
  const most = Math.max(1, Math.min(limits.vectorsPerTurn, maxVectors || limits.vectorsPerTurn))
  const common = { embedding: name, languageHash: karel.language.hash }
  const close = async () => calls.close()

  async function decodePart(latents: readonly Float64Array[]): Promise<(Program | undefined)[]> {
    const request = cairn.v1.DecodeRequest.create({ ...common, latents: joined(latents) })
    const { programs } = await calls.unary(methods.decode, request)
    checkAnswers('programs', programs.length, latents.length)
    return programs.map((bytes) => (bytes.length === 0 ? undefined : Uint8Array.from(bytes)))
  }

  async function encodePart(programs: readonly Program[]): Promise<Float64Array[]> {
    const request = cairn.v1.EncodeRequest.create({ ...common, programs: [...programs] })
    const { latents } = await calls.unary(methods.encode, request)
    checkAnswers('latents', latents.length, programs.length * size)
    return cut(latents, size)
  }

  function checkAnswers(what: string, got: number, expected: number): void {
    const details = `${what}: expected ${expected} in the answer, got ${got}`
    if (got !== expected) throw new TrainerRefused(url, { code: status.INTERNAL, details })
  }

  return {
    ...{ url, name, size, about: { id, language, vocabulary, backend, version } },
    async decode(latents) {
      const bad = latents.findIndex(({ length }) => length !== size)
      if (bad >= 0) throw new RangeError(`latents[${bad}]: expected ${size} numbers, got ${latents[bad]!.length}`)
      return inParts(latents, most, decodePart)
    },
    encode: (programs) => inParts(programs, most, encodePart),
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function inParts<Q, A>(all: readonly Q[], most: number, ask: (part: readonly Q[]) => Promise<A[]>): Promise<A[]> {
  const answers: A[] = []
  for (let from = 0; from < all.length; from += most) answers.push(...(await ask(all.slice(from, from + most))))
  return answers
}
