import type { Bot } from '../bot.ts'
import type { Orders } from '../orders.ts'
import type { PathFinder } from '../path-finding/path-finder.ts'
import type { Player, State } from '../state.ts'
import { AbstractActions } from './abstraction/abstract-actions.ts'
import { Translator } from './abstraction/translate.ts'

/** A bot that assigns abstract actions (`AbstractionLayerAI` of the reference). They survive from tick to tick. */
export abstract class Commander implements Bot {
  protected readonly actions: AbstractActions
  readonly #translator: Translator

  /** @param finder used by this bot alone */
  constructor(finder: PathFinder, actions: AbstractActions = new AbstractActions()) {
    this.actions = actions
    this.#translator = new Translator(finder)
  }

  reset(): void {
    this.actions.clear()
  }

  decide(state: State, player: Player, orders: Orders): void {
    this.actions.fit(state.id.length)
    this.command(state, player)
    this.#translator.translate(state, player, this.actions, orders)
  }

  /** Assigns abstract actions, to busy units too. */
  protected abstract command(state: State, player: Player): void
}
