import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBackend } from '../backend.ts'
import { testFolder, writeTinyData } from '../test/service-lab.ts'
import { trainingFiles } from '../training/folder.ts'
import { settingsFor } from '../training/options.ts'
import type { TrainingEvent } from '../training/progress.ts'
import { trainEmbedding } from '../training/train-embedding.ts'
import { connectTrainer } from './client.ts'
import type { RemoteTrainingEvent } from './progress-wire.ts'
import { type RemoteTrainingRequest, trainRemotely } from './remote-training.ts'
import { serveTrainer, type TrainerService } from './server.ts'

const folder = testFolder()
const file = (out: string, name: string) => readFileSync(folder.at(`${out}/${name}`))
const same = [trainingFiles.checkpoint, trainingFiles.curve, trainingFiles.card]

let service: TrainerService
/** What an uninterrupted training in this process tells, its folder is `whole`. */
const whole: TrainingEvent[] = []

const options = { hidden: 8, latent: 8, batch: 20, epochs: 3, seed: 1 }
const ofSteps = (events: readonly TrainingEvent[]) =>
  events
    .filter(({ event }) => event === 'step' || event === 'epoch')
    .map((event) => ({ ...event, programsPerSecond: 0, secondsLeft: 0 }))

const serve = (listen: string) => serveTrainer({ listen, data: folder.path })

beforeAll(async () => {
  const data = writeTinyData(folder.at('data'))
  const { hidden, latent, ...others } = options
  const settings = { ...settingsFor(data), hidden, latent }
  const backend = await openBackend()
  for await (const event of trainEmbedding({ data, backend, folder: folder.at('whole'), settings, ...others }))
    whole.push(event)
  service = await serve('127.0.0.1:0')
})
afterEach(() => expect(service.trainings).toBe(0))
afterAll(async () => {
  await service.close()
  folder[Symbol.dispose]()
})

async function train(
  out: string,
  request: Partial<RemoteTrainingRequest> = {},
  heard: (event: RemoteTrainingEvent) => void = () => {},
): Promise<RemoteTrainingEvent[]> {
  const events: RemoteTrainingEvent[] = []
  for await (const event of trainRemotely(service.address, { data: 'data', out, options, backoffMs: 50, ...request })) {
    events.push(event)
    heard(event)
  }
  return events
}

test('a training tells of every step and epoch, with the numbers of one in this process, and is served when done', async () => {
  const events = await train('remote', { data: file('.', 'data') })
  expect(events.map(({ event }) => event)).toEqual(whole.map(({ event }) => event))
  expect(ofSteps(events)).toEqual(ofSteps(whole))
  expect(events[0]).toMatchObject({ resumed: false, train: 84, backend: expect.stringMatching(/cpu|wasm|gpu/) })
  for (const name of same) expect(file('remote', name).equals(file('whole', name)), name).toBe(true)

  await using there = await connectTrainer(service.address, { embedding: 'remote' })
  expect(there.name).toBe(`leaps-8 ${JSON.parse(file('remote', 'card.json').toString()).sha256.slice(0, 12)}`)
  expect(await there.decode([new Float64Array(8)])).toHaveLength(1)
})

test('a cancelled one stops, and the same request goes on to the same numbers', async () => {
  const stopping = new AbortController()
  let steps = 0
  await train('stopped', { signal: stopping.signal }, ({ event }) => {
    if (event === 'step' && ++steps === 2) stopping.abort()
  })
  const rest = await train('stopped')
  expect(rest[0]).toMatchObject({ event: 'began', resumed: true })
  expect(ofSteps(rest)).toEqual(ofSteps(whole).slice(-ofSteps(rest).length))
  for (const name of same) expect(file('stopped', name).equals(file('whole', name)), name).toBe(true)
})

test('a trainer that is stopped meanwhile saves, and when it is back the training goes on by itself', async () => {
  let again: Promise<void> | undefined
  const events = await train('restarted', {}, ({ event }) => {
    if (event === 'step')
      again ??= service.close().then(async () => {
        service = await serve(service.address)
      })
  })
  await again
  expect(events.filter(({ event }) => event === 'began')).toMatchObject([{ resumed: false }, { resumed: true }])
  for (const name of same) expect(file('restarted', name).equals(file('whole', name)), name).toBe(true)
})

test('a folder in which a training goes on takes no other, and one by another process neither', async () => {
  const stopping = new AbortController()
  let second: Promise<unknown> | undefined
  await train('busy', { signal: stopping.signal }, ({ event }) => {
    if (event !== 'began') return
    second = train('busy')
      .catch((error: unknown) => error)
      .finally(() => stopping.abort())
  })
  expect(await second).toMatchObject({
    code: 'E_TRAINER_REFUSED',
    status: 'ALREADY_EXISTS',
    details: 'out: a training is going on in busy; cancel it, or name another folder',
  })
  await expect.poll(() => service.trainings).toBe(0)

  const held = await serveTrainer({
    ...{ listen: '127.0.0.1:0', data: folder.path },
    lock() {
      throw new Error('process 7 is writing it')
    },
  })
  const elsewhere = trainRemotely(held.address, { data: 'data', out: 'held', options })
  await expect(elsewhere.next()).rejects.toMatchObject({
    status: 'FAILED_PRECONDITION',
    details: 'out: another process trains in held (process 7 is writing it)',
  })
  await held.close()
})

test('what cannot be trained is refused by field, and writes nothing', async () => {
  mkdirSync(folder.at('outside'))
  symlinkSync('/', folder.at('link'))
  writeFileSync(folder.at('junk'), 'no programs')
  const refusals: [Partial<RemoteTrainingRequest>, string, string][] = [
    [
      { out: '' },
      'INVALID_ARGUMENT',
      'out: expected a path inside the data folder of the trainer, without "..", got ""',
    ],
    [{ out: '../x' }, 'INVALID_ARGUMENT', 'out: expected a path inside'],
    [{ out: 'link/x' }, 'INVALID_ARGUMENT', 'out: expected a path inside'],
    [{ data: '/etc/passwd' }, 'INVALID_ARGUMENT', 'file: expected a path inside'],
    [{ data: 'none' }, 'NOT_FOUND', 'file: none is not in the data folder of this trainer'],
    [{ data: 'junk' }, 'INVALID_ARGUMENT', 'program'],
    [{ options: { ...options, batch: 85 } }, 'INVALID_ARGUMENT', 'batch: expected at most the 84 programs'],
    [{ options: { ...options, hidden: 5000 } }, 'INVALID_ARGUMENT', 'options.hidden: expected 1 to 4096, got 5000'],
    [{ options: { ...options, rate: Number.NaN } }, 'INVALID_ARGUMENT', 'options.rate: expected a finite number'],
    [
      { options: { ...options, losses: 'q' as 'p' } },
      'INVALID_ARGUMENT',
      'options.losses: expected p, p+l, p+r, p+r+l',
    ],
    [{ out: 'whole', options: { ...options, seed: 2 } }, 'FAILED_PRECONDITION', 'seed: this training was begun with 1'],
  ]
  for (const [request, status, details] of refusals) {
    const error = await train('refused', request).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'E_TRAINER_REFUSED', status, details: expect.stringContaining(details) })
  }
  expect(existsSync(folder.at('refused/training.json'))).toBe(false)
})
