import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { karel } from '@cairn/domains'
import { type Rng, seededRng } from '@cairn/language'
import { programBatch } from '../model/batches.ts'
import { stepDecay } from '../optimiser/schedules.ts'
import { batchDemonstrations } from './demonstrations.ts'
import { epochBatches } from './epoch-batches.ts'
import { trainingFiles, writeEmbedding } from './folder.ts'
import { checkedOptions, type TrainingOptions, type TrainingRequest } from './options.ts'
import { holdToPlan, planOf } from './plan.ts'
import { Pace, type TrainingEpoch, type TrainingEvent } from './progress.ts'
import { type StepReport, supervisedStep } from './step.ts'
import { TrainingState } from './training-state.ts'
import { noiseFor, type Validation, validate } from './validation.ts'

/**
 * Trains an embedding of programs as LEAPS does, and tells of every step and epoch:
 *
 *   epoch:  steps over all training programs  ->  validation  ->  the best weights so far are written
 *
 * A checkpoint is written every so many steps, after every epoch and when it is stopped; called again with the same
 * folder it goes on from there, and comes to the same numbers as if it had never stopped. Everything that is drawn comes
 * from streams that are named after the seed, the epoch and the step.
 *
 * Source: LEAPS, `pretrain/trainer.py`: Adam, 1e-3, 0.95 of it after every 10 epochs, batches of 256, 150 epochs.
 *
 * @throws BadTrainingOption
 * @throws TrainingChanged if the folder has a training with another plan
 * @throws BadWeightsFile if its checkpoint is damaged
 */
export async function* trainEmbedding(request: TrainingRequest): AsyncGenerator<TrainingEvent, void, undefined> {
  const options = checkedOptions(request)
  const { data, folder, signal, epochs } = options
  await mkdir(folder, { recursive: true })
  await holdToPlan(join(folder, trainingFiles.plan), planOf(options))
  using state = await TrainingState.open(options)
  const parts = data.split()
  const part = { train: parts.train, validation: validationPart(options, parts.validation) }
  const stepsOfEpoch = Math.floor(part.train.length / options.batch)
  const rng = seededRng(options.seed)
  const pace = new Pace(options.now)

  yield {
    ...{ event: 'began', resumed: state.resumed, epochs: state.epochs, steps: state.steps },
    ...{ parameters: state.embedding.parameters.count, train: part.train.length, validation: part.validation.length },
  }
  while (state.epochs < epochs) {
    const epoch = state.epochs + 1
    const ofEpoch = rng.stream(`epoch/${epoch}`)
    const order = ofEpoch.stream('order')
    const batches = epochBatches(part.train, options.batch, (number) => data.tokens(number).length, order)
    const rate = stepDecay(state.epochs, { initial: options.rate })
    while (state.steps < stepsOfEpoch && !signal.aborted) {
      const numbers = batches[state.steps]!
      const report = pace.step(() => trainOn(numbers, state, options, rate, ofEpoch.stream(`step/${state.steps}`)))
      add(state.sums, report)
      state.steps += 1
      yield {
        ...{ event: 'step', epoch, epochs, step: state.steps, steps: stepsOfEpoch, rate },
        ...{ loss: report.total, terms: report.terms },
        programsPerSecond: options.batch * pace.stepsPerSecond,
        secondsLeft: pace.secondsLeft((epochs - state.epochs) * stepsOfEpoch - state.steps, epochs - state.epochs),
      }
      if (state.steps % options.checkpointSteps === 0) await state.save()
      await new Promise(setImmediate) // signals and timers have their turn
    }
    const validation = signal.aborted
      ? undefined
      : await pace.validation(() => validated(part.validation, state, options, ofEpoch.stream('validation')))
    if (validation === undefined) {
      await state.save()
      return yield { event: 'ended', finished: false, epochs: state.epochs, steps: state.steps }
    }
    yield await endEpoch(state, options, { epoch, stepsOfEpoch, validation })
  }
  yield { event: 'ended', finished: true, epochs: state.epochs, steps: 0 }
}

/** The first ones of the part, as many as are wanted. */
function validationPart({ validate: wanted }: TrainingOptions, programs: Uint32Array): Uint32Array {
  return wanted === 0 ? programs : programs.subarray(0, wanted)
}

function trainOn(numbers: Uint32Array, state: TrainingState, options: TrainingOptions, rate: number, rng: Rng) {
  const { data, losses } = options
  const { embedding } = state
  const { tf } = embedding.parameters
  const engine = tf.engine()
  engine.startScope()
  try {
    const programs = Array.from(numbers, (number) => data.tokens(number))
    const batch = programBatch(tf, state.words, programs)
    const noise = noiseFor(embedding, numbers.length, rng.stream('noise'))
    const shown = losses.latent
      ? { demonstrations: batchDemonstrations(tf, data, numbers, options.demonstrations, rng.stream('demonstrations')) }
      : {}
    return supervisedStep(embedding, state.optimiser, { batch, noise, ...shown }, { rate })
  } finally {
    engine.endScope()
  }
}

function validated(programs: Uint32Array, { embedding, words }: TrainingState, options: TrainingOptions, rng: Rng) {
  const { data, batch, steps, losses, demonstrations, signal } = options
  return validate(embedding, data, programs, {
    ...{ words, batch, steps, rng, signal },
    demonstrations: losses.latent ? demonstrations : 0,
  })
}

function add(sums: Record<string, number>, { total, terms }: StepReport): void {
  for (const [name, value] of Object.entries({ loss: total, ...terms })) sums[name] = (sums[name] ?? 0) + value
}

/** Weights first, then the curve, then the checkpoint that says so: cut off in between, the epoch ends once more. */
async function endEpoch(
  state: TrainingState,
  options: TrainingOptions,
  { epoch, stepsOfEpoch, validation }: { epoch: number; stepsOfEpoch: number; validation: Validation },
): Promise<TrainingEpoch> {
  const training = Object.fromEntries(Object.entries(state.sums).map(([name, sum]) => [name, sum / stepsOfEpoch]))
  const best = validation.loss < state.best
  if (best) await writeBest(state, options, epoch, validation)
  const event: TrainingEpoch = { event: 'epoch', epoch, epochs: options.epochs, training, validation, best }
  await state.addToCurve(event)
  if (best) state.best = validation.loss
  state.epochs = epoch
  state.steps = 0
  state.sums = {}
  await state.save()
  return event
}

async function writeBest(
  state: TrainingState,
  { data, folder, batch, seed, losses, rate, steps }: TrainingOptions,
  epoch: number,
  { programs, loss, tokenPercent, programPercent }: Validation,
): Promise<void> {
  const { vocabulary: words, seed: dataSeed, maxTokens } = data.settings
  await writeEmbedding(folder, state.embedding, {
    name: `${words}-${state.embedding.settings.latent}`,
    ...{ language: karel.language.name, vocabulary: words, mask: 'leaps', steps },
    training: {
      losses: losses.latent ? 'LEAPS-P+L' : 'LEAPS-P',
      ...{ epoch, batch, seed, rate, programs: data.length, dataSeed, maxTokens, languageHash: karel.language.hash },
    },
    figures: { validationPrograms: programs, loss, tokenPercent, programPercent },
  })
}
