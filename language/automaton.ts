import { BadLanguage } from './grammar.ts'
import type { Symbols, Tables } from './tables.ts'

/** What an automaton does on reading a token in a state: `action & 7`, its operand in `action >> 3`. */
export const action = {
  /** Nothing of the language goes on with this token. */
  none: 0,
  /** Take the token; go to the operand. */
  shift: 1,
  /** Put the operand, where to go on afterwards, on the stack; begin the state's slot. The token is read again. */
  enter: 2,
  /** The non-terminal is complete: go on at the top of the stack. The token is read again. */
  leave: 3,
  /** The production is complete, its non-terminal may be the first of a chain: go to the operand. The token is read again. */
  item: 4,
  /** The last slot of a chain: go to the operand, the root of its non-terminal. The token is read again. */
  rest: 5,
} as const

/**
 * A stack automaton that reads the tokens of a language from left to right, one token of lookahead.
 *
 * Productions of a non-terminal that begin alike share states until they differ, so a production is known (`settles`)
 * at the first token that tells it from the others. A chain is recognised when a statement is followed by another.
 */
export interface Automaton {
  /** Columns of `actions`: one per token, then one for the end of the text. */
  readonly columns: number
  /** [state * columns + token]. */
  readonly actions: Int32Array
  /** Per non-terminal: its first state, -1 if the tokens at hand cannot write it. */
  readonly roots: Int16Array
  /** Per non-terminal: the production that chains it, or -1. */
  readonly chainOf: Int16Array
  /** Per state: the non-terminal it belongs to. */
  readonly nonTerminal: Uint8Array
  /** Per state: the production if only one is possible from here, or -1. */
  readonly settles: Int16Array
  /** Per state: the production that may be complete here, or -1. */
  readonly completes: Int16Array
  /** Per state: the non-terminal of its slot, or -1. */
  readonly slot: Int16Array
  /** Per state: 1 if it lies after a chain's first statement, where the chain itself begins to show. */
  readonly afterItem: Uint8Array
  /** Per state: fewest tokens that complete its non-terminal. */
  readonly rest: Float64Array
}

interface State {
  readonly nonTerminal: number
  readonly edges: Map<number, number>
  slot: { nonTerminal: number; next: number } | undefined
  /** The production that is complete here. */
  complete: number
  /** Productions that run through here. */
  readonly through: Set<number>
  afterItem: boolean
  /** Last state of a chain: the non-terminal that follows. */
  rest: number
}

/**
 * @internal
 * @param usable the tokens that may be written; productions that need others are left out
 * @throws BadLanguage if one token of lookahead does not tell how to read a text
 */
export function compileAutomaton(symbols: Symbols, tables: Tables, usable: readonly string[]): Automaton {
  const { nonTerminals, productions, tokens, tokenIndex } = symbols
  const possible = possibleProductions(symbols, tables, new Set(usable.map((token) => tokenIndex.get(token)!)))
  const states: State[] = []
  const roots = new Int16Array(nonTerminals.length).fill(-1)
  const after = new Int16Array(nonTerminals.length).fill(-1)
  const chainOf = new Int16Array(nonTerminals.length).fill(-1)
  const ambiguous = (nonTerminal: number, why: string) =>
    new BadLanguage(symbols.name, `${nonTerminals[nonTerminal]!.name}: ${why}`)

  const add = (nonTerminal: number): number =>
    states.push({
      nonTerminal,
      edges: new Map(),
      slot: undefined,
      complete: -1,
      through: new Set(),
      afterItem: false,
      rest: -1,
    }) - 1

  function next(from: number, symbol: number): number {
    const state = states[from]!
    if (symbol >= 0) {
      const known = state.edges.get(symbol)
      if (known !== undefined) return known
      const made = add(state.nonTerminal)
      state.edges.set(symbol, made)
      return made
    }
    const nonTerminal = -1 - symbol
    if (state.slot === undefined) state.slot = { nonTerminal, next: add(state.nonTerminal) }
    if (state.slot.nonTerminal === nonTerminal) return state.slot.next
    throw ambiguous(state.nonTerminal, 'two productions that begin alike go on with different slots')
  }

  for (const { index } of nonTerminals) {
    const standing = productions.filter(({ number }) => possible[number] && tables.admits[index * 256 + number])
    const chains = standing.filter((production) => production.chains)
    const items = standing.filter((production) => !production.chains)
    if (items.length === 0) continue
    roots[index] = add(index)
    for (const { number } of items) {
      let at = roots[index]!
      states[at]!.through.add(number)
      for (const symbol of templateOf(tables, number)) {
        at = next(at, symbol)
        states[at]!.through.add(number)
      }
      if (states[at]!.complete >= 0) throw ambiguous(index, `${productions[number]!.name} is written like another`)
      states[at]!.complete = number
    }
    if (chains.length === 0) continue
    if (chains.length > 1) throw ambiguous(index, 'more than one chaining production')
    const chain = chains[0]!.number
    const template = templateOf(tables, chain)
    const first = -1 - template[0]!
    const last = -1 - template.at(-1)!
    if (first < 0 || last < 0 || chains[0]!.slots.length !== 2) {
      throw ambiguous(index, `${chains[0]!.name} must be <first> <rest>, with nothing but tokens in between`)
    }
    const barred = items.find(({ number }) => !tables.admits[first * 256 + number])
    if (barred) throw ambiguous(index, `${barred.name} cannot be the first of a chain`)
    chainOf[index] = chain
    after[index] = add(index)
    let at = after[index]!
    states[at]!.afterItem = true
    for (const token of template.slice(1, -1)) at = next(at, token)
    states[at]!.rest = last
  }

  for (const { index } of nonTerminals)
    if (beginsWithItself(states, roots, index)) throw ambiguous(index, 'begins with itself')

  const first = firstTokens(states, roots)
  const follow = followTokens(states, roots, after, first)
  const rest = shortestRest(states, roots, after)
  const columns = tokens.length + 1
  const actions = new Int32Array(states.length * columns)
  for (const [i, state] of states.entries()) {
    const row = actions.subarray(i * columns, (i + 1) * columns)
    const set = (token: number, kind: number, operand: number) => {
      if (row[token] !== 0) throw ambiguous(state.nonTerminal, `two ways to read ${tokens[token]}`)
      row[token] = kind | (operand << 3)
    }
    for (const [token, to] of state.edges) set(token, action.shift, to)
    if (state.slot) for (const token of first[state.slot.nonTerminal]!) set(token, action.enter, state.slot.next)
    if (state.rest >= 0) for (const token of first[state.rest]!) set(token, action.rest, roots[state.rest]!)
    const item = state.complete >= 0 && after[state.nonTerminal]! >= 0
    if (!state.afterItem && state.complete < 0) continue
    // What may follow here must not also go on from here; then everything else may leave, and is judged further up.
    const onward = item ? onwardFrom(states[after[state.nonTerminal]!]!, first) : []
    for (const token of [...follow[state.nonTerminal]!, ...onward]) {
      if (row[token] !== 0) throw ambiguous(state.nonTerminal, `two ways to read ${tokens[token]}`)
    }
    const end = item ? action.item | (after[state.nonTerminal]! << 3) : action.leave
    for (let token = 0; token < columns; token++) row[token] ||= end
  }
  return {
    columns,
    actions,
    roots,
    chainOf,
    nonTerminal: Uint8Array.from(states, (state) => state.nonTerminal),
    settles: Int16Array.from(states, ({ through }) => (through.size === 1 ? [...through][0]! : -1)),
    completes: Int16Array.from(states, ({ complete }) => complete),
    slot: Int16Array.from(states, ({ slot }) => slot?.nonTerminal ?? -1),
    afterItem: Uint8Array.from(states, ({ afterItem }) => Number(afterItem)),
    rest: Float64Array.from(rest),
  }
}

function templateOf({ template, templateStart }: Tables, production: number): number[] {
  return [...template.subarray(templateStart[production], templateStart[production + 1])]
}

/** 1 for every production that has a finite text in these tokens. */
function possibleProductions(
  { productions, nonTerminals }: Symbols,
  tables: Tables,
  usable: ReadonlySet<number>,
): Uint8Array {
  const possible = new Uint8Array(productions.length)
  const writable = new Uint8Array(nonTerminals.length)
  for (let changed = true; changed; ) {
    changed = false
    for (const { number } of productions) {
      if (possible[number]) continue
      if (!templateOf(tables, number).every((symbol) => (symbol >= 0 ? usable.has(symbol) : writable[-1 - symbol])))
        continue
      possible[number] = 1
      changed = true
      for (const { index } of nonTerminals) if (tables.admits[index * 256 + number]) writable[index] = 1
    }
  }
  return possible
}

function beginsWithItself(states: readonly State[], roots: Int16Array, nonTerminal: number): boolean {
  const seen = new Set<number>()
  for (let at = nonTerminal; ; ) {
    const root = roots[at]!
    const slot = root < 0 ? undefined : states[root]!.slot
    if (slot === undefined || seen.has(slot.nonTerminal)) return false
    if (slot.nonTerminal === nonTerminal) return true
    seen.add(slot.nonTerminal)
    at = slot.nonTerminal
  }
}

function onwardFrom(state: State, first: readonly ReadonlySet<number>[]): number[] {
  return [
    ...state.edges.keys(),
    ...(state.slot ? first[state.slot.nonTerminal]! : []),
    ...(state.rest >= 0 ? first[state.rest]! : []),
  ]
}

/** Per non-terminal: tokens that a text of it can begin with. */
function firstTokens(states: readonly State[], roots: Int16Array): Set<number>[] {
  const first = Array.from(roots, () => new Set<number>())
  untilStable(() => {
    let grew = false
    for (const [nonTerminal, root] of roots.entries()) {
      if (root >= 0) grew = addAll(first[nonTerminal]!, onwardFrom(states[root]!, first)) || grew
    }
    return grew
  })
  return first
}

/** Per non-terminal: tokens that can come right after a text of it. */
function followTokens(
  states: readonly State[],
  roots: Int16Array,
  after: Int16Array,
  first: readonly ReadonlySet<number>[],
): Set<number>[] {
  const follow = Array.from(roots, () => new Set<number>())
  untilStable(() => {
    let grew = false
    for (const { nonTerminal, slot, rest } of states) {
      if (slot) {
        const next = states[slot.next]!
        const into = follow[slot.nonTerminal]!
        grew = addAll(into, onwardFrom(next, first)) || grew
        if (next.complete < 0) continue
        grew = addAll(into, follow[nonTerminal]!) || grew
        if (after[nonTerminal]! >= 0) grew = addAll(into, onwardFrom(states[after[nonTerminal]!]!, first)) || grew
      }
      if (rest >= 0) grew = addAll(follow[rest]!, follow[nonTerminal]!) || grew
    }
    return grew
  })
  return follow
}

/** Per state: fewest tokens that complete its non-terminal. */
function shortestRest(states: readonly State[], roots: Int16Array, after: Int16Array): number[] {
  const rest = states.map(() => Number.POSITIVE_INFINITY)
  const whole = (nonTerminal: number) =>
    roots[nonTerminal]! < 0 ? Number.POSITIVE_INFINITY : rest[roots[nonTerminal]!]!
  untilStable(() => {
    let shrank = false
    for (const [i, state] of states.entries()) {
      const ways = [...state.edges.values()].map((to) => 1 + rest[to]!)
      if (state.slot) ways.push(whole(state.slot.nonTerminal) + rest[state.slot.next]!)
      if (state.rest >= 0) ways.push(whole(state.rest))
      if (state.complete >= 0 || after.includes(i)) ways.push(0)
      const best = Math.min(...ways)
      if (best < rest[i]!) {
        rest[i] = best
        shrank = true
      }
    }
    return shrank
  })
  return rest
}

function addAll(into: Set<number>, values: Iterable<number>): boolean {
  const before = into.size
  for (const value of values) into.add(value)
  return into.size > before
}

function untilStable(pass: () => boolean): void {
  while (pass()) {
    // Each pass reports whether it changed anything.
  }
}
