import type { Smoothness } from '@cairn/report'
import type { ModelCard, Validation } from '@cairn/trainer'
import type { Output } from '../shell.ts'
import { grouped, some } from '../terminal/numbers.ts'
import { right, table } from '../terminal/table.ts'
import type { Neighbour, Reconstruction, Waypoint } from './look.ts'

/** What was found out about an embedding; what was not asked for is not there. */
export interface Shown {
  readonly card: ModelCard
  readonly accuracy?: Validation & { readonly part: string }
  readonly reconstructions?: readonly Reconstruction[]
  readonly smoothness?: Smoothness
  readonly interpolation?: readonly Waypoint[]
  readonly neighbours?: readonly Neighbour[]
}

interface Words {
  readonly samples: number
  readonly sigma: number
  readonly states: number
  /** Neighbours that are shown. */
  readonly neighbours: number
}

export function printed(
  { card, accuracy, reconstructions = [], smoothness, interpolation, neighbours }: Shown,
  words: Words,
  { bold, dim }: Output['colors'],
): string {
  const parts = [cardText(card, bold, dim)]
  if (accuracy !== undefined) {
    const { part, programs, loss, tokenPercent, programPercent } = accuracy
    parts.push(
      `${bold('accuracy')} ${dim(`${some(programs, 'program')} of the ${part} part`)}\n` +
        `tokens ${tokenPercent.toFixed(1)} %, programs ${programPercent.toFixed(1)} %, loss ${loss.toFixed(4)}`,
    )
  }
  for (const { number, text, written } of reconstructions)
    parts.push(`${dim(String(number))}  ${text}\n${dim('->')}  ${written === text ? dim('the same') : written}`)
  if (smoothness !== undefined) parts.push(smoothnessText(smoothness, bold, dim))
  if (interpolation !== undefined)
    parts.push(
      `${bold('from one to the other')}\n${table(
        [right('at'), 'program'],
        interpolation.map(({ at, written }) => [at.toFixed(2), written]),
      )}`,
    )
  if (neighbours !== undefined) parts.push(neighboursText(neighbours, words, bold, dim))
  return parts.join('\n\n')
}

type Paint = (text: string) => string

function cardText(card: ModelCard, bold: Paint, dim: Paint): string {
  const { name, settings, language, vocabulary, steps, parameters, sha256, training, figures } = card
  const pairs = (of: Readonly<Record<string, unknown>>) =>
    Object.entries(of).map(([key, value]) => [key, value] as const)
  return [
    `${bold(name)} ${dim(sha256)}`,
    `${grouped(parameters)} parameters: ${settings.hidden} units, ${settings.latent} numbers of a latent`,
    `${language} in the tokens of ${vocabulary}, ${steps} tokens at most`,
    `training: ${pairs(training)
      .map(([key, value]) => `${key} ${value}`)
      .join(', ')}`,
    `reached: ${pairs(figures)
      .map(([key, value]) => `${key} ${rounded(value)}`)
      .join(', ')}`,
  ].join('\n')
}

const rounded = (value: unknown) => (typeof value === 'number' ? Number(value.toFixed(4)) : value)

/** The model card as names and values. */
export function cardRows(card: ModelCard): [string, string][] {
  const { settings, language, vocabulary, mask, steps, parameters, sha256, training, figures } = card
  return [
    ['weights (SHA-256)', sha256],
    ['sizes', `${grouped(parameters)} parameters, ${settings.hidden} units, ${settings.latent} numbers of a latent`],
    ['programs', `${language}, tokens of ${vocabulary}, mask ${mask}, ${steps} tokens at most`],
    ...Object.entries(training).map(([key, value]): [string, string] => [`training: ${key}`, String(value)]),
    ...Object.entries(figures).map(([key, value]): [string, string] => [`reached: ${key}`, String(rounded(value))]),
  ]
}

function smoothnessText({ programs, draws, states, rows }: Smoothness, bold: Paint, dim: Paint): string {
  const about = `${some(programs, 'program')}, ${some(draws, 'latent')} around each at each distance; behaviour in ${some(states, 'state')}`
  if (programs === 0) return `${bold('smoothness')} ${dim('none of the programs looked at comes back as a program')}`
  const percent = (share: number | undefined) => (share === undefined ? '-' : `${(100 * share).toFixed(1)} %`)
  const heads = ['sigma', 'a program', 'the same', 'same behaviour', 'states that differ'].map(right)
  const cells = rows.map(({ sigma, decoded, sameProgram, sameBehaviour, distance }) => [
    String(sigma),
    ...[decoded, sameProgram, sameBehaviour, distance].map(percent),
  ])
  return `${bold('smoothness')} ${dim(about)}\n${table(heads, cells)}`
}

function neighboursText(all: readonly Neighbour[], words: Words, bold: Paint, dim: Paint): string {
  const { samples, sigma, states, neighbours: limit } = words
  const about = `${some(samples, 'latent')} with a deviation of ${sigma}, ${some(all.length, 'program')}; behaviour in ${some(states, 'state')}`
  const rows = all
    .slice(0, limit)
    .map(({ text, times, distance, sameBehaviour }) => [
      grouped(times),
      distance.toFixed(2),
      sameBehaviour === undefined ? 'no program' : `${(100 * sameBehaviour).toFixed(0)} %`,
      text,
    ])
  return `${bold('around it')} ${dim(about)}\n${table([right('latents'), right('nearest'), right('same'), 'program'], rows)}`
}
