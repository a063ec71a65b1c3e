import { cairn } from '@cairn/proto'
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js'
import { service as healthService } from 'grpc-health-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, openBackend } from '../backend.ts'
import { leapsSettings } from '../model/settings.ts'
import { drawEmbedding, drawLatents, drawPrograms, testFolder } from '../test/service-lab.ts'
import { tinyLeaps } from '../test/tiny.ts'
import { TrainedEmbedding } from '../training/trained-embedding.ts'
import { type CallOptions, Calls } from './calls.ts'
import { connectTrainer } from './client.ts'
import { TrainerRefused } from './errors.ts'
import { serveTrainer, type TrainerService } from './server.ts'
import type { AnsweredCall } from './service-events.ts'
import { methods } from './wire.ts'

const folder = testFolder()
const answered: AnsweredCall[] = []
let backend: Backend
let service: TrainerService

const serve = (listen: string, ...ids: string[]) =>
  serveTrainer({
    listen,
    embeddings: ids.map((id) => ({ id, folder: folder.at(id) })),
    version: '1.2.3',
    events: { answered: (call) => answered.push(call) },
  })

beforeAll(async () => {
  backend = await openBackend()
  await drawEmbedding(backend, folder.at('small'), tinyLeaps)
  await drawEmbedding(backend, folder.at('large'), leapsSettings)
  service = await serve('127.0.0.1:0', 'small', 'large')
})
afterAll(async () => {
  await service.close()
  folder[Symbol.dispose]()
})

const impatient = { attempts: 2, backoffMs: 20 } satisfies Partial<CallOptions>
const small = (options = {}) => connectTrainer(service.address, { embedding: 'small', ...options })

test('programs and latents are those of the embedding in this process, to the bit', async () => {
  using here = await TrainedEmbedding.open(backend.tf, folder.at('small'))
  await using there = await small()
  expect([there.name, there.size]).toEqual([here.name, here.size])
  expect(there.about).toEqual({
    ...{ id: 'small', language: 'karel', vocabulary: 'leaps', version: '1.2.3', backend: backend.name },
  })
  const latents = drawLatents(here.size, 300).map((latent) => latent.map((number) => 40 * number))
  const programs = await there.decode(latents)
  expect(programs).toEqual(await here.decode(latents))
  expect(new Set(programs.map((program) => program === undefined))).toEqual(new Set([true, false]))
  const drawn = drawPrograms(300)
  expect(await there.encode(drawn)).toEqual(await here.encode(drawn))
  expect([await there.decode([]), await there.encode([])]).toEqual([[], []])
})

test('two clients at once get their own answers, and health is told while matrices are multiplied', async () => {
  await using one = await small()
  await using other = await connectTrainer(`grpc://${service.address}`, { embedding: one.name })
  await using large = await connectTrainer(service.address, { embedding: 'large' })
  const [some, more] = [drawLatents(one.size, 40, 4), drawLatents(one.size, 40, 5)]
  const alone = [await one.decode(some), await one.decode(more)]
  let busy = true
  const long = large.decode(drawLatents(large.size, 256)).finally(() => {
    busy = false
  })
  expect(await health('')).toEqual('SERVING')
  expect(busy).toBe(true)
  expect(await Promise.all([one.decode(some), other.decode(more)])).toEqual(alone)
  await long
})

test('what takes longer than it may is given up by the trainer too', async () => {
  const calls = new Calls(service.address, { deadlineMs: 300 })
  await calls.unary(methods.describe, cairn.v1.DescribeRequest.create())
  const latents = drawLatents(leapsSettings.latent, 1024).flatMap((latent) => [...latent])
  answered.length = 0
  await expect(
    calls.unary(methods.decode, cairn.v1.DecodeRequest.create({ embedding: 'large', latents })),
  ).rejects.toThrow(
    /Decode at the trainer at 127\.0\.0\.1:\d+ took longer than the 300 ms that it may; nothing came of it/,
  )
  calls.close()
  await expect.poll(() => answered.map(({ method, code }) => [method, code])).toEqual([['Decode', 'DEADLINE_EXCEEDED']])
})

describe('a question that cannot be answered is refused by field, value and what was expected', () => {
  const refusals: [string, (calls: Calls) => Promise<unknown>, string, string][] = [
    [
      'an embedding that is not there',
      (calls) => calls.unary(methods.decode, cairn.v1.DecodeRequest.create({ embedding: 'hprl' })),
      ...['NOT_FOUND', 'embedding: expected one that is served here, small (drawn'],
    ],
    [
      'no embedding',
      (calls) => calls.unary(methods.encode, cairn.v1.EncodeRequest.create({})),
      ...['INVALID_ARGUMENT', 'embedding: expected id or name of an embedding that is served, got ""'],
    ],
    [
      'a part of a latent',
      (calls) => calls.unary(methods.decode, cairn.v1.DecodeRequest.create({ embedding: 'small', latents: [1, 2, 3] })),
      ...['INVALID_ARGUMENT', 'latents: expected a multiple of the 8 numbers of a latent of drawn'],
    ],
    [
      'a number that is none',
      (calls) => {
        const latents = [0, 0, 0, 0, 0, Number.NaN, 0, 0]
        return calls.unary(methods.decode, cairn.v1.DecodeRequest.create({ embedding: 'small', latents }))
      },
      ...['INVALID_ARGUMENT', 'latents[5]: expected a finite number, got "NaN"'],
    ],
    [
      'too many at once',
      (calls) => {
        const latents = new Array(8 * 1025).fill(0)
        return calls.unary(methods.decode, cairn.v1.DecodeRequest.create({ embedding: 'small', latents }))
      },
      ...['INVALID_ARGUMENT', 'latents: expected at most 1024 in a request, got 1025'],
    ],
    [
      'bytes that are no program',
      (calls) => {
        const programs = [...drawPrograms(1), Uint8Array.from([255, 1])]
        return calls.unary(methods.encode, cairn.v1.EncodeRequest.create({ embedding: 'small', programs }))
      },
      ...['INVALID_ARGUMENT', 'programs[1]: expected a program of karel that its vocabulary can write ('],
    ],
    [
      'programs of another version of the language',
      (calls) => {
        const request = cairn.v1.EncodeRequest.create({ embedding: 'small', languageHash: 'abc' })
        return calls.unary(methods.encode, request)
      },
      ...['FAILED_PRECONDITION', 'language_hash: expected '],
    ],
    [
      'a training where nothing is trained',
      async (calls) => {
        const request = cairn.v1.TrainEmbeddingRequest.create({ out: 'a', file: 'b' })
        const { signal } = new AbortController()
        for await (const _ of calls.stream(methods.trainEmbedding, request, { signal, deadlineMs: 5000 })) break
      },
      ...['FAILED_PRECONDITION', 'this trainer trains nothing: it was started without a data folder'],
    ],
  ] as [string, (calls: Calls) => Promise<unknown>, string, string][]

  test.each(refusals)('%s', async (_, ask, status, details) => {
    const calls = new Calls(service.address)
    const error = await ask(calls).catch((error: unknown) => error)
    calls.close()
    expect(error).toBeInstanceOf(TrainerRefused)
    expect(error).toMatchObject({ code: 'E_TRAINER_REFUSED', status, details: expect.stringContaining(details) })
  })

  test('on the side of the client', async () => {
    await expect(connectTrainer(service.address)).rejects.toThrow(
      'embedding: expected one that it serves, small (drawn',
    )
    await expect(connectTrainer('http://127.0.0.1:1')).rejects.toThrow(
      'trainer: expected grpc://host:port or grpcs://host:port, got "http://127.0.0.1:1"',
    )
    await using there = await small()
    await expect(there.decode([new Float64Array(3)])).rejects.toThrow('latents[0]: expected 8 numbers, got 3')
  })
})

test('a trainer that is started anew between two questions answers the second one too', async () => {
  const first = await serve('127.0.0.1:0', 'small')
  await using there = await connectTrainer(first.address, { embedding: 'small', backoffMs: 50 })
  const latents = drawLatents(there.size, 10)
  const before = await there.decode(latents)
  await first.close()
  const after = there.decode(latents)
  await new Promise((resolve) => setTimeout(resolve, 100))
  await using _ = await serve(first.address, 'small')
  expect(await after).toEqual(before)
})

test('one that stays away is an error with a code, after some tries; a client that is closed too', async () => {
  const gone = await serve('127.0.0.1:0', 'small')
  const there = await connectTrainer(gone.address, { embedding: 'small', ...impatient })
  await gone.close()
  await expect(there.decode(drawLatents(8, 1))).rejects.toMatchObject({
    code: 'E_TRAINER_UNAVAILABLE',
    attempts: 2,
    message: expect.stringMatching(/^no answer from the trainer at 127\.0\.0\.1:\d+, tried 2 times: /),
  })
  await there.close()
  await expect(there.decode(drawLatents(8, 1))).rejects.toMatchObject({ code: 'E_TRAINER_CLOSED' })
})

test('weights that are others than before are not used for the old ones', async () => {
  const first = await serve('127.0.0.1:0', 'small')
  await using there = await connectTrainer(first.address, { embedding: 'small' })
  await first.close()
  await drawEmbedding(backend, folder.at('other'), tinyLeaps, 9)
  await using _ = await serveTrainer({
    listen: first.address,
    embeddings: [{ id: 'small', folder: folder.at('other') }],
  })
  await expect(there.decode(drawLatents(8, 1))).rejects.toMatchObject({ status: 'NOT_FOUND' })
})

test('health and reflection answer', async () => {
  expect([await health(''), await health('cairn.v1.Trainer')]).toEqual(['SERVING', 'SERVING'])
  await expect(health('cairn.v1.Other')).rejects.toThrow('NOT_FOUND')
  expect(await reflection(7, '*')).toContain('cairn.v1.Trainer')
  const file = await reflection(4, 'cairn.v1.Trainer')
  for (const name of ['TrainEmbedding', 'language_hash', 'programs_per_second']) expect(file).toContain(name)
})

async function health(of: string): Promise<string> {
  const { path, requestSerialize, responseDeserialize } = healthService.Check!
  const client = new Client(service.address, credentials.createInsecure())
  try {
    const answer = await new Promise<unknown>((resolve, reject) => {
      client.makeUnaryRequest(
        ...[path, requestSerialize, responseDeserialize, { service: of }, new Metadata()],
        { deadline: Date.now() + 5000 },
        (error: ServiceError | null, value?: unknown) => (error ? reject(error) : resolve(value)),
      )
    })
    return (answer as { status: string }).status
  } finally {
    client.close()
  }
}

/** One question of the reflection protocol: a field with a text, and all bytes of the answer. */
async function reflection(field: number, value: string): Promise<string> {
  const client = new Client(service.address, credentials.createInsecure())
  const pass = (bytes: Buffer) => bytes
  const call = client.makeBidiStreamRequest('/grpc.reflection.v1.ServerReflection/ServerReflectionInfo', pass, pass, {
    deadline: Date.now() + 5000,
  })
  try {
    call.write(Buffer.from([(field << 3) | 2, value.length, ...Buffer.from(value)]))
    const answer = await new Promise<Buffer>((resolve, reject) => call.once('data', resolve).once('error', reject))
    return answer.toString('latin1')
  } finally {
    call.end()
    client.close()
  }
}
