import type { ProgramData } from '@cairn/domains'
import type { Backend } from '../backend.ts'
import { type EmbeddingSettings, hprlSettings, leapsSettings } from '../model/settings.ts'
import { type BehaviourOptions, behaviourDefaults } from './behaviour-options.ts'

/** Which losses there are beside the reconstruction of programs (LEAPS-P). */
export interface TrainingLosses {
  /** +L, latent behaviour: a policy that sees the latent repeats the program's demonstrations. */
  readonly latent: boolean
  /** +R, program behaviour: REINFORCE on sampled programs that are run beside the program. */
  readonly behaviour: boolean
}

/** In brackets LEAPS's names and values. */
export interface TrainingOptions {
  readonly data: ProgramData
  readonly backend: Pick<Backend, 'tf'>
  /** Where the checkpoint, the weights and their card come to lie; a training that is there goes on. */
  readonly folder: string
  /** Of the model; without them those of the data set's vocabulary. */
  readonly settings: EmbeddingSettings
  readonly losses: TrainingLosses
  /** Passes over the training programs (150; HPRL 30). A training that has ended goes on with a larger number. */
  readonly epochs: number
  /** Programs of a step (256). */
  readonly batch: number
  /** Of the parameters, the order of the programs and all noise. */
  readonly seed: number
  /** Demonstrations of each program in a step with +L, drawn anew each time (10, which take five times as long). */
  readonly demonstrations: number
  /** With +R. */
  readonly behaviour: BehaviourOptions
  /** Learning rate of the first epochs; 0.95 of it after every 10 (1e-3). */
  readonly rate: number
  /** Tokens that the decoder writes after `DEF` at most (45). */
  readonly steps: number
  /** Programs of the validation part that are looked at; 0 takes all. */
  readonly validate: number
  /** Steps between two checkpoints; the end of an epoch has one always. */
  readonly checkpointSteps: number
  /** Stops it: the step is finished and the checkpoint written. */
  readonly signal: AbortSignal
  /** Milliseconds of a clock that never goes back, for rates alone. */
  readonly now: () => number
}

export const trainingDefaults = {
  losses: { latent: false, behaviour: false },
  epochs: 150,
  batch: 256,
  seed: 123,
  demonstrations: 2,
  behaviour: behaviourDefaults,
  rate: 1e-3,
  steps: 45,
  validate: 0,
  checkpointSteps: 50,
  now: () => performance.now(),
} satisfies Partial<TrainingOptions>

export interface TrainingRequest
  extends Pick<TrainingOptions, 'data' | 'backend' | 'folder'>,
    Partial<Omit<TrainingOptions, 'data' | 'backend' | 'folder' | 'behaviour'>> {
  readonly behaviour?: Partial<BehaviourOptions>
}

/** An option that no training can have. */
export class BadTrainingOption extends Error {
  readonly code = 'E_BAD_TRAINING_OPTION'
  readonly option: string
  readonly value: unknown

  constructor(option: string, value: unknown, expected: string) {
    super(`${option}: expected ${expected}, got ${JSON.stringify(value)}`)
    this.name = 'BadTrainingOption'
    this.option = option
    this.value = value
  }
}

/** LEAPS's sizes or HPRL's, for the worlds of the data set. */
export function settingsFor({ settings: { vocabulary, side } }: Pick<ProgramData, 'settings'>): EmbeddingSettings {
  return { ...(vocabulary === 'leaps' ? leapsSettings : hprlSettings), world: [side, side] }
}

const least = { epochs: 1, batch: 1, seed: 0, demonstrations: 1, steps: 1, validate: 0, checkpointSteps: 1 } as const

/**
 * What was asked for, with everything else as it is by default.
 *
 * @throws BadTrainingOption
 */
export function checkedOptions(request: TrainingRequest): TrainingOptions {
  const { data } = request
  const options = {
    ...{ settings: settingsFor(data), signal: new AbortController().signal },
    ...trainingDefaults,
    ...request,
    behaviour: { ...behaviourDefaults, ...request.behaviour },
  }
  for (const [name, min] of Object.entries(least)) {
    const value = options[name as keyof typeof least]
    if (!Number.isInteger(value) || value < min) throw new BadTrainingOption(name, value, `a whole number from ${min}`)
  }
  if (!(options.rate > 0)) throw new BadTrainingOption('rate', options.rate, 'a number above 0')
  const { train: training, validation } = data.split()
  const train = training.length
  if (validation.length === 0)
    throw new BadTrainingOption('data', data.length, 'a data set with programs to validate with')
  if (options.batch > train)
    throw new BadTrainingOption('batch', options.batch, `at most the ${train} programs that the data set trains on`)
  if (options.losses.behaviour) checkBehaviour(options, train)
  const given = data.settings.demonstrations
  if (options.losses.latent && options.demonstrations > given)
    throw new BadTrainingOption('demonstrations', options.demonstrations, `at most the ${given} of the data set`)
  const known = settingsFor(data)
  for (const name of ['tokens', 'channels', 'actions'] as const)
    if (options.settings[name] !== known[name])
      throw new BadTrainingOption(`settings.${name}`, options.settings[name], `${known[name]}, as the data set has`)
  return options
}

function checkBehaviour({ batch, behaviour }: TrainingOptions, train: number): void {
  const { from, parts, worlds } = behaviour
  if (!(from >= 0 && from <= 100)) throw new BadTrainingOption('behaviour.from', from, 'a percentage from 0 to 100')
  for (const [name, value] of Object.entries({ parts, worlds: worlds.worlds, trials: worlds.trials }))
    if (!Number.isInteger(value) || value < 1)
      throw new BadTrainingOption(`behaviour.${name}`, value, 'a whole number from 1')
  for (const name of ['rate', 'programs', 'clip'] as const)
    if (!(behaviour[name] > 0)) throw new BadTrainingOption(`behaviour.${name}`, behaviour[name], 'a number above 0')
  if (batch * parts > train)
    throw new BadTrainingOption(
      'batch',
      batch,
      `at most ${Math.floor(train / parts)}: +R takes ${parts} batches together, of ${train} programs to train on`,
    )
}
