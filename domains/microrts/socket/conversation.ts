import type { Bot } from '../bot.ts'
import type { Player } from '../state.ts'
import { acknowledgement, writeAnswer } from './answers.ts'
import { BadMessage } from './bad-message.ts'
import { type BotFault, GameInProgress } from './game-in-progress.ts'
import { type Notation, notationOf, notationOrThrow } from './notation.ts'
import { expectsBody, type Request, readRequest, type Word, wordOf } from './requests.ts'
import { type Ground, readState } from './state-message.ts'
import { type Rules, readTable } from './table-message.ts'

/** A game as it begins, with the first decision. */
export interface GameStart {
  readonly seat: Player
  readonly width: number
  readonly height: number
  /** Name of the unit table. */
  readonly table: string
  readonly notation: Notation
  /** What the engine says a decision may take; -1: no limit. It watches over that in tournaments only. */
  readonly budgetMs: number
}

/** How a game ended. */
export interface GameReport extends GameStart {
  /** -1: nobody; undefined: the engine left, or began another game, without saying. */
  readonly winner: -1 | Player | undefined
  /** Of the last state that came. */
  readonly tick: number
  readonly decisions: number
}

/** Who is told what happens in a conversation. */
export interface ConversationListener {
  began?(game: GameStart): void
  over?(game: GameReport): void
  /** Once for each message that cannot be followed, and once a game for each kind of thing that the bot does wrong. */
  fault?(fault: BadMessage | BotFault): void
}

/**
 * The agent's side of one connection of the Java engine's socket protocol: lines in, lines out. It speaks first, with
 * `greeting`; then every request (one line, or two) has one line as its answer.
 *
 *   new --budget, utt--> ready --getAction--> playing --gameOver--> over
 *                          ^                     |                   |
 *                          +----------------- budget, utt -----------+
 *
 * A request that cannot be followed is a fault, told to the listener, and answered all the same with what does no harm:
 * an acknowledgement, or an empty list of orders, for which the engine lets idle units wait. The engine would wait for
 * an answer for ever. Only lines that are no requests get no answer.
 */
export class Conversation {
  /** The line to begin with. */
  readonly greeting: string
  readonly #bot: Bot
  readonly #listener: ConversationListener
  #notation: Notation = 'json'
  #budgetMs: number | undefined
  #rules: Rules | undefined
  #ground: Ground | undefined
  #game: GameInProgress | undefined
  /** The request whose second line is to come; without the request when its first line was wrong. */
  #open: { readonly word: Word; readonly request: Request | undefined } | undefined
  #faults = 0
  #isEnded = false

  constructor(bot: Bot, { name, listener = {} }: { readonly name: string; readonly listener?: ConversationListener }) {
    this.greeting = `Cairn: ${name.replaceAll(/[^ -~]/g, '?')}`
    this.#bot = bot
    this.#listener = listener
  }

  /** Messages so far that could not be followed. */
  get faults(): number {
    return this.#faults
  }

  /** The other side has said that it ends. */
  get isEnded(): boolean {
    return this.#isEnded
  }

  /** Takes the next line, without its end, and gives the line to answer with, if there is one to give. */
  hear(line: string): string | undefined {
    const open = this.#open
    this.#open = undefined
    if (open !== undefined) {
      if (wordOf(line) === undefined) return this.#hearBody(open, line)
      this.#fault(new BadMessage('out-of-order', `${open.word} came without its second line`))
    }
    return this.#hearRequest(line)
  }

  /**
   * The stream has ended.
   *
   * @param isWithinLine it ended within a line
   * @param isOurs this side has ended it, and may well have done so within a message
   */
  close({ isWithinLine = false, isOurs = false } = {}): void {
    if (!isOurs && (isWithinLine || this.#open !== undefined)) {
      this.#fault(new BadMessage('cut-off', `the connection ended within ${this.#open?.word ?? 'a line'}`))
    }
    this.#open = undefined
    this.#finish(undefined)
  }

  #hearRequest(line: string): string | undefined {
    try {
      const request = readRequest(line)
      if (expectsBody(request.word)) {
        this.#open = { word: request.word, request }
        return undefined
      }
      return this.#follow(request)
    } catch (cause) {
      const fault = this.#fault(cause)
      const word = wordOf(line)
      if (fault.fault === 'unknown' || word === undefined) return undefined
      if (!expectsBody(word)) return acknowledgement
      this.#open = { word, request: undefined }
      return undefined
    }
  }

  #follow(request: Request): string | undefined {
    if (request.word === 'end') {
      this.#isEnded = true
      return undefined
    }
    if (request.word === 'budget') {
      this.#finish(undefined)
      this.#budgetMs = request.ms
      this.#rules = undefined
    }
    if (request.word === 'gameOver') {
      if (this.#rules === undefined) throw new BadMessage('out-of-order', 'gameOver came while no game was played')
      this.#finish(request.winner)
      this.#rules = undefined
      this.#budgetMs = undefined
    }
    return acknowledgement
  }

  #hearBody({ word, request }: { readonly word: Word; readonly request: Request | undefined }, body: string): string {
    const nothing = () => {
      if (word !== 'getAction') return acknowledgement
      return writeAnswer(notationOf(body) ?? this.#notation, [])
    }
    if (request === undefined) return nothing()
    try {
      if (request.word === 'utt') this.#begin(body)
      if (request.word === 'preGameAnalysis') this.#analyse(body)
      if (request.word === 'getAction') return this.#answer(request.player, body)
    } catch (cause) {
      this.#fault(cause)
    }
    return nothing()
  }

  #begin(body: string): void {
    this.#finish(undefined)
    this.#rules = undefined
    this.#notation = notationOf(body) ?? this.#notation
    const rules = readTable(body)
    this.#rules = rules
    if (this.#budgetMs === undefined) throw new BadMessage('out-of-order', 'utt came without a budget before it')
  }

  #analyse(body: string): void {
    if (this.#rules === undefined) throw new BadMessage('out-of-order', 'preGameAnalysis came before a unit table')
    if (this.#game !== undefined) throw new BadMessage('out-of-order', 'preGameAnalysis came in the middle of a game')
    this.#ground = readState(body).ground
  }

  #answer(player: Player, body: string): string {
    const rules = this.#rules
    if (rules === undefined) throw new BadMessage('out-of-order', 'getAction came before budget and utt')
    this.#notation = notationOrThrow(body)
    const message = this.#game?.read(body) ?? readState(body, this.#ground)
    const game = this.#game ?? new GameInProgress(rules, message.ground, this.#bot, (fault) => this.#tell(fault))
    const orders = game.decide(message, player)
    if (this.#game === undefined) {
      this.#game = game
      this.#listener.began?.(this.#startOf(game))
    }
    return writeAnswer(this.#notation, orders)
  }

  #finish(winner: -1 | Player | undefined): void {
    const game = this.#game
    this.#game = undefined
    this.#ground = undefined
    if (game === undefined) return
    this.#listener.over?.({ ...this.#startOf(game), winner, tick: game.tick, decisions: game.decisions })
  }

  #startOf({ seat = 0, state, rules }: GameInProgress): GameStart {
    const { width, height } = state.map
    const budgetMs = this.#budgetMs ?? -1
    return { seat, width, height, table: rules.table.name, notation: this.#notation, budgetMs }
  }

  #fault(cause: unknown): BadMessage {
    if (!(cause instanceof BadMessage)) throw cause
    this.#faults += 1
    this.#tell(cause)
    return cause
  }

  #tell(fault: BadMessage | BotFault): void {
    this.#listener.fault?.(fault)
  }
}
