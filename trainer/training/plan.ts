import { readFile } from 'node:fs/promises'
import { writeAtomically } from '../weights/atomic-file.ts'
import type { TrainingOptions } from './options.ts'

/** A folder has a training with another plan. */
export class TrainingChanged extends Error {
  readonly code = 'E_TRAINING_CHANGED'
  readonly file: string
  readonly field: string

  constructor(file: string, field: string, there: unknown, asked: unknown) {
    super(
      `${file}: ${field}: this training was begun with ${JSON.stringify(there)}, got ${JSON.stringify(asked)}; ` +
        'give what it was begun with, or another folder',
    )
    this.name = 'TrainingChanged'
    this.file = file
    this.field = field
  }
}

/** All that the numbers of a training follow from; how long it goes on is not among it. */
export type TrainingPlan = Readonly<Record<string, unknown>>

export function planOf(options: TrainingOptions): TrainingPlan {
  const { data, settings, losses, batch, seed, demonstrations, behaviour, rate, steps, validate } = options
  return {
    format: 'cairn-training',
    version: 1,
    data: data.settings,
    programs: data.length,
    settings,
    losses,
    batch,
    seed,
    ...(losses.latent ? { demonstrations } : {}),
    ...(losses.behaviour ? { behaviour } : {}),
    rate,
    steps,
    validate,
  }
}

/**
 * Writes the plan down, or sees that the one that is there is the same.
 *
 * @throws TrainingChanged
 */
export async function holdToPlan(file: string, plan: TrainingPlan): Promise<void> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return writeAtomically(file, `${JSON.stringify(plan, null, 2)}\n`)
  }
  let there: unknown
  try {
    there = JSON.parse(text)
  } catch {
    throw new TrainingChanged(file, 'plan', text.slice(0, 40), plan.format)
  }
  const different = firstDifference(there, plan, '')
  if (different !== undefined) throw new TrainingChanged(file, ...different)
}

function firstDifference(there: unknown, asked: unknown, field: string): [string, unknown, unknown] | undefined {
  if (!isObject(there) || !isObject(asked))
    return JSON.stringify(there) === JSON.stringify(asked) ? undefined : [field || 'plan', there, asked]
  for (const name of new Set([...Object.keys(asked), ...Object.keys(there)])) {
    const found = firstDifference(there[name], asked[name], field === '' ? name : `${field}.${name}`)
    if (found !== undefined) return found
  }
  return undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
