import type { Delivery, OutgoingBatch, Transport } from '@cairn/coordinator'
import type { cairn } from '@cairn/proto'
import { evaluateBatch } from '@cairn/worker'
import { describe, expect, test } from 'vitest'
import { answerOf, guessing, hostileBatch, hostileDomain } from './hostile-batches.ts'

export interface OpenTransport {
  readonly transport: Transport
  /** Closes the transport and what it was opened with. */
  close(): Promise<void>
}

export interface ContractOptions {
  /** Programs run where their thread can be ended, so that they may be hostile. */
  readonly isolates: boolean
}

/**
 * What every transport promises. `open` gives one with workers that know the hostile domain (`hostileModule`) and, where
 * programs are isolated, give them a second.
 */
export function transportContract(
  name: string,
  open: () => Promise<OpenTransport>,
  { isolates }: ContractOptions = { isolates: true },
): void {
  describe(`the ${name} transport keeps the contract`, () => {
    test('every batch comes back, with the bytes of the pure function', async () => {
      await using carrier = await carrierOf(open)
      const batches = Array.from({ length: 60 }, (_, i) => fine(`b-${i}`, i))
      const fates = await carrier.settle(batches)
      for (const batch of batches) expect(fates.get(batch.id)?.answer).toEqual(answerOf(pure(batch.bytes)))
    })

    test('more batches than there is room for wait, and none is refused', async () => {
      await using carrier = await carrierOf(open)
      const batches = Array.from({ length: 300 }, (_, i) => fine(`many-${i}`, i))
      const fates = await carrier.settle(batches)
      expect(fates.size).toBe(300)
    })

    test('a large batch arrives whole', async () => {
      await using carrier = await carrierOf(open)
      const programs = Array.from({ length: 4000 }, (_, i) => guessing(i % 1000))
      const bytes = hostileBatch(programs, { id: 'large', wantReturns: true })
      const fates = await carrier.settle([{ id: 'large', domain: 'hostile', bytes }])
      expect(fates.get('large')?.answer).toEqual(answerOf(pure(bytes)))
    })

    test('a batch that no worker can use says why', async () => {
      await using carrier = await carrierOf(open)
      const bytes = hostileBatch([guessing(5)], { id: 'future', schema: 99 })
      const fates = await carrier.settle([{ id: 'future', domain: 'hostile', bytes }])
      expect(fates.get('future')?.answer?.failure).toMatchObject({
        refused: true,
        reason: expect.stringMatching(/^schema: /),
      })
    })

    test('cancelling some batches leaves the others alone', async () => {
      await using carrier = await carrierOf(open)
      const batches = Array.from({ length: 40 }, (_, i) => fine(`c-${i}`, i))
      const unwanted = batches.filter((_, i) => i % 2 === 0).map(({ id }) => id)
      const accepted = batches.map((batch) => carrier.transport.submit(batch))
      carrier.transport.cancel([...unwanted, 'never-submitted'])
      await Promise.all(accepted)
      const wanted = batches.filter(({ id }) => !unwanted.includes(id))
      await carrier.settled(wanted)
    })

    test('there are workers to work with', async () => {
      await using carrier = await carrierOf(open)
      await carrier.settle([fine('first', 1)])
      expect(carrier.transport.capacity().workers).toBeGreaterThan(0)
      expect(carrier.transport.capacity().threads).toBeGreaterThan(0)
    })

    test('after close the deliveries end and nothing more is taken', async () => {
      const { transport, close } = await open()
      const ended = (async () => {
        for await (const _ of transport.deliveries());
      })()
      await transport.submit(fine('last', 1))
      await transport.close()
      await ended
      await expect(transport.submit(fine('too-late', 1))).rejects.toThrow(/closed/)
      await close()
    })

    if (!isolates) return

    test.each(['exit', 'spin', 'eat'])(
      'a program that does "%s" is named, and the batches beside it are scored',
      async (action) => {
        await using carrier = await carrierOf(open)
        const bytes = hostileBatch([guessing(1), `RUN guess-1 ${action} guess-1`, guessing(2)], { id: 'fatal' })
        const neighbours = Array.from({ length: 6 }, (_, i) => fine(`n-${i}`, i))
        const fates = await carrier.settle([
          ...neighbours.slice(0, 3),
          { id: 'fatal', domain: 'hostile', bytes },
          ...neighbours.slice(3),
        ])
        expect(fates.get('fatal')).toMatchObject({ suspect: 1 })
        for (const { id, bytes } of neighbours) expect(fates.get(id)?.answer).toEqual(answerOf(pure(bytes)))
      },
    )
  })
}

function fine(id: string, seed: number): OutgoingBatch {
  const programs = Array.from({ length: 1 + (seed % 7) }, (_, i) => guessing(seed * 37 + i * 11))
  return { id, domain: 'hostile', bytes: hostileBatch(programs, { id, firstEpisode: seed, threshold: 0.8 }) }
}

function pure(bytes: Uint8Array): Uint8Array {
  return evaluateBatch(bytes, { domainNamed: () => hostileDomain })
}

/** What became of a batch. */
interface Fate {
  readonly answer?: cairn.v1.Result
  readonly suspect?: number
}

interface Carrier extends AsyncDisposable {
  readonly transport: Transport
  /** Submits the batches and waits for the fate of each; those lost without a suspect are sent again. */
  settle(batches: readonly OutgoingBatch[]): Promise<ReadonlyMap<string, Fate>>
  /** Waits for batches that were submitted before. */
  settled(batches: readonly OutgoingBatch[]): Promise<ReadonlyMap<string, Fate>>
}

async function carrierOf(open: () => Promise<OpenTransport>): Promise<Carrier> {
  const { transport, close } = await open()
  const deliveries = transport.deliveries()[Symbol.asyncIterator]()
  const settled = async (batches: readonly OutgoingBatch[]) => {
    const wanted = new Map(batches.map((batch) => [batch.id, batch]))
    const fates = new Map<string, Fate>()
    while (fates.size < wanted.size) {
      const { value, done } = await deliveries.next()
      if (done === true) throw new Error(`the deliveries ended with ${wanted.size - fates.size} batches open`)
      const [id, fate] = fateOf(value)
      const batch = wanted.get(id)
      if (batch === undefined) continue
      if (fate === 'lost') await transport.submit(batch)
      else fates.set(id, fate)
    }
    return fates
  }
  return {
    transport,
    settled,
    async settle(batches) {
      const accepted = Promise.all(batches.map((batch) => transport.submit(batch)))
      const fates = await settled(batches)
      await accepted
      return fates
    },
    [Symbol.asyncDispose]: close,
  }
}

/** A loss may be told by the transport, or by a worker that lost a thread. */
function fateOf(delivery: Delivery): [id: string, fate: Fate | 'lost'] {
  if (delivery.kind === 'lost') {
    return [delivery.id, delivery.suspect === undefined ? 'lost' : { suspect: delivery.suspect }]
  }
  const answer = answerOf(delivery.bytes)
  const suspect = answer.failure?.suspect ?? undefined
  if (suspect !== undefined) return [answer.batch, { suspect }]
  return [answer.batch, answer.failure && !answer.failure.refused ? 'lost' : { answer }]
}
