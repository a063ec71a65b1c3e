import type { Program } from '@cairn/language'
import type { cairn } from '@cairn/proto'
import { Answering } from './answering.ts'
import { fitOf, type MatchGroup, MatchGroups } from './match-groups.ts'
import { type MatchesAsk, matchesHash, opponentsThatFit, priceOf, scoreOf } from './matches-ask.ts'
import type { MatchesAnswer, MatchesPort } from './matches-port.ts'
import type { Pace } from './pace.ts'
import type { Verdict } from './score-cache.ts'
import type { Portion, Ticket } from './shard.ts'
import { wireBytes } from './wire.ts'

/** There is a winner; all were charged and there is none; or the budget does not pay for the next one. */
type End = 'winner' | 'all' | 'cut'

/**
 * The first program whose score against some opponents is above a threshold, or, where that is infinite, the matches of
 * all. Programs are drawn as they can be sent, so some beyond the winner are played in vain.
 *
 * Only pairs that are not known are played. A batch has one list of opponents and one threshold, so programs that lack
 * different ones go into different batches. The worker's threshold is on the mean of the batch, whose rounding is not
 * that of the score; it is a hint for the worker of when to stop. Whatever comes back, the score or its bound is computed
 * here from the returns, and what that does not decide is sent again, without a threshold.
 */
export class MatchesQuestion extends Answering<MatchesAnswer> {
  readonly pace: Pace
  readonly #port: MatchesPort
  readonly #ask: MatchesAsk
  /** Budget left, in pairs. */
  readonly #left: number
  readonly #programs: Iterator<Program>
  /** Entries of the opponents, in order, and each of them once. */
  readonly #opponents: Uint32Array
  readonly #different: readonly number[]
  /** Every match of a charged program is needed. */
  readonly #whole: boolean
  /** Programs that can be charged, at most. */
  readonly #most: number
  /** Entries of the store, by number. */
  readonly #entries: number[] = []
  /** Entries that are needed, or were. */
  readonly #asked = new Set<number>()
  readonly #groups: MatchGroups
  /** Batches of the program that are waiting or out, by its number. */
  readonly #pending = new Map<number, number>()
  /** Numbers that a threshold has not decided. */
  readonly #undecided = new Set<number>()
  /** Pairs sent, by number. */
  readonly #sent = new Map<number, number>()
  /** The workers may come for more. */
  #hungry = true
  /** Lowest number known to be better. */
  #better = Number.POSITIVE_INFINITY
  /** All numbers below are known, charged, and not better. */
  #frontier = 0
  #charged = 0
  #exhausted = false

  constructor(port: MatchesPort, ask: MatchesAsk, programs: Iterable<Program>, left: number) {
    super()
    this.pace = port.pace
    this.#port = port
    this.#ask = ask
    this.#left = left
    this.#programs = programs[Symbol.iterator]()
    this.#groups = new MatchGroups(port.store)
    this.#opponents = Uint32Array.from(ask.opponents, (opponent) => port.store.entry(opponent))
    this.#different = [...new Set(this.#opponents)]
    this.#whole = ask.every || ask.charge === 'valid' || port.bestReturn === undefined
    this.#most = ask.charge === 'each' ? Math.floor(left / this.#opponents.length) : Number.POSITIVE_INFINITY
  }

  get remaining(): number {
    const undrawn = this.#exhausted ? 0 : this.#most - this.#entries.length
    return Math.max(0, this.#groups.waiting + undrawn) * this.#different.length
  }

  get mayEndEarly(): boolean {
    return this.#ask.threshold < Number.POSITIVE_INFINITY
  }

  take(most: number, room: number): Portion | undefined {
    let portion: Portion | undefined
    this.guarded(() => {
      const enough = Math.ceil(most / this.#different.length)
      while (this.#groups.waiting < enough && this.#drawOne());
      portion = this.#next(most, room)
    })
    this.#hungry = portion !== undefined && !this.over
    return this.over ? undefined : portion
  }

  settled(portion: Portion, result: cairn.v1.Result): void {
    this.#port.record(portion, result)
    this.guarded(() => {
      const numbers = portion.tickets.map(({ number }) => number)
      this.advance(numbers)
      if (this.over) return
      for (const number of numbers) {
        if (portion.asks.threshold !== undefined) this.#undecided.add(number)
        this.#unpend(number)
      }
      this.#offer()
    })
  }

  /** Of several opponents, each is tried alone: who takes the worker down must not depend on whom else was asked about. */
  poisoned({ asks, tickets }: Portion, reason: string): void {
    const { number, program } = tickets[0]!
    const opponents = asks.opponents ?? []
    if (opponents.length === 1) this.#port.recordPoison(program, opponents[0]!, reason)
    this.guarded(() => {
      if (opponents.length > 1) for (const opponent of opponents) this.#queue(number, [opponent], undefined)
      this.advance([number])
      if (this.over) return
      this.#unpend(number)
      this.#offer()
    })
  }

  protected advance(known: readonly number[]): void {
    for (const number of known) if (this.#verdict(number) === 'better') this.#better = Math.min(this.#better, number)
    if (known.includes(this.#better)) this.#port.cancel(this, this.#better + 1)
    const end = this.#walk()
    if (end !== undefined) this.#answer(end)
  }

  protected leave(): void {
    this.#port.cancel(this, 0)
    this.#programs.return?.()
  }

  /** Goes on as far as the programs are known, charging each. @returns how the question ends, if it does */
  #walk(): End | undefined {
    const price = this.#ask.charge === 'none' ? 0 : this.#opponents.length
    for (; ; this.#frontier++) {
      if (this.#frontier === this.#entries.length && !this.#draw()) return 'all'
      if (this.#charged + price > this.#left) return 'cut'
      const verdict = this.#verdict(this.#frontier)
      if (verdict === 'unknown') return undefined
      this.#charged += this.#priceAt(this.#frontier)
      if (verdict === 'better') return 'winner'
    }
  }

  /** Numbers from this one on are not wanted, or not yet. */
  get #end(): number {
    // Nearly every program is better than nothing: none is played ahead.
    const one = this.#ask.threshold === Number.NEGATIVE_INFINITY ? this.#frontier + 1 : Number.POSITIVE_INFINITY
    return Math.min(this.#better, this.#most, one)
  }

  #drawOne(): boolean {
    return !this.#exhausted && this.#entries.length < this.#end && this.#draw()
  }

  /** @returns false if there are no more */
  #draw(): boolean {
    const next = this.#exhausted ? undefined : this.#programs.next()
    if (next === undefined || next.done === true) {
      this.#exhausted = true
      return false
    }
    const entry = this.#port.store.entry(next.value)
    const number = this.#entries.push(entry) - 1
    const verdict = this.#verdict(number)
    if (verdict === 'better') this.#better = Math.min(this.#better, number)
    if (verdict !== 'unknown' || this.#asked.has(entry)) return true
    this.#asked.add(entry)
    this.#queueMissing(number)
    return true
  }

  /** Puts it where the programs wait that lack the same matches. */
  #queueMissing(number: number): void {
    const { store, pairs } = this.#port
    const entry = this.#entries[number]!
    const missing = this.#different.filter((opponent) => !pairs.isWhole(entry, opponent))
    const opponents = opponentsThatFit(missing.map((opponent) => store.program(opponent)))
    this.#queue(number, opponents, opponents.length === missing.length ? this.#hint(number) : undefined)
  }

  #queue(number: number, opponents: readonly Program[], threshold: number | undefined): void {
    this.#groups.add(number, opponents, threshold)
    this.#pending.set(number, (this.#pending.get(number) ?? 0) + 1)
  }

  /** What the mean of the missing matches has to exceed for the score to exceed the threshold, but for rounding. */
  #hint(number: number): number | undefined {
    const { threshold } = this.#ask
    if (this.#whole || threshold === Number.POSITIVE_INFINITY || this.#undecided.has(number)) return undefined
    const { pairs } = this.#port
    const entry = this.#entries[number]!
    let known = 0
    let missing = 0
    for (const opponent of this.#opponents) {
      const pair = pairs.find(entry, opponent)
      const sum = pair < 0 ? Number.NaN : pairs.first(pair) + pairs.second(pair)
      if (Number.isNaN(sum)) missing++
      else known += sum / 2
    }
    // An opponent that stands in the list several times weighs more than in the batch.
    const repeated = this.#different.length < this.#opponents.length
    return repeated || !Number.isFinite(known) ? undefined : (threshold - known) / missing
  }

  /** A batch of the group whose first program is the first of all. */
  #next(most: number, room: number): Portion | undefined {
    for (let group = this.#groups.first(); group !== undefined; group = this.#groups.first()) {
      const tickets = this.#takeOf(group, most, room)
      if (tickets.length > 0) return { asks: group.asks, tickets }
    }
    return undefined
  }

  #takeOf(group: MatchGroup, most: number, room: number): Ticket[] {
    const { programs, bytes: opponentBytes } = fitOf(group, most)
    const tickets: Ticket[] = []
    let bytes = opponentBytes
    while (tickets.length < programs) {
      const number = this.#groups.next(group)
      if (number === undefined) break
      const program = this.#port.store.program(this.#entries[number]!)
      bytes += wireBytes([program])
      if (bytes > room && tickets.length > 0) break
      this.#groups.taken(group)
      if (number < this.#end && this.#verdict(number) === 'unknown') {
        tickets.push({ number, program })
        this.#sent.set(number, (this.#sent.get(number) ?? 0) + group.asks.opponents.length)
      } else {
        this.#unpend(number)
      }
    }
    return tickets
  }

  /** One batch less of the program. If that was the last and it is still needed, there are matches to be played again. */
  #unpend(number: number): void {
    const left = this.#pending.get(number)! - 1
    this.#pending.set(number, left)
    if (left === 0 && number < this.#end && this.#verdict(number) === 'unknown') this.#queueMissing(number)
  }

  #offer(): void {
    if (this.#groups.waiting === 0 || this.#hungry) return
    this.#hungry = true
    this.#port.more(this)
  }

  #verdict(number: number): Verdict {
    const returns = this.#returns(number)
    const { threshold } = this.#ask
    const { bestReturn } = this.#port
    if (!returns.some(Number.isNaN)) return scoreOf(returns) > threshold ? 'better' : 'not-better'
    if (this.#whole) return 'unknown'
    return scoreOf(returns, bestReturn) <= threshold ? 'not-better' : 'unknown'
  }

  #returns(number: number): Float64Array {
    const { pairs } = this.#port
    const entry = this.#entries[number]!
    const returns = new Float64Array(2 * this.#opponents.length)
    for (let i = 0; i < this.#opponents.length; i++) {
      const pair = pairs.find(entry, this.#opponents[i]!)
      returns[2 * i] = pair < 0 ? Number.NaN : pairs.first(pair)
      returns[2 * i + 1] = pair < 0 ? Number.NaN : pairs.second(pair)
    }
    return returns
  }

  /** Of a program whose verdict is known. */
  #priceAt(number: number): number {
    const { charge } = this.#ask
    return charge === 'valid' ? priceOf(this.#returns(number), charge) : charge === 'each' ? this.#opponents.length : 0
  }

  #answer(end: End): void {
    const { store } = this.#port
    const programs = this.#frontier + Number(end === 'winner')
    const hash = matchesHash(this.#ask)
    for (let number = 0; number < programs; number++) hash.add(store.hash(this.#entries[number]!))
    const from = this.#ask.every ? 0 : this.#frontier
    const size = 2 * this.#opponents.length
    const returns = new Float64Array(Math.max(0, programs - from) * size)
    for (let number = from; number < programs; number++) returns.set(this.#returns(number), (number - from) * size)
    let sent = 0
    for (const [number, pairs] of this.#sent) if (number < programs) sent += pairs
    this.succeed({
      question: hash.value(),
      programs,
      returns,
      charged: this.#charged,
      cut: end === 'cut',
      cached: Math.max(0, programs * this.#opponents.length - sent),
    })
  }
}
