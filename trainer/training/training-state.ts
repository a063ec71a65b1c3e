import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { karel } from '@cairn/domains'
import { seededRng, type Vocabulary, vocabulary } from '@cairn/language'
import { Embedding } from '../model/embedding.ts'
import { Adam } from '../optimiser/adam.ts'
import { writeAtomically } from '../weights/atomic-file.ts'
import { type Counters, readCheckpoint, writeCheckpoint } from '../weights/checkpoint.ts'
import { behaviourAdam } from './behaviour-options.ts'
import { trainingFiles } from './folder.ts'
import type { TrainingOptions } from './options.ts'
import type { TrainingEpoch } from './progress.ts'

const sumOf = 'sum/'

/** Where a training stands: what the checkpoint holds. */
export class TrainingState implements Disposable {
  readonly embedding: Embedding
  readonly optimiser: Adam
  /** Of REINFORCE, with +R. */
  readonly behaviourOptimiser: Adam | undefined
  readonly words: Vocabulary
  readonly resumed: boolean
  /** Epochs that are over, their validation too. */
  epochs: number
  /** Steps of the epoch that is not. */
  steps: number
  /** The least loss of a validation so far. */
  best: number
  /** Programs that the last validation found reconstructed, in percent; before the first one less than any. */
  reconstructedPercent: number
  /** Sums over the steps of the epoch, by term. */
  sums: Record<string, number>
  readonly #folder: string
  readonly #seed: number

  private constructor(
    { data, folder, seed }: TrainingOptions,
    model: Pick<TrainingState, 'embedding' | 'optimiser' | 'behaviourOptimiser'>,
    counters: Counters | undefined,
  ) {
    this.#folder = folder
    this.#seed = seed
    this.embedding = model.embedding
    this.optimiser = model.optimiser
    this.behaviourOptimiser = model.behaviourOptimiser
    this.words = vocabulary(karel.language, data.settings.vocabulary)
    this.resumed = counters !== undefined
    const { epochs = 0, steps = 0, best = Number.POSITIVE_INFINITY, reconstructedPercent = -1 } = counters ?? {}
    this.epochs = epochs
    this.steps = steps
    this.best = best
    this.reconstructedPercent = reconstructedPercent
    this.sums = Object.fromEntries(
      Object.entries(counters ?? {})
        .filter(([name]) => name.startsWith(sumOf))
        .map(([name, sum]) => [name.slice(sumOf.length), sum]),
    )
  }

  /**
   * That of the folder's checkpoint, or a new one.
   *
   * @throws BadWeightsFile if the checkpoint is damaged
   */
  static async open(options: TrainingOptions): Promise<TrainingState> {
    const { tf } = options.backend
    const { latent: policy, behaviour } = options.losses
    const file = join(options.folder, trainingFiles.checkpoint)
    if (existsSync(file)) {
      const wanted = { supervised: {}, ...(behaviour ? { behaviour: behaviourAdam } : {}) }
      const { embedding, optimisers, counters } = await readCheckpoint(tf, file, wanted)
      const { supervised, behaviour: behaviourOptimiser } = optimisers
      return new TrainingState(options, { embedding, optimiser: supervised!, behaviourOptimiser }, counters)
    }
    const rng = seededRng(options.seed).stream('parameters')
    const embedding = Embedding.draw(tf, options.settings, rng, { policy })
    const optimiser = new Adam(embedding.parameters)
    const behaviourOptimiser = behaviour ? new Adam(embedding.parameters, behaviourAdam) : undefined
    return new TrainingState(options, { embedding, optimiser, behaviourOptimiser }, undefined)
  }

  async save(): Promise<void> {
    const { epochs, steps, best, reconstructedPercent, sums, behaviourOptimiser: behaviour } = this
    const counters: Counters = {
      epochs,
      steps,
      ...(Number.isFinite(best) ? { best } : {}),
      ...(behaviour ? { reconstructedPercent } : {}),
      ...Object.fromEntries(Object.entries(sums).map(([name, sum]) => [`${sumOf}${name}`, sum])),
    }
    await writeCheckpoint(join(this.#folder, trainingFiles.checkpoint), {
      embedding: this.embedding,
      optimisers: { supervised: this.optimiser, ...(behaviour ? { behaviour } : {}) },
      seed: this.#seed,
      counters,
    })
  }

  /** Adds a line to the curve, after those of the epochs before it. */
  async addToCurve({ epoch, training, validation, best }: TrainingEpoch): Promise<void> {
    const file = join(this.#folder, trainingFiles.curve)
    const lines = existsSync(file) ? (await readFile(file, 'utf8')).split('\n') : []
    const kept = lines.slice(0, epoch - 1)
    await writeAtomically(file, `${[...kept, JSON.stringify({ epoch, training, validation, best })].join('\n')}\n`)
  }

  [Symbol.dispose](): void {
    this.optimiser.dispose()
    this.behaviourOptimiser?.dispose()
    this.embedding.dispose()
  }
}
