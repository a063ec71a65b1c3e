import { setTimeout } from 'node:timers/promises'
import type { Delivery, Transport } from '@cairn/coordinator'
import { canonicalOptions, domainOf } from '@cairn/domains'
import { cairn } from '@cairn/proto'
import { matchSchema, wireSchema } from '@cairn/proto/queue'
import { type Fixture, type MatchResult, viewOf } from './fixture.ts'
import { playHere } from './play-here.ts'

export interface PlayOnWorkers {
  readonly fixtures: readonly Fixture[]
  /** This is the one consumer of its deliveries, and closes it when the signal aborts. */
  readonly transport: Transport
  /** The run that the transport was opened for. */
  readonly run: string
  /** Keeps apart what is left of an earlier sitting. */
  readonly epoch: number
  readonly took: (fixture: Fixture, result: MatchResult) => void
  /** Why nothing goes on at the moment, in words. */
  readonly waiting: (reason: string) => void
  readonly signal: AbortSignal
}

/** No worker brings the match to an end. */
export class MatchLost extends Error {
  readonly code = 'E_MATCH_LOST'
  constructor({ map, first, second }: Fixture, reason: string) {
    const name = (side: Fixture['first']) => (side.kind === 'bot' ? side.key : side.text)
    super(`no worker brings this match on ${map.map} to an end: ${name(first)} against ${name(second)}: ${reason}`)
  }
}

/** Matches of a batch: small, since one may take seconds. */
const perBatch = 8
/** Workers that a batch may outlive before its matches are sent one by one, and a match before it is given up. */
const mostLosses = 3
/** Pause before a batch that was refused is sent again. */
const refusedMs = 1_000

/** Matches that are alike in all but the program that is evaluated. */
interface Batch {
  readonly fixtures: readonly Fixture[]
  losses: number
}

/**
 * Plays matches on whatever is behind the transport. A match is an episode of a program; one in which a program failed is
 * played again here, where a program that fails waits in that tick.
 *
 * @throws MatchLost; the signal's reason; an error of the transport
 */
export async function playOnWorkers(options: PlayOnWorkers): Promise<void> {
  const { fixtures, transport, run, epoch, took, waiting, signal } = options
  const out = new Map<string, Batch>()
  /** Reasons that have been told. */
  const refusals = new Set<string>()
  let left = fixtures.length
  let sent = 0
  if (left === 0) return
  const stop = () => void transport.close()
  signal.addEventListener('abort', stop)
  const sending = sendAll(batchesOf(fixtures)).catch((error: unknown) => error)
  try {
    for await (const delivery of transport.deliveries()) {
      await take(delivery)
      if (left === 0) break
    }
  } finally {
    signal.removeEventListener('abort', stop)
  }
  if (left > 0) {
    signal.throwIfAborted()
    throw (await sending) ?? new Error('the workers are gone')
  }

  async function sendAll(batches: Iterable<Batch>): Promise<void> {
    for (const batch of batches) {
      if (signal.aborted) return
      await send(batch)
    }
  }

  async function send(batch: Batch): Promise<void> {
    const id = `match-${sent++}`
    out.set(id, batch)
    await transport.submit({ id, domain: domainNameOf(batch), bytes: encoded(batch, { run, id, epoch }) })
  }

  async function take(delivery: Delivery): Promise<void> {
    if (delivery.kind === 'lost') return lost(delivery.id, delivery.reason)
    const result = decoded(delivery.bytes)
    if (result === undefined || result.run !== run || result.epoch !== epoch) return
    const batch = out.get(result.batch)
    if (batch === undefined) return
    const { failure, scores, steps } = result
    if (failure?.refused) {
      if (!refusals.has(failure.reason ?? '')) waiting(`the workers refuse the matches: ${failure.reason ?? ''}`)
      refusals.add(failure.reason ?? '')
      out.delete(result.batch)
      void setTimeout(refusedMs, undefined, { signal })
        .then(() => send(batch))
        .catch(() => {})
      return
    }
    if (failure != null) return lost(result.batch, failure.reason ?? 'no reason is known')
    if (scores.length !== batch.fixtures.length || steps.length !== scores.length) {
      return lost(result.batch, 'an answer to another question')
    }
    out.delete(result.batch)
    for (const [at, fixture] of batch.fixtures.entries()) took(fixture, resultOf(fixture, scores[at]!, steps[at]!))
    left -= batch.fixtures.length
  }

  async function lost(id: string, reason: string): Promise<void> {
    const batch = out.get(id)
    if (batch === undefined) return
    out.delete(id)
    if (++batch.losses < mostLosses) return send(batch)
    if (batch.fixtures.length === 1) throw new MatchLost(batch.fixtures[0]!, reason)
    await sendAll(batch.fixtures.map((fixture) => ({ fixtures: [fixture], losses: 0 })))
  }
}

/** Of a return of the program that was evaluated; -1 says that a program failed, whichever. */
function resultOf(fixture: Fixture, returned: number, ticks: number): MatchResult {
  if (returned === -1) return playHere(fixture)
  const points = viewOf(fixture) === 0 ? returned : 1 - returned
  return { points: points as MatchResult['points'], ticks, failed: false }
}

function* batchesOf(fixtures: readonly Fixture[]): Generator<Batch> {
  const groups = new Map<string, Fixture[]>()
  for (const fixture of fixtures) {
    const { map } = fixture
    const key = `${map.key} ${viewOf(fixture)} ${opponentOf(fixture).key}`
    groups.set(key, [...(groups.get(key) ?? []), fixture])
  }
  for (const group of groups.values()) {
    for (let at = 0; at < group.length; at += perBatch) yield { fixtures: group.slice(at, at + perBatch), losses: 0 }
  }
}

/** Whom the program that is evaluated plays. */
function opponentOf(fixture: Fixture): Fixture['first'] {
  return viewOf(fixture) === 0 ? fixture.second : fixture.first
}

function programOf(fixture: Fixture): Uint8Array {
  const side = viewOf(fixture) === 0 ? fixture.first : fixture.second
  if (side.kind === 'bot') throw new Error('two bots do not play')
  return side.program
}

function domainNameOf({ fixtures }: Batch): string {
  return domainOf(fixtures[0]!.map.spec.name).name
}

function encoded({ fixtures }: Batch, address: { run: string; id: string; epoch: number }): Uint8Array {
  const [one] = fixtures
  const { spec } = one!.map
  const opponent = opponentOf(one!)
  const options = opponent.kind === 'bot' ? { ...spec.options, opponents: opponent.key } : spec.options
  const programs = fixtures.map(programOf)
  return cairn.v1.Batch.encode({
    ...address,
    schema: opponent.kind === 'bot' ? wireSchema : matchSchema,
    task: {
      name: spec.name,
      options: canonicalOptions({ name: spec.name, options }),
      domainHash: domainOf(spec.name).hash,
    },
    programs: Buffer.concat(programs),
    lengths: programs.map(({ length }) => length),
    firstEpisode: viewOf(one!),
    episodes: 1,
    ...(opponent.kind === 'bot' ? {} : { opponents: opponent.program, opponentLengths: [opponent.program.length] }),
  }).finish()
}

function decoded(bytes: Uint8Array): cairn.v1.Result | undefined {
  try {
    return cairn.v1.Result.decode(bytes)
  } catch {
    return undefined
  }
}
