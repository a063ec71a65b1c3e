import { type Automaton, action } from './automaton.ts'

/**
 * Where a left-to-right reading of tokens stands. Tokens are indices into the language's `tokens`.
 *
 * Any prefix that has been pushed can be completed, because the automaton holds only productions that can be.
 */
export class Walk {
  readonly #automaton: Automaton
  #stack: number[] = []
  #state: number
  /** Fewest tokens that complete everything on the stack. */
  #owed = 0
  #pushed = 0

  constructor(automaton: Automaton, nonTerminal: number) {
    this.#automaton = automaton
    this.#state = automaton.roots[nonTerminal]!
  }

  /** Tokens read so far. */
  get pushed(): number {
    return this.#pushed
  }

  /** The text read so far is a whole one. */
  get complete(): boolean {
    return this.#settle(this.#automaton.columns - 1) === 0
  }

  /** Fewest further tokens that make a whole text. */
  get shortest(): number {
    return this.#state < 0 ? Number.POSITIVE_INFINITY : this.#owed + this.#automaton.rest[this.#state]!
  }

  /** Fewest tokens that make a whole text if this one comes next, itself included; Infinity if it may not come next. */
  shortestWith(token: number): number {
    return this.#settle(token) + 1
  }

  /** Reads a token; false, and nothing has changed, if it may not come next. */
  push(token: number): boolean {
    if (this.#settle(token) === Number.POSITIVE_INFINITY) return false
    const { columns, actions, slot, roots, rest } = this.#automaton
    for (;;) {
      const todo = actions[this.#state * columns + token]!
      const operand = todo >> 3
      switch (todo & 7) {
        case action.shift:
          this.#state = operand
          this.#pushed++
          return true
        case action.enter:
          this.#stack.push(operand)
          this.#owed += rest[operand]!
          this.#state = roots[slot[this.#state]!]!
          break
        case action.leave:
          this.#state = this.#stack.pop()!
          this.#owed -= rest[this.#state]!
          break
        default:
          this.#state = operand
      }
    }
  }

  clone(): Walk {
    const copy = new Walk(this.#automaton, 0)
    copy.#stack = this.#stack.slice()
    copy.#state = this.#state
    copy.#owed = this.#owed
    copy.#pushed = this.#pushed
    return copy
  }

  /** Fewest tokens after `token`; for the end of the text 0; Infinity if it may not come next. */
  #settle(token: number): number {
    const { columns, actions, slot, roots, rest } = this.#automaton
    let state = this.#state
    let owed = this.#owed
    let depth = this.#stack.length
    if (state < 0) return Number.POSITIVE_INFINITY
    for (;;) {
      const todo = actions[state * columns + token]!
      const operand = todo >> 3
      switch (todo & 7) {
        case action.none:
          return Number.POSITIVE_INFINITY
        case action.shift:
          return owed + rest[operand]!
        case action.enter:
          // Nothing is empty, so what is entered here takes the token before anything is left again.
          owed += rest[operand]!
          state = roots[slot[state]!]!
          break
        case action.leave:
          if (depth === 0) return token === columns - 1 ? 0 : Number.POSITIVE_INFINITY
          state = this.#stack[--depth]!
          owed -= rest[state]!
          break
        default:
          state = operand
      }
    }
  }
}
