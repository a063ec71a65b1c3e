import { karel } from '@cairn/domains'
import { checkProgram, type Program, print, vocabulary } from '@cairn/language'
import { cairn } from '@cairn/proto'
import { status } from '@grpc/grpc-js'
import { badField, Refusal } from './errors.ts'
import { limits } from './limits.ts'
import type { ServedEmbedding, Shelf } from './shelf.ts'
import { cut, joined } from './wire.ts'

const { DescribeResponse, DecodeResponse, EncodeResponse } = cairn.v1

export function describe(shelf: Shelf, version: string): cairn.v1.DescribeResponse {
  const embeddings = shelf.embeddings.map(({ id, name, size, language, vocabulary, backend }) => ({
    ...{ id, name, size, language, vocabulary, backend },
    languageHash: karel.language.hash,
  }))
  return DescribeResponse.create({ embeddings, version, maxVectors: limits.vectorsPerRequest })
}

/** @throws Refusal */
export async function decode(shelf: Shelf, request: cairn.v1.DecodeRequest, signal: AbortSignal) {
  const embedding = asked(shelf, request)
  const { latents } = request
  const { name, size } = embedding
  if (latents.length % size !== 0)
    throw badField('latents', latents.length, `a multiple of the ${size} numbers of a latent of ${name}`)
  checkCount('latents', latents.length / size)
  const bad = latents.findIndex((number) => !Number.isFinite(number))
  if (bad >= 0) throw badField(`latents[${bad}]`, String(latents[bad]), 'a finite number')
  const programs = await embedding.decode(cut(latents, size), signal)
  return DecodeResponse.create({ embedding: name, programs: programs.map((program) => program ?? new Uint8Array()) })
}

/** @throws Refusal */
export async function encode(shelf: Shelf, request: cairn.v1.EncodeRequest, signal: AbortSignal) {
  const embedding = asked(shelf, request)
  checkCount('programs', request.programs.length)
  const words = vocabulary(karel.language, embedding.vocabulary)
  const programs = request.programs.map((bytes, i): Program => {
    const program = Uint8Array.from(bytes)
    try {
      checkProgram(karel.language, program)
      words.encodeText(print(karel.language, program))
    } catch (error) {
      const expected = `a program of ${karel.language.name} that its vocabulary can write`
      throw badField(`programs[${i}]`, Buffer.from(bytes).toString('hex'), `${expected} (${wordsOf(error)})`)
    }
    return program
  })
  const latents = await embedding.encode(programs, signal)
  return EncodeResponse.create({ embedding: embedding.name, latents: joined(latents) })
}

function asked(shelf: Shelf, request: { readonly embedding: string; readonly languageHash: string }): ServedEmbedding {
  if (request.embedding === '') throw badField('embedding', '', 'id or name of an embedding that is served')
  const embedding = shelf.find(request.embedding)
  const { hash, name } = karel.language
  if (request.languageHash !== '' && request.languageHash !== hash)
    throw new Refusal(
      status.FAILED_PRECONDITION,
      `language_hash: expected ${hash}, the ${name} of this trainer, got ${request.languageHash}: its programs have other numbers`,
    )
  return embedding
}

function checkCount(field: string, count: number): void {
  const { vectorsPerRequest } = limits
  if (count > vectorsPerRequest) throw badField(field, count, `at most ${vectorsPerRequest} in a request`)
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
