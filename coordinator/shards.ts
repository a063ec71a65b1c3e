import type { Program } from '@cairn/language'
import { cairn } from '@cairn/proto'
import {
  type Portion,
  type Shard,
  type ShardOptions,
  type ShardState,
  type ShardWatch,
  shardDefaults,
  type Ticket,
  type Work,
} from './shard.ts'
import type { Delivery, Transport } from './transport.ts'
import {
  type BatchHeader,
  batchRoom,
  columnsAgree,
  columnsFit,
  decodeResult,
  encodeBatch,
  fingerprint,
  mostPrograms,
  type Rejection,
  wireBytes,
} from './wire.ts'

const { Status } = cairn.v1

/** Unwanted batches still heard, for each that may be out: they hold their programs, and many never come back. */
const unwantedWindows = 4

export interface ShardsSetup {
  /** With the task of the run. */
  readonly header: BatchHeader
  /** Name of the domain, for routing. */
  readonly domain: string
  readonly transport: Transport
  readonly watch: ShardWatch
  readonly options?: Partial<ShardOptions>
}

/** Sends the batches of all open questions of a run over one transport, and brings each of them to an end. */
export class Shards {
  readonly #setup: ShardsSetup
  readonly #options: ShardOptions
  /** Questions that may have something to send, the next one first, with the number of batches each has had. */
  #hungry: { readonly work: Work; batches: number }[] = []
  /** Queued once more: sent before anything new. */
  readonly #again: Shard[] = []
  readonly #sent = new Set<Shard>()
  readonly #pauses = new Map<Shard, NodeJS.Timeout>()
  readonly #unwanted = new Set<Shard>()
  readonly #ofWork = new Map<Work, Set<Shard>>()
  readonly #byId = new Map<string, Shard>()
  /** Fingerprints of what settled batches were answered. */
  readonly #answers = new Map<string, string>()
  /** Batches that may be out at a time. */
  #window = 0
  #shards = 0
  #refused = false
  #pumping = false
  #closed = false

  constructor(setup: ShardsSetup) {
    this.#setup = setup
    this.#options = { ...shardDefaults, ...setup.options }
  }

  /** Takes in everything that comes back, until the transport ends or this is closed. */
  async listen(): Promise<void> {
    const { transport, watch } = this.#setup
    try {
      for await (const delivery of transport.deliveries()) {
        if (this.#closed) return
        this.#deliver(delivery)
        this.pump()
      }
      if (!this.#closed) throw new Error(`the ${transport.kind} transport ended before the run`)
    } catch (error) {
      if (!this.#closed) watch.failed(error)
    }
  }

  /** Sends the programs of a question, taking turns with the others. */
  add(work: Work): void {
    this.#hungry.push({ work, batches: 0 })
    this.pump()
  }

  /** The question no longer needs its tickets from this one on. */
  cancel(work: Work, from = 0): void {
    if (from === 0) this.#hungry = this.#hungry.filter((hungry) => hungry.work !== work)
    const ids: string[] = []
    for (const shard of this.#ofWork.get(work) ?? []) {
      if (shard.portion.tickets[0]!.number < from || shard.state === 'unwanted') continue
      ids.push(...shard.ids)
      this.#giveUp(shard)
    }
    if (ids.length > 0) this.#setup.transport.cancel(ids)
  }

  /** Sends what there is to send, as far as the workers can use it. */
  pump(): void {
    if (this.#pumping || this.#closed) return
    this.#pumping = true
    const { threads } = this.#setup.transport.capacity()
    // For each thread one batch to run and one to follow.
    this.#window = 2 * Math.max(threads, 1)
    while (this.#again.length > 0 && this.#sent.size < this.#window) this.#send(this.#again.shift()!)
    while (this.#hungry.length > 0 && this.#sent.size + this.#pauses.size < this.#window) this.#sendNew(threads)
    this.#pumping = false
  }

  close(): void {
    this.#closed = true
    for (const pause of this.#pauses.values()) clearTimeout(pause)
    const ids = [...this.#sent].flatMap((shard) => shard.ids)
    if (ids.length > 0) this.#setup.transport.cancel(ids)
    this.#setup.watch.inFlight(0)
  }

  #sendNew(threads: number): void {
    const next = this.#hungry.shift()!
    const { work, batches } = next
    const demand = { remaining: work.remaining, sent: batches, mayEndEarly: work.mayEndEarly }
    const portion = work.take(work.pace?.batchSize(demand, threads) ?? mostPrograms, batchRoom)
    if (portion === undefined) return
    next.batches++
    this.#hungry.push(next)
    this.#send(this.#shard(work, portion))
  }

  #shard(work: Work, portion: Portion): Shard {
    const number = this.#shards++
    const shard: Shard = { work, portion, number, state: 'queued', ids: [], leases: 0, refusals: 0, sentAt: 0 }
    const shards = this.#ofWork.get(work)
    if (shards === undefined) this.#ofWork.set(work, new Set([shard]))
    else shards.add(shard)
    return shard
  }

  #send(shard: Shard): void {
    const { header, domain, transport, watch } = this.#setup
    const { portion, ids } = shard
    const { asks } = portion
    const programs = programsOf(portion)
    if (programs.length === 1 && wireBytes([...programs, ...(asks.opponents ?? [])]) > batchRoom) {
      this.#poison(shard, `its ${programs[0]!.length} bytes do not fit into a message`)
      return
    }
    if (ids.length > 0) watch.sentAgain()
    const id = `${header.epoch}-${shard.number}${ids.length > 0 ? `-${ids.length}` : ''}`
    ids.push(id)
    shard.state = 'sent'
    shard.sentAt = performance.now()
    this.#byId.set(id, shard)
    this.#sent.add(shard)
    watch.inFlight(this.#sent.size)
    transport.submit({ id, domain, bytes: encodeBatch(header, id, asks, programs) }).catch((error: unknown) => {
      if (!this.#closed && shard.state === 'sent') watch.failed(error)
    })
  }

  #deliver(delivery: Delivery): void {
    if (delivery.kind === 'result') {
      this.#receive(delivery.bytes)
      return
    }
    const shard = this.#byId.get(delivery.id)
    if (shard !== undefined) this.#lost(shard, delivery.id, delivery.reason, delivery.suspect)
  }

  #receive(bytes: Uint8Array): void {
    const { header, watch } = this.#setup
    const result = decodeResult(bytes, header)
    if (typeof result === 'string') {
      watch.rejected(result)
      return
    }
    const shard = this.#byId.get(result.batch)
    if (result.epoch !== header.epoch) {
      this.#unusable('epoch', result.batch, shard)
    } else if (shard === undefined) {
      this.#compare(result)
    } else if (result.failure != null) {
      this.#failed(shard, result.batch, result.failure)
    } else if (columnsFit(result, shard.portion.asks, programsOf(shard.portion))) {
      this.#settle(shard, result)
    } else {
      this.#unusable('columns', result.batch, shard)
    }
  }

  /** It was to be the answer to the batch, so perhaps nothing else will come. */
  #unusable(why: Rejection, id: string, shard: Shard | undefined): void {
    this.#setup.watch.rejected(why)
    if (shard !== undefined) this.#pause(shard, id)
  }

  #settle(shard: Shard, result: cairn.v1.Result): void {
    const { transport, header, watch } = this.#setup
    const { work, portion, ids } = shard
    const { probe, opponents } = portion.asks
    this.#leave(shard, 'settled')
    const answer = fingerprint(result)
    for (const id of ids) this.#answers.set(id, answer)
    for (const id of this.#answers.keys()) {
      if (this.#answers.size <= this.#options.remembered) break
      this.#answers.delete(id)
    }
    if (ids.length > 1) transport.cancel(ids.filter((id) => id !== result.batch))
    this.#refused = false

    const matches = opponents === undefined ? 0 : result.episodes.reduce((sum, of) => sum + of, 0)
    const programs = result.statuses.filter((status) => status !== Status.STATUS_SKIPPED).length
    work.pace?.measured(opponents === undefined ? programs : Math.ceil(matches / 2), result.evaluationSeconds)
    watch.settled({
      task: (probe?.task ?? header.task).name,
      outSeconds: (performance.now() - shard.sentAt) / 1000,
      evaluationSeconds: result.evaluationSeconds,
      steps: result.steps.reduce((sum, of) => sum + of, 0),
      matches,
    })
    work.settled(portion, result)
  }

  /** A result for a batch that is not out: a second one, or nobody's. */
  #compare(result: cairn.v1.Result): void {
    const { watch } = this.#setup
    const first = this.#answers.get(result.batch)
    if (first === undefined) watch.rejected('batch')
    else if (result.failure != null) return
    else if (!columnsAgree(result)) watch.rejected('columns')
    else if (fingerprint(result) !== first) watch.mismatch()
  }

  #failed(shard: Shard, id: string, { refused, reason, suspect }: cairn.v1.Failure.$Properties): void {
    const why = reason || 'no reason given'
    if (!refused) {
      this.#lost(shard, id, why, suspect ?? undefined)
    } else if (why.startsWith('programs')) {
      // One of them is no program of the language, and every worker would say so.
      shard.leases = this.#options.maxLeases
      this.#lost(shard, id, why)
    } else {
      // Another worker may have the right version or domain.
      this.#pause(shard, id)
      if (!this.#refused) this.#setup.watch.refused(why)
      this.#refused = true
    }
  }

  #lost(shard: Shard, id: string, reason: string, suspect?: number): void {
    if (!this.#isOut(shard, id)) return
    const { tickets } = shard.portion
    shard.leases++
    if (tickets.length > 1 && suspect !== undefined && suspect < tickets.length) {
      const others = tickets.filter((_, index) => index !== suspect)
      this.#divide(shard, [tickets[suspect]!], others)
    } else if (shard.leases < this.#options.maxLeases) {
      this.#sent.delete(shard)
      shard.state = 'queued'
      this.#again.push(shard)
    } else if (tickets.length > 1) {
      const half = tickets.length >> 1
      this.#divide(shard, tickets.slice(0, half), tickets.slice(half))
    } else {
      this.#poison(shard, reason)
    }
  }

  /** Whether this is the latest sending of a batch that is still wanted. */
  #isOut(shard: Shard, id: string): boolean {
    if (shard.state === 'unwanted') this.#leave(shard, 'unwanted')
    return shard.state === 'sent' && id === shard.ids[shard.ids.length - 1]
  }

  #divide(shard: Shard, ...parts: readonly (readonly Ticket[])[]): void {
    this.#leave(shard, 'divided')
    const { asks } = shard.portion
    for (const tickets of parts) this.#again.push(this.#shard(shard.work, { asks, tickets }))
  }

  #poison(shard: Shard, reason: string): void {
    this.#leave(shard, 'poisoned')
    shard.work.poisoned(shard.portion, reason)
  }

  /** Sends the batch again after a pause, unless a good result comes first. */
  #pause(shard: Shard, id: string): void {
    if (!this.#isOut(shard, id)) return
    const { retryMs, mostRetryMs } = this.#options
    this.#sent.delete(shard)
    shard.state = 'queued'
    const send = () => {
      this.#pauses.delete(shard)
      this.#again.push(shard)
      this.pump()
    }
    this.#pauses.set(shard, setTimeout(send, Math.min(retryMs * 2 ** shard.refusals++, mostRetryMs)))
  }

  #giveUp(shard: Shard): void {
    this.#leave(shard, 'unwanted')
    if (shard.ids.length === 0) return
    for (const id of shard.ids) this.#byId.set(id, shard)
    this.#unwanted.add(shard)
    const [oldest] = this.#unwanted
    if (this.#unwanted.size > unwantedWindows * this.#window) this.#leave(oldest!, 'unwanted')
  }

  #leave(shard: Shard, state: ShardState): void {
    const { work, ids } = shard
    clearTimeout(this.#pauses.get(shard))
    this.#pauses.delete(shard)
    if (shard.state === 'queued' && this.#again.includes(shard)) this.#again.splice(this.#again.indexOf(shard), 1)
    this.#sent.delete(shard)
    this.#unwanted.delete(shard)
    for (const id of ids) this.#byId.delete(id)
    const shards = this.#ofWork.get(work)
    shards?.delete(shard)
    if (shards?.size === 0) this.#ofWork.delete(work)
    shard.state = state
    this.#setup.watch.inFlight(this.#sent.size)
  }
}

function programsOf({ tickets }: Portion): Program[] {
  return tickets.map(({ program }) => program)
}
