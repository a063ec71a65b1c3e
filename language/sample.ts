import { Draft, draw } from './fill.ts'
import type { Language, Limits } from './grammar.ts'
import type { Program } from './program.ts'
import type { Rng } from './rng.ts'

export interface SampleOptions {
  /** Bounds of the drawing, and of the program if it is filtered; the language's own unless given. */
  readonly limits?: Limits
  /** Draw again until the program is within the limits; otherwise the first draw is taken. */
  readonly filter?: boolean
}

export const sampleDefaults = { filter: true } satisfies SampleOptions

/** Draws after which nothing within the limits is taken to exist. */
export const patience = 10_000_000

/** Limits that no draw meets. */
export class NothingWithinLimits extends Error {
  readonly code = 'E_NOTHING_WITHIN_LIMITS'
  constructor(language: Language, limits: unknown) {
    super(`language ${language.name}: none of ${patience} draws was within ${JSON.stringify(limits)}`)
  }
}

const draft = new Draft()

/**
 * A random program: productions are drawn by their weights, parents first; nesting ones are barred once the height is
 * reached, chaining ones once the run is.
 *
 * Source: prog_policies, `search_space`; draw for draw the same when `rng` is numpy's generator. The older search
 * classes of prog_policies do the same with `filter: false`.
 *
 * @throws NothingWithinLimits
 */
export function sampleProgram(language: Language, rng: Rng, options: SampleOptions = {}): Program {
  const { limits = language.limits, filter = sampleDefaults.filter } = options
  const { tables } = language
  const room = filter ? roomFor(rng, limits.tokens) : Number.POSITIVE_INFINITY
  for (let tries = 0; tries < patience; tries++) {
    const root = tables.root >= 0 ? tables.root : draw(tables.draws, rng, tables.draws.first[tables.start * 4]!)
    const standing = { height: tables.nests[root]!, run: 0, row: tables.chains[root]!, room }
    if (!draft.fill(tables, rng, root, standing, limits)) continue
    if (filter && (draft.height > limits.height || draft.run > limits.run || draft.tokens > limits.tokens)) continue
    return draft.bytes.slice(0, draft.length)
  }
  throw new NothingWithinLimits(language, limits)
}

/** A random program as the language is drawn (`Language.drawing`), else as `sampleProgram` does with the options. */
export function drawProgram(language: Language, rng: Rng, options?: SampleOptions): Program {
  return language.drawing === undefined ? sampleProgram(language, rng, options) : language.drawing.sample(rng)
}

/** When a draw may be given up: a recorded stream is only met again if every draw is finished, hopeless or not. */
export function roomFor(rng: Rng, tokens: number): number {
  return rng.recorded ? Number.POSITIVE_INFINITY : tokens
}
