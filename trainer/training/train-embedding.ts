import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { karel } from '@cairn/domains'
import { type Rng, seededRng } from '@cairn/language'
import { EpochSteps, type Pass } from './epoch-steps.ts'
import { trainingFiles, writeEmbedding } from './folder.ts'
import { checkedOptions, type TrainingLosses, type TrainingOptions, type TrainingRequest } from './options.ts'
import { holdToPlan, planOf } from './plan.ts'
import { Pace, type TrainingEpoch, type TrainingEvent } from './progress.ts'
import type { StepReport } from './step.ts'
import { TrainingState } from './training-state.ts'
import { type Validation, validate } from './validation.ts'

/**
 * Trains an embedding of programs as LEAPS does, and tells of every step and epoch:
 *
 *   epoch:  steps over all training programs  ->  validation  ->  the best weights so far are written
 *
 * With +R an epoch begins with a pass of REINFORCE on sampled programs, once the validation before has found 80 percent
 * of the programs reconstructed.
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
  const rng = seededRng(options.seed)
  const pace = new Pace(options.now)

  yield {
    ...{ event: 'began', resumed: state.resumed, epochs: state.epochs, steps: state.steps },
    ...{ parameters: state.embedding.parameters.count, train: part.train.length, validation: part.validation.length },
  }
  while (state.epochs < epochs) {
    const epoch = state.epochs + 1
    const ofEpoch = rng.stream(`epoch/${epoch}`)
    const steps = new EpochSteps(state, options, part.train, ofEpoch)
    while (state.steps < steps.length && !signal.aborted) {
      const next = steps.at(state.steps)
      const report = pace.step(next)
      add(state.sums, next.pass, report)
      state.steps += 1
      const { pass, rate } = next
      yield {
        ...{ event: 'step', epoch, epochs, step: state.steps, steps: steps.length, rate },
        ...{ pass, loss: report.total, terms: report.terms },
        programsPerSecond: pace.programsPerSecond(pass),
        secondsLeft: pace.secondsLeft(programsLeft(steps, state, options), epochs - state.epochs),
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
    yield await endEpoch(state, options, { epoch, steps, validation })
  }
  yield { event: 'ended', finished: true, epochs: state.epochs, steps: 0 }
}

/** The first ones of the part, as many as are wanted. */
function validationPart({ validate: wanted }: TrainingOptions, programs: Uint32Array): Uint32Array {
  return wanted === 0 ? programs : programs.subarray(0, wanted)
}

/** This epoch's, and as many in every one that follows. */
function programsLeft(steps: EpochSteps, state: TrainingState, { epochs, batch, behaviour }: TrainingOptions) {
  const left = (pass: Pass) => steps.left(pass, state.steps) + (epochs - state.epochs - 1) * steps.counts[pass]
  return { behaviour: left('behaviour') * batch * behaviour.parts, reconstruction: left('reconstruction') * batch }
}

function validated(programs: Uint32Array, { embedding, words }: TrainingState, options: TrainingOptions, rng: Rng) {
  const { data, batch, steps, losses, demonstrations, signal } = options
  return validate(embedding, data, programs, {
    ...{ words, batch, steps, rng, signal },
    demonstrations: losses.latent ? demonstrations : 0,
  })
}

const ofBehaviour = 'behaviour/'

function add(sums: Record<string, number>, pass: Pass, { total, terms }: StepReport): void {
  const prefix = pass === 'behaviour' ? ofBehaviour : ''
  for (const [term, value] of Object.entries({ loss: total, ...terms })) {
    const name = `${prefix}${term}`
    sums[name] = (sums[name] ?? 0) + value
  }
}

/** Means over the steps of the epoch. */
function means(sums: Readonly<Record<string, number>>, { counts }: EpochSteps): Record<string, number> {
  const steps = (name: string) => (name.startsWith(ofBehaviour) ? counts.behaviour : counts.reconstruction)
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / steps(name)]))
}

/** Weights first, then the curve, then the checkpoint that says so: cut off in between, the epoch ends once more. */
async function endEpoch(
  state: TrainingState,
  options: TrainingOptions,
  { epoch, steps, validation }: { epoch: number; steps: EpochSteps; validation: Validation },
): Promise<TrainingEpoch> {
  const training = means(state.sums, steps)
  const best = validation.loss < state.best
  if (best) await writeBest(state, options, epoch, validation)
  const event: TrainingEpoch = { event: 'epoch', epoch, epochs: options.epochs, training, validation, best }
  await state.addToCurve(event)
  if (best) state.best = validation.loss
  state.reconstructedPercent = validation.programPercent
  state.epochs = epoch
  state.steps = 0
  state.sums = {}
  await state.save()
  return event
}

async function writeBest(
  state: TrainingState,
  { data, folder, batch, seed, losses, rate, steps, behaviour }: TrainingOptions,
  epoch: number,
  { programs, loss, tokenPercent, programPercent }: Validation,
): Promise<void> {
  const { vocabulary: words, seed: dataSeed, maxTokens } = data.settings
  await writeEmbedding(folder, state.embedding, {
    name: `${words}-${state.embedding.settings.latent}`,
    ...{ language: karel.language.name, vocabulary: words, mask: 'leaps', steps },
    training: {
      losses: nameOf(losses),
      ...{ epoch, batch, seed, rate, programs: data.length, dataSeed, maxTokens, languageHash: karel.language.hash },
      ...(losses.behaviour
        ? { behaviourFrom: behaviour.from, behaviourUpdates: state.behaviourOptimiser?.steps ?? 0 }
        : {}),
    },
    figures: { validationPrograms: programs, loss, tokenPercent, programPercent },
  })
}

/** As LEAPS calls what has been trained so. */
function nameOf({ latent, behaviour }: TrainingLosses): string {
  if (latent && behaviour) return 'LEAPS'
  return `LEAPS-P${behaviour ? '+R' : ''}${latent ? '+L' : ''}`
}
