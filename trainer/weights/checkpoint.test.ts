import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRng } from '@cairn/language'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openBackend, type Tf } from '../backend.ts'
import { Embedding } from '../model/embedding.ts'
import { WeightsMismatch } from '../model/parameters.ts'
import { Adam } from '../optimiser/adam.ts'
import { present } from '../test/backends.ts'
import { noiseOf, tinyBatch, tinyDemonstrations, tinyLeaps } from '../test/tiny.ts'
import { type StepReport, supervisedStep } from '../training/step.ts'
import { writeAtomically } from './atomic-file.ts'
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts'
import { BadWeightsFile, toSafetensors } from './safetensors.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-weights-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function begin(tf: Tf): Checkpoint {
  const embedding = Embedding.draw(tf, tinyLeaps, seededRng(7))
  const optimisers = { supervised: new Adam(embedding.parameters) }
  return { embedding, optimisers, seed: 7, counters: { step: 0 } }
}

/** Trains on to a step; what a step draws depends on the seed and its number alone. */
function train(tf: Tf, at: Checkpoint, until: number): StepReport[] {
  const reports: StepReport[] = []
  for (let step = at.counters.step!; step < until; step++) {
    const batch = tinyBatch(tf, tinyLeaps, 2, at.seed + step)
    const noise = noiseOf(tf, tinyLeaps, 2, at.seed + step)
    const demonstrations = tinyDemonstrations(tf, tinyLeaps, 2)
    reports.push(
      supervisedStep(at.embedding, at.optimisers.supervised!, { batch, noise, demonstrations }, { rate: 1e-2 }),
    )
    batch.dispose()
    tf.dispose([noise, demonstrations.states, demonstrations.previous])
  }
  return reports
}

function dispose({ embedding, optimisers }: Checkpoint) {
  for (const optimiser of Object.values(optimisers)) optimiser.dispose()
  embedding.dispose()
}

describe.each(present)('on %s', (backend) => {
  test('a training that was stopped goes on to the same numbers', async () => {
    const { tf } = await openBackend({ backend })
    const before = tf.memory().numTensors
    const whole = begin(tf)
    const reports = train(tf, whole, 6)
    expect(reports[5]!.total).toBeLessThan(reports[0]!.total)

    const file = join(folder, 'checkpoint.safetensors')
    const first = begin(tf)
    const early = train(tf, first, 3)
    await writeCheckpoint(file, { ...first, counters: { step: 3 } })
    dispose(first)
    const second = await readCheckpoint(tf, file, { supervised: {} })
    expect(second).toMatchObject({ seed: 7, counters: { step: 3 } })
    expect([...early, ...train(tf, second, 6)]).toEqual(reports)
    expect(second.embedding.parameters.weights()).toEqual(whole.embedding.parameters.weights())
    dispose(second)
    dispose(whole)
    expect(tf.memory().numTensors).toBe(before)
  })

  test('training leaves no tensor behind', async () => {
    const { tf } = await openBackend({ backend })
    const checkpoint = begin(tf)
    train(tf, checkpoint, 2)
    const after = tf.memory()
    train(tf, { ...checkpoint, counters: { step: 2 } }, 8)
    expect(tf.memory().numTensors).toBe(after.numTensors)
    expect(tf.memory().numBytes).toBe(after.numBytes)
    dispose(checkpoint)
  })
})

test('weights that are no checkpoint, or of another model, are refused and leave nothing behind', async () => {
  const { tf } = await openBackend({ backend: 'wasm' })
  const before = tf.memory().numTensors
  const file = join(folder, 'weights.safetensors')
  await writeFile(file, toSafetensors(new Map()))
  await expect(readCheckpoint(tf, file, {})).rejects.toThrow(BadWeightsFile)
  const checkpoint = begin(tf)
  await writeCheckpoint(file, checkpoint)
  await expect(readCheckpoint(tf, file, { reinforce: {} })).rejects.toThrow(WeightsMismatch)
  await expect(readCheckpoint(tf, file, { reinforce: {} })).rejects.toThrow(
    'weights: encoder.embedding.weight.mean: expected [51,51], got nothing',
  )
  const bytes = await readFile(file)
  await writeFile(file, bytes.subarray(0, bytes.length - 1))
  await expect(readCheckpoint(tf, file, { supervised: {} })).rejects.toThrow('the file is damaged')
  dispose(checkpoint)
  expect(tf.memory().numTensors).toBe(before)
})

test('a file is the old one until it is the new one', async () => {
  const file = join(folder, 'x')
  await writeAtomically(file, 'old')
  await writeAtomically(file, 'new')
  expect(await readFile(file, 'utf8')).toBe('new')
  await expect(writeAtomically(join(folder, 'missing', 'x'), 'y')).rejects.toThrow('ENOENT')
  await expect(writeAtomically(folder, 'y')).rejects.toThrow()
  expect(await readdir(folder)).toEqual(['x'])
})
