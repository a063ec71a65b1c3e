import { existsSync, realpathSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import type { cairn } from '@cairn/proto'
import { status } from '@grpc/grpc-js'
import type { BackendOptions } from '../backend.ts'
import { badField, Refusal } from './errors.ts'
import { type TrainingListener, trainInProcess } from './train-in-process.ts'
import { type RemoteLosses, type RemoteTrainingOptions, remoteLosses } from './training-messages.ts'

export interface TrainingsOptions {
  /** All that is read and written lies in it; without one nothing is trained. */
  readonly data: string | undefined
  readonly backend: Partial<BackendOptions>
  /** Keeps other processes off the folder. @throws if one has it */
  readonly lock: (folder: string) => Disposable
}

/**
 * The trainings of this process. A folder is in one state:
 *
 *   free --request--> training --end, failure--> free
 *     ^                  | cancelled, or all are stopped
 *     +---saved------ stopping    the next request for it waits here; while it trains, one is refused
 */
export class Trainings {
  readonly #options: TrainingsOptions
  readonly #inFolder = new Map<string, { readonly signal: AbortSignal; readonly ended: Promise<void> }>()

  constructor(options: TrainingsOptions) {
    this.#options = options
  }

  /** Folders that are trained in now. */
  get count(): number {
    return this.#inFolder.size
  }

  /**
   * Trains until it is done, or the signal stops it and it has been saved.
   *
   * @returns the folder
   * @throws Refusal
   */
  async train(
    request: cairn.v1.TrainEmbeddingRequest,
    listener: TrainingListener,
    signal: AbortSignal,
  ): Promise<string> {
    const { backend } = this.#options
    const options = checkedOptions(request.options)
    const folder = this.#place('out', request.out)
    const data = request.data === 'programs' ? copied(request.programs) : this.#file(request.file)
    await this.#free(folder, request.out, signal)
    const training = this.#locked(folder, request.out, async () => {
      await mkdir(folder, { recursive: true })
      await trainInProcess({ folder, data, options, backend }, listener, signal)
    })
    this.#inFolder.set(folder, { signal, ended: training.catch(() => {}) })
    try {
      await training
    } finally {
      this.#inFolder.delete(folder)
    }
    return folder
  }

  /** When the trainings of now have ended. */
  async ended(): Promise<void> {
    await Promise.all(Array.from(this.#inFolder.values(), ({ ended }) => ended))
  }

  async #free(folder: string, out: string, signal: AbortSignal): Promise<void> {
    for (let there = this.#inFolder.get(folder); there !== undefined; there = this.#inFolder.get(folder)) {
      if (!there.signal.aborted)
        throw new Refusal(
          status.ALREADY_EXISTS,
          `out: a training is going on in ${out}; cancel it, or name another folder`,
        )
      await there.ended
      await new Promise(setImmediate)
      signal.throwIfAborted()
    }
  }

  async #locked(folder: string, out: string, work: () => Promise<void>): Promise<void> {
    await mkdir(dirname(folder), { recursive: true })
    using _ = lockedBy(() => this.#options.lock(folder), out)
    await work()
  }

  #file(name: string | null | undefined): string {
    const file = this.#place('file', name ?? '')
    if (!existsSync(file))
      throw new Refusal(status.NOT_FOUND, `file: ${name} is not in the data folder of this trainer`)
    return file
  }

  /** A path inside the data folder; links do not lead out of it. */
  #place(field: string, name: string): string {
    const { data } = this.#options
    if (data === undefined)
      throw new Refusal(status.FAILED_PRECONDITION, 'this trainer trains nothing: it was started without a data folder')
    const root = realpathSync(data)
    const path = join(root, name)
    const expected = 'a path inside the data folder of the trainer, without ".."'
    if (name === '' || isAbsolute(name) || name.includes('\0') || !inside(root, path))
      throw badField(field, name, expected)
    let there = path
    while (!existsSync(there)) there = dirname(there)
    if (there !== root && !inside(root, realpathSync(there))) throw badField(field, name, expected)
    return path
  }
}

function inside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

function lockedBy(lock: () => Disposable, out: string): Disposable {
  try {
    return lock()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Refusal(status.FAILED_PRECONDITION, `out: another process trains in ${out} (${why})`, { cause })
  }
}

/** A view into a received message would keep, and copy, all of it. */
function copied(programs: Uint8Array | null | undefined): Uint8Array {
  return Uint8Array.from(programs ?? [])
}

const numbers = {
  ...{ epochs: 'epochs', batch: 'batch', seed: 'seed', hidden: 'hidden', latent: 'latent' },
  ...{ demonstrations: 'demonstrations', rate: 'rate', steps: 'steps', validate: 'validate' },
  ...{ checkpointSteps: 'checkpoint_steps', behaviourFrom: 'behaviour_from' },
} as const satisfies Partial<Record<keyof RemoteTrainingOptions, string>>

/** Sizes of a model that a client may ask for; the training itself sees to the rest. */
const mostUnits = 4096

function checkedOptions(given: cairn.v1.ITrainingOptions | null | undefined): RemoteTrainingOptions {
  const options: Record<string, number | RemoteLosses> = {}
  for (const name of Object.keys(numbers) as (keyof typeof numbers)[]) {
    const value = given?.[name]
    if (value === undefined || value === null) continue
    if (!Number.isFinite(value)) throw badField(`options.${numbers[name]}`, String(value), 'a finite number')
    options[name] = value
  }
  for (const name of ['hidden', 'latent'] as const) {
    const value = options[name]
    if (value !== undefined && (Number(value) < 1 || Number(value) > mostUnits))
      throw badField(`options.${name}`, value, `1 to ${mostUnits}`)
  }
  const losses = given?.losses
  if (losses === undefined || losses === null) return options
  const known = remoteLosses.find((one) => one === losses)
  if (known === undefined) throw badField('options.losses', losses, remoteLosses.join(', '))
  return { ...options, losses: known }
}
