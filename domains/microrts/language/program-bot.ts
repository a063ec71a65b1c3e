import type { Program } from '@cairn/language'
import type { Bot } from '../bot.ts'
import { Translator } from '../bots/abstraction/translate.ts'
import type { Orders } from '../orders.ts'
import { AStar } from '../path-finding/a-star.ts'
import { hasIdle, type Player, type State } from '../state.ts'
import { type Code, compile } from './compile.ts'
import { Interpreter, type InterpreterOptions } from './interpreter.ts'

/** Plays a program of MicroLanguage. `decide` throws a `ProgramError` when the program fails, which loses the game. */
export class ProgramBot implements Bot {
  readonly interpreter: Interpreter
  readonly #code: Code
  readonly #translator: Translator
  readonly #isWatched: boolean

  /** @param program a program, or one that is compiled already: bots may share it */
  constructor(program: Program | Code, options: Partial<InterpreterOptions> = {}) {
    const finder = new AStar()
    this.#code = program instanceof Uint8Array ? compile(program) : program
    this.interpreter = new Interpreter(this.#code, finder, options)
    this.#translator = new Translator(finder)
    this.#isWatched = options.usage !== undefined
  }

  reset(): void {
    this.interpreter.reset()
  }

  /** @throws ProgramError */
  decide(state: State, player: Player, orders: Orders): void {
    if (!this.#isWatched && !hasIdle(state, player) && !this.#mayFail(state, player)) return
    this.interpreter.run(state, player)
    this.#translator.translate(state, player, this.interpreter.actions, orders)
  }

  /** While every unit is busy nothing can be ordered: would the program fail? */
  #mayFail(state: State, player: Player): boolean {
    const { hasLooseEnds, fixedDirections } = this.#code
    if (hasLooseEnds) return true
    const units = state.unitsOf[player]
    const { width, height, cells } = state.map
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      const fixed = fixedDirections[state.type[units[i]]]
      if (fixed === 0) continue
      const cell = state.cell[units[i]]
      const isUp = (fixed & 1) !== 0 && cell < width
      const isRight = (fixed & 2) !== 0 && cell === cells - 1
      const isDown = (fixed & 4) !== 0 && cell >= width * (height - 1)
      const isLeft = (fixed & 8) !== 0 && cell === 0
      if (isUp || isRight || isDown || isLeft) return true
    }
    return false
  }
}
