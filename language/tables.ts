import { type Alternative, BadLanguage, type Language, leaves, nonTerminalOf } from './grammar.ts'

/** @internal What the tables are made from: a language before it is compiled. */
export type Symbols = Pick<Language, 'name' | 'start' | 'productions' | 'nonTerminals' | 'tokens' | 'tokenIndex'>

/** Nesting productions may not be drawn. */
export const noNest = 1
/** Chaining productions may not be drawn. */
export const noChain = 2

/** Parts into which [0, 1) is cut so that a draw need not look through its table from the beginning. */
export const bins = 64

/** A language in flat arrays, for the hot paths. Indexed by production unless said otherwise. */
export interface Tables {
  /** Index of the start non-terminal. */
  readonly start: number
  /** The production that every program begins with, which is neither drawn nor replaced; -1 if there are several. */
  readonly root: number
  /** Children. */
  readonly arity: Uint8Array
  readonly nests: Uint8Array
  readonly chains: Uint8Array
  /** Tokens of the template itself. */
  readonly literals: Uint8Array
  /** Where the production's slots begin in `slots`. */
  readonly slotStart: Uint16Array
  /** Non-terminal of every slot, production after production. */
  readonly slots: Uint8Array
  /** Where the production's template begins in `template`; one entry more than there are productions. */
  readonly templateStart: Uint16Array
  /** A token's index, or -1 - the non-terminal of a slot. */
  readonly template: Int16Array
  /** [non-terminal * 256 + production]: 1 where the production may stand. */
  readonly admits: Uint8Array
  readonly draws: DrawTables
}

/**
 * Weighted choices, ready to draw from: entry `i` of a table is drawn when it is the first with `cumulative[i] > u`.
 * A table holds the alternatives of positive weight under one combination of bans.
 */
export interface DrawTables {
  /** [non-terminal * 4 + bans]: the table to begin with, or -1 if the bans leave nothing. */
  readonly first: Int16Array
  readonly cumulative: Float64Array
  /** A production, or -1 - the table to draw from next. */
  readonly target: Int16Array
  /** [table * bins + floor(u * bins)]: the entry to begin looking at. */
  readonly guide: Uint16Array
}

/** @internal */
export function compileTables(symbols: Symbols): Tables {
  const { productions, nonTerminals, tokenIndex } = symbols
  const template = productions.map(({ pieces }) =>
    pieces.map((p) => ('token' in p ? tokenIndex.get(p.token)! : -1 - nonTerminalOf(symbols, p.slot))),
  )
  const slots = productions.map((production) => production.slots.map((slot) => nonTerminalOf(symbols, slot)))
  const admits = new Uint8Array(nonTerminals.length * 256)
  for (const { index, alternatives } of nonTerminals) {
    for (const { name } of leaves(alternatives)) admits[index * 256 + productions.findIndex((p) => p.name === name)] = 1
  }
  const start = nonTerminalOf(symbols, symbols.start)
  const beginnings = productions.filter(({ number }) => admits[start * 256 + number])
  const tables = {
    start,
    root: beginnings.length === 1 ? beginnings[0]!.number : -1,
    arity: Uint8Array.from(slots, (of) => of.length),
    nests: Uint8Array.from(productions, ({ nests }) => Number(nests)),
    chains: Uint8Array.from(productions, ({ chains }) => Number(chains)),
    literals: Uint8Array.from(template, (of) => of.filter((symbol) => symbol >= 0).length),
    slotStart: starts(slots),
    slots: Uint8Array.from(slots.flat()),
    templateStart: starts(template),
    template: Int16Array.from(template.flat()),
    admits,
    draws: compileDraws(symbols),
  }
  for (const slot of new Set(tables.slots)) {
    if (tables.draws.first.subarray(slot * 4, slot * 4 + 4).includes(-1)) {
      const { name } = nonTerminals[slot]!
      throw new BadLanguage(
        symbols.name,
        `${name} needs an alternative of positive weight that neither nests nor chains`,
      )
    }
  }
  return tables
}

function compileDraws({ productions, nonTerminals }: Symbols): DrawTables {
  const number = new Map(productions.map((production) => [production.name, production.number]))
  const begin: number[] = []
  const cumulative: number[] = []
  const target: number[] = []

  // Deepest tables first, so that a table's entries lie together.
  function table(alternatives: readonly Alternative[], bans: number): number {
    const open = alternatives.filter((alternative) => drawable(alternative, bans))
    if (open.length === 0) return -1
    const targets = open.map((alternative) =>
      'alternatives' in alternative ? -1 - table(alternative.alternatives, bans) : number.get(alternative.name)!,
    )
    begin.push(cumulative.length)
    cumulative.push(...cumulated(open.map((alternative) => alternative.weight)))
    target.push(...targets)
    return begin.length - 1
  }

  const first = nonTerminals.flatMap(({ alternatives }) =>
    [0, noNest, noChain, noNest | noChain].map((bans) => table(alternatives, bans)),
  )
  const guide = begin.flatMap((from) =>
    Array.from({ length: bins }, (_, bin) => from + cumulative.slice(from).findIndex((bound) => bound > bin / bins)),
  )
  return {
    guide: Uint16Array.from(guide),
    first: Int16Array.from(first),
    cumulative: Float64Array.from(cumulative),
    target: Int16Array.from(target),
  }
}

function drawable(alternative: Alternative, bans: number): boolean {
  if (!(alternative.weight > 0)) return false
  if ('alternatives' in alternative) return alternative.alternatives.some((inner) => drawable(inner, bans))
  return !(alternative.nests && bans & noNest) && !(alternative.chains && bans & noChain)
}

/** As numpy's `choice` computes it, operation by operation: the draws of the reference depend on the last bit. */
function cumulated(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  let running = 0
  const sums = weights.map((weight) => {
    running += weight / sum
    return running
  })
  return sums.map((value) => value / running)
}

function starts(lists: readonly (readonly unknown[])[]): Uint16Array {
  const result = new Uint16Array(lists.length + 1)
  for (const [i, list] of lists.entries()) result[i + 1] = result[i]! + list.length
  return result
}
