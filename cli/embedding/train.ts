import { mkdirSync, readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { lockFile } from '@cairn/completions'
import { readProgramData } from '@cairn/domains'
import { openBackend, settingsFor, type TrainingEnded, type TrainingEvent, trainEmbedding } from '@cairn/trainer'
import { type RemoteTrainingEvent, trainRemotely } from '@cairn/trainer/service'
import { BadUsage } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import { onInterrupt } from '../interrupt.ts'
import { line, type Shell } from '../shell.ts'
import { some } from '../terminal/numbers.ts'
import { trainView } from './train-view.ts'

export interface TrainFlags {
  readonly out: string | undefined
  readonly trainer: string | undefined
  readonly losses: 'p' | 'p+l' | 'p+r' | 'p+r+l'
  readonly epochs: number | undefined
  readonly batch: number
  readonly seed: number
  readonly hidden: number | undefined
  readonly latent: number | undefined
  readonly demonstrations: number
  readonly 'behaviour-from': number
  readonly validate: number
  readonly checkpoint: number
  readonly backend: 'auto' | 'gpu' | 'fast-cpu' | 'wasm'
  readonly threads: number
  readonly json: boolean
  readonly quiet: boolean
}

/**
 * Trains an embedding in this process, to its end or until Ctrl-C.
 *
 * @returns the exit code
 * @throws BadProgramData, BadTrainingOption, TrainingChanged, BackendUnavailable
 */
export async function trainHere(file: string, flags: TrainFlags, shell: Shell): Promise<number> {
  const { err } = shell
  const folder = resolve(shell.folder, flags.out ?? `${file}.embedding`)
  const data = readProgramData(readFileSync(resolve(shell.folder, file)))
  const sizes = settingsFor(data)
  const settings = { ...sizes, hidden: flags.hidden ?? sizes.hidden, latent: flags.latent ?? sizes.latent }
  mkdirSync(dirname(folder), { recursive: true })
  using _ = lockFile(folder)
  using interrupt = onInterrupt()
  const backend = await openBackend({ backend: flags.backend, threads: flags.threads })
  if (!flags.quiet) line(err, err.colors.dim(backend.report.join('\n')))
  const events = trainEmbedding({
    ...{ data, backend, folder, settings, batch: flags.batch, seed: flags.seed, validate: flags.validate },
    losses: { latent: flags.losses.endsWith('+l'), behaviour: flags.losses.startsWith('p+r') },
    behaviour: { from: flags['behaviour-from'] },
    epochs: flags.epochs ?? (data.settings.vocabulary === 'leaps' ? 150 : 30),
    ...{ demonstrations: flags.demonstrations, checkpointSteps: flags.checkpoint, signal: interrupt.signal },
  })
  const finished = await followed(events, flags, shell)
  if (!flags.json && finished) line(shell.out, folder)
  return finished ? exitCodes.ok.code : (interrupt.exitCode ?? exitCodes.interrupted.code)
}

/**
 * The same at a trainer, which is sent the programs; `out` is a folder of its data folder. It serves the embedding by that
 * name when it is done.
 *
 * @returns the exit code
 * @throws BadUsage, BadTrainerAddress, TrainerUnavailable, TrainerTooSlow, TrainerRefused
 */
export async function trainThere(url: string, file: string, flags: TrainFlags, shell: Shell): Promise<number> {
  const chosen = 'none with --trainer, which computes with what it was started with'
  if (flags.backend !== 'auto') throw new BadUsage('--backend', flags.backend, chosen)
  if (flags.threads !== 1) throw new BadUsage('--threads', flags.threads, chosen)
  const out = flags.out ?? `${basename(file)}.embedding`
  const data = readFileSync(resolve(shell.folder, file))
  const { losses, batch, seed, demonstrations, validate, checkpoint, epochs, hidden, latent } = flags
  using interrupt = onInterrupt()
  const events = trainRemotely(url, {
    ...{ data, out, signal: interrupt.signal },
    options: {
      ...{ losses, batch, seed, demonstrations, validate },
      ...{ checkpointSteps: checkpoint, behaviourFrom: flags['behaviour-from'] },
      ...(epochs === undefined ? {} : { epochs }),
      ...(hidden === undefined ? {} : { hidden }),
      ...(latent === undefined ? {} : { latent }),
    },
  })
  const finished = await followed(events, flags, shell)
  if (!flags.json && finished) line(shell.out, out)
  return finished ? exitCodes.ok.code : (interrupt.exitCode ?? exitCodes.interrupted.code)
}

/** Shows a training while it goes on; whether it came to its end. */
async function followed(
  events: AsyncIterable<TrainingEvent | RemoteTrainingEvent>,
  { json, quiet }: Pick<TrainFlags, 'json' | 'quiet'>,
  { out, err }: Shell,
): Promise<boolean> {
  const view = trainView(quiet ? undefined : err)
  let ended: TrainingEnded | undefined
  try {
    for await (const event of events) {
      if ('report' in event) view.say(err.colors.dim(event.report.join('\n')))
      view.heard(event)
      if (json) line(out, JSON.stringify(event))
      if (event.event === 'ended') ended = event
    }
    // A trainer that is told to stop saves, and says no more.
    const after = ended && ` after ${some(ended.epochs, 'epoch')} and ${some(ended.steps, 'step')}`
    if (ended?.finished !== true) view.say(`stopped${after ?? ''}; the same command goes on`)
  } finally {
    view.end()
  }
  return ended?.finished === true
}
