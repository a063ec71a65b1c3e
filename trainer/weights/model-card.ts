import type { EmbeddingSettings } from '../model/settings.ts'
import type { MaskVariant } from '../model/token-mask.ts'

/** What somebody who finds a weights file must know of it; JSON, beside the file. */
export interface ModelCard {
  readonly format: 'cairn-embedding'
  readonly version: 1
  readonly name: string
  readonly settings: EmbeddingSettings
  /** Language and its vocabulary. */
  readonly language: string
  readonly vocabulary: string
  readonly mask: MaskVariant
  /** Tokens written after `DEF` at most. */
  readonly steps: number
  readonly parameters: number
  /** Of the weights file. */
  readonly sha256: string
  /** How it was made: data, seed, schedule, command. */
  readonly training: Readonly<Record<string, string | number | boolean>>
  /** What it reached, on which programs. */
  readonly figures: Readonly<Record<string, number>>
}

/** A card that is missing something or says something else than it may. */
export class BadModelCard extends Error {
  readonly code = 'E_BAD_MODEL_CARD'
  readonly file: string
  readonly field: string

  constructor(file: string, field: string, expected: string, got: unknown) {
    super(`${file}: ${field}: expected ${expected}, got ${JSON.stringify(got)}`)
    this.name = 'BadModelCard'
    this.file = file
    this.field = field
  }
}

/** Tells the weights of a card from all others. */
export function weightsName({ name, sha256 }: Pick<ModelCard, 'name' | 'sha256'>): string {
  return `${name} ${sha256.slice(0, 12)}`
}

/** The file of its weights, beside the card. */
export function weightsFile({ sha256 }: Pick<ModelCard, 'sha256'>): string {
  return `weights-${sha256.slice(0, 12)}.safetensors`
}

export function modelCardText(card: ModelCard): string {
  return `${JSON.stringify(card, null, 2)}\n`
}

const kinds = {
  name: 'string',
  settings: 'object',
  language: 'string',
  vocabulary: 'string',
  steps: 'number',
  parameters: 'number',
  sha256: 'string',
  training: 'object',
  figures: 'object',
} as const

const sizes = ['tokens', 'hidden', 'latent', 'noise', 'channels', 'actions'] as const

/**
 * @param file its name, for errors
 * @throws BadModelCard
 */
export function readModelCard(text: string, file: string): ModelCard {
  let card: unknown
  try {
    card = JSON.parse(text)
  } catch {
    throw new BadModelCard(file, 'card', 'JSON', text.slice(0, 40))
  }
  const fields = (typeof card === 'object' && card !== null ? card : {}) as Record<string, unknown>
  if (fields.format !== 'cairn-embedding') throw new BadModelCard(file, 'format', '"cairn-embedding"', fields.format)
  if (fields.version !== 1) throw new BadModelCard(file, 'version', '1', fields.version)
  for (const [field, kind] of Object.entries(kinds)) {
    const value = fields[field]
    if (typeof value !== kind || value === null) throw new BadModelCard(file, field, `a ${kind}`, value)
  }
  if (fields.mask !== 'leaps' && fields.mask !== 'strict')
    throw new BadModelCard(file, 'mask', '"leaps" or "strict"', fields.mask)
  const settings = fields.settings as Record<string, unknown>
  for (const size of sizes)
    if (!(typeof settings[size] === 'number' && settings[size] > 0))
      throw new BadModelCard(file, `settings.${size}`, 'a number above 0', settings[size])
  if (typeof settings.squashed !== 'boolean')
    throw new BadModelCard(file, 'settings.squashed', 'true or false', settings.squashed)
  const world = settings.world
  if (!Array.isArray(world) || world.length !== 2 || !world.every((side) => Number.isInteger(side) && side > 0))
    throw new BadModelCard(file, 'settings.world', 'height and width', world)
  return card as ModelCard
}
