import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beginBuild, leapsBehaviour, leapsProgramData, type ProgramData, readProgramData } from '@cairn/domains'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Backend, openBackend } from '../backend.ts'
import { readEmbedding, trainingFiles } from './folder.ts'
import { settingsFor, type TrainingOptions, type TrainingRequest } from './options.ts'
import type { TrainingEvent } from './progress.ts'
import { trainEmbedding } from './train-embedding.ts'

const root = mkdtempSync(join(tmpdir(), 'cairn-training-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function built(programs: number): ProgramData {
  const { head, build } = beginBuild({ ...leapsProgramData, programs, seed: 5 })
  const parts = [head]
  while (!build.done) parts.push(build.nextBytes())
  return readProgramData(Buffer.concat(parts))
}

const data = built(120)
/** 28 to train with. */
const few = built(40)
let backend: Backend
beforeAll(async () => {
  backend = await openBackend()
})

/** Sampled programs from the second epoch on, run in few worlds. */
const behaviour = { from: 0, worlds: { ...leapsBehaviour, worlds: 2 } }
const short = { batch: 14, steps: 20, behaviour }

/** 84 programs to train with: four steps of an epoch, the last 4 programs dropped. */
async function train(
  name: string,
  options: Partial<TrainingRequest> = {},
  heard: (event: TrainingEvent) => void = () => {},
): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = []
  const settings = { ...settingsFor(data), hidden: 8, latent: 8 }
  const request = { data, backend, folder: join(root, name), settings, batch: 20, epochs: 2, seed: 1, ...options }
  for await (const event of trainEmbedding(request)) {
    events.push(event)
    heard(event)
  }
  return events
}

const file = (name: string, of: string) => readFileSync(join(root, name, of))
const timeless = (events: TrainingEvent[]) =>
  events
    .filter(({ event }) => event === 'step' || event === 'epoch')
    .map((event) => ({ ...event, programsPerSecond: 0, secondsLeft: 0 }))

test('a training tells of every step and epoch, and leaves weights that can be read', async () => {
  const tensors = backend.tf.memory().numTensors
  const events = await train('whole')
  expect(backend.tf.memory().numTensors).toBe(tensors)
  expect(events.map(({ event }) => event)).toEqual([
    'began',
    ...['step', 'step', 'step', 'step', 'epoch'],
    ...['step', 'step', 'step', 'step', 'epoch'],
    'ended',
  ])
  expect(events[0]).toMatchObject({ resumed: false, train: 84, validation: 18 })
  expect(events[1]).toMatchObject({ epoch: 1, epochs: 2, step: 1, steps: 4, rate: 1e-3 })
  expect(Object.keys((events[1] as { terms: object }).terms)).toEqual(['program', 'kl'])
  expect(events[10]).toMatchObject({ epoch: 2, best: true, validation: { programs: 18 } })
  expect(events.at(-1)).toMatchObject({ finished: true })

  const { embedding, card } = await readEmbedding(backend.tf, join(root, 'whole'))
  expect(card).toMatchObject({ name: 'leaps-8', vocabulary: 'leaps', training: { losses: 'LEAPS-P', epoch: 2 } })
  expect(card.parameters).toBe(embedding.parameters.count)
  embedding.dispose()
  expect(file('whole', trainingFiles.curve).toString().trim().split('\n')).toHaveLength(2)
  // Nothing lies about: no half files, no weights of before.
  expect(readdirSync(join(root, 'whole')).sort()).toEqual([
    'card.json',
    'checkpoint.safetensors',
    'curve.jsonl',
    'training.json',
    `weights-${card.sha256.slice(0, 12)}.safetensors`,
  ])
})

test.each([
  ['LEAPS-P', { epochs: 2 }, [2, 1, 1]],
  [
    'LEAPS-P+L',
    { epochs: 1, losses: { latent: true, behaviour: false }, data: few, batch: 7, demonstrations: 1 },
    [2, 1, 1],
  ],
  // Two steps of an epoch, and a third of sampled programs before those of the second.
  ['LEAPS', { data: few, losses: { latent: true, behaviour: true }, demonstrations: 1, ...short }, [1, 2]],
])('stopped wherever, it goes on to the same numbers: %s', async (name, settings, stops) => {
  const options = { ...settings, checkpointSteps: 3 }
  const whole = timeless(await train(`${name} whole`, options))

  const seen: TrainingEvent[] = []
  for (const stopAt of stops) {
    const controller = new AbortController()
    let steps = 0
    const events = await train(name, { ...options, signal: controller.signal }, ({ event }) => {
      if (event === 'step' && ++steps === stopAt) controller.abort()
    })
    expect(events.at(-1)).toMatchObject({ event: 'ended', finished: false })
    seen.push(...events)
  }
  seen.push(...(await train(name, options)))
  expect(timeless(seen)).toEqual(whole)
  for (const of of [trainingFiles.checkpoint, trainingFiles.curve, trainingFiles.card])
    expect(file(name, of).equals(file(`${name} whole`, of)), of).toBe(true)
  expect(JSON.parse(file(name, trainingFiles.card).toString()).training.losses).toBe(name)
})

test('programs are sampled once enough of them are reconstructed, and until then nothing is other than without', async () => {
  const losses = { latent: false, behaviour: true }
  await train('whole')
  const unready = await train('unready', { losses })
  expect(file('unready', trainingFiles.curve).equals(file('whole', trainingFiles.curve))).toBe(true)
  expect(unready.some((event) => event.event === 'step' && event.pass === 'behaviour')).toBe(false)

  const tensors = backend.tf.memory().numTensors
  const ready = await train('ready', { losses, behaviour: { ...behaviour, from: 0 }, steps: 20, validate: 4 })
  expect(backend.tf.memory().numTensors).toBe(tensors)
  const steps = ready.filter((event) => event.event === 'step')
  const reconstruction = Array<string>(4).fill('reconstruction')
  expect(steps.map(({ pass }) => pass)).toEqual([...reconstruction, 'behaviour', 'behaviour', ...reconstruction])
  expect(steps.slice(4, 6).map(({ rate }) => rate)).toEqual([5e-4, 5e-4 * (1 - 1 / 250_000)])
  const means = ready.findLast((event) => event.event === 'epoch')?.training ?? {}
  expect(means['behaviour/reward']).toBe((steps[4]!.terms.reward! + steps[5]!.terms.reward!) / 2)
  expect(means.loss).toBeCloseTo(
    steps.slice(6).reduce((sum, { loss }) => sum + loss / 4, 0),
    10,
  )
  await expect(train('ready', { losses, steps: 20, validate: 4 })).rejects.toMatchObject({ field: 'behaviour.from' })
})

test('one that is cut off without warning goes on from its last checkpoint', async () => {
  const whole = timeless(await train('uncut'))
  for await (const event of trainEmbedding({
    ...{ data, backend, folder: join(root, 'cut'), settings: { ...settingsFor(data), hidden: 8, latent: 8 } },
    ...{ batch: 20, epochs: 2, seed: 1, checkpointSteps: 3 },
  }))
    if (event.event === 'step' && event.epoch === 2 && event.step === 4) break
  const rest = timeless(await train('cut'))
  expect(rest[0]).toMatchObject({ epoch: 2, step: 4 })
  expect(rest).toEqual(whole.slice(-2))
})

test('one that has ended goes on when more epochs are wanted', async () => {
  const whole = timeless(await train('three', { epochs: 3 }))
  await train('two and one')
  const rest = timeless(await train('two and one', { epochs: 3 }))
  expect(rest).toEqual(whole.slice(-5))
  expect((await train('two and one', { epochs: 3 })).map(({ event }) => event)).toEqual(['began', 'ended'])
})

test('what cannot be trained is refused, and the folder is left as it was', async () => {
  const refused = (options: Partial<TrainingOptions>) => train('refused', options)
  await expect(refused({ losses: { latent: false, behaviour: true }, batch: 43 })).rejects.toThrow(
    'batch: expected at most 42: +R takes 2 batches together, of 84 programs to train on, got 43',
  )
  await expect(refused({ batch: 85 })).rejects.toThrow('batch: expected at most the 84 programs')
  await expect(refused({ epochs: 0 })).rejects.toMatchObject({ code: 'E_BAD_TRAINING_OPTION', option: 'epochs' })
  expect(existsSync(join(root, 'refused'))).toBe(false)

  await train('kept', { epochs: 1 })
  await expect(train('kept', { seed: 2 })).rejects.toThrow(
    'training.json: seed: this training was begun with 1, got 2; give what it was begun with, or another folder',
  )
  const narrower = { ...settingsFor(data), hidden: 4, latent: 8 }
  await expect(train('kept', { settings: narrower })).rejects.toMatchObject({
    code: 'E_TRAINING_CHANGED',
    field: 'settings.hidden',
  })
})
