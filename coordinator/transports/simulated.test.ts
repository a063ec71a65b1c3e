import { seededRng } from '@cairn/language'
import { evaluateBatch } from '@cairn/worker'
import { describe, expect, test } from 'vitest'
import { answerOf, guessing, hostileBatch, hostileDomain } from '../../test/kit/hostile-batches.ts'
import { transportContract } from '../../test/kit/transport-contract.ts'
import type { Delivery } from '../transport.ts'
import { type SimulatedOptions, simulatedTransport } from './simulated.ts'

const evaluate = (bytes: Uint8Array) => evaluateBatch(bytes, { domainNamed: () => hostileDomain })

for (const seed of [1, 2, 3]) {
  transportContract(
    `simulated (seed ${seed})`,
    async () => {
      const transport = simulatedTransport({ evaluate, rng: seededRng(seed) })
      return { transport, close: () => transport.close() }
    },
    { isolates: false },
  )
}

describe('the simulated transport', () => {
  test('gives the same deliveries for the same seed, and others for another', async () => {
    const first = await deliveriesOf({ rng: seededRng(7) }, 50)
    expect(await deliveriesOf({ rng: seededRng(7) }, 50)).toEqual(first)
    expect(await deliveriesOf({ rng: seededRng(8) }, 50)).not.toEqual(first)
  })

  test('delivers out of order, and some results twice', async () => {
    const ids = await deliveriesOf({ rng: seededRng(1), drop: 0, workerDeath: 0 }, 100)
    expect(new Set(ids).size).toBe(100)
    expect(ids.length).toBeGreaterThan(100)
    expect(ids).not.toEqual([...ids].sort((a, b) => Number(a) - Number(b)))
  })

  test('delivers in order, once each, when nothing goes wrong', async () => {
    const calm = { workers: 1, drop: 0, duplicate: 0, workerDeath: 0, stall: 0, delayMs: [1, 1] } as const
    const ids = await deliveriesOf({ rng: seededRng(1), ...calm }, 100)
    expect(ids).toEqual(Array.from({ length: 100 }, (_, i) => `${i}`))
  })

  test('reports a batch lost when every worker that takes it dies', async () => {
    const transport = simulatedTransport({ evaluate, rng: seededRng(1), workerDeath: 1, maxDeliveries: 3 })
    await transport.submit(batch(0))
    const deliveries = transport.deliveries()[Symbol.asyncIterator]()
    expect((await deliveries.next()).value).toEqual({
      kind: 'lost',
      id: '0',
      reason: expect.stringMatching(/^3 workers/),
    })
    await transport.close()
  })

  test('passes on the suspect of a worker that gives a batch up', async () => {
    const lost = Object.assign(new Error('the thread died'), { suspect: 2 })
    const transport = simulatedTransport({ evaluate: () => fail(lost), rng: seededRng(1), workerDeath: 0 })
    await transport.submit(batch(0))
    const deliveries = transport.deliveries()[Symbol.asyncIterator]()
    expect((await deliveries.next()).value).toEqual({ kind: 'lost', id: '0', reason: 'the thread died', suspect: 2 })
    await transport.close()
  })

  test('makes a submission wait while its queue is full', async () => {
    const transport = simulatedTransport({ evaluate, rng: seededRng(1), workers: 1, room: 2 })
    const accepted: string[] = []
    for (let i = 0; i < 5; i++) void transport.submit(batch(i)).then(() => accepted.push(`${i}`))
    await Promise.resolve()
    expect(accepted.length).toBeLessThan(5)
    for await (const _ of transport.deliveries()) if (accepted.length === 5) break
    await transport.close()
  })

  test('adds garbage when asked to', async () => {
    const transport = simulatedTransport({ evaluate, rng: seededRng(1), garbage: 1, drop: 0, duplicate: 0 })
    await transport.submit(batch(0))
    const deliveries = transport.deliveries()[Symbol.asyncIterator]()
    const both = [(await deliveries.next()).value, (await deliveries.next()).value] as Delivery[]
    const whole = evaluate(batch(0).bytes)
    expect(both.filter((each) => each.kind === 'result' && Buffer.compare(each.bytes, whole) === 0)).toHaveLength(1)
    await transport.close()
  })
})

function batch(index: number) {
  return { id: `${index}`, domain: 'hostile', bytes: hostileBatch([guessing(index)], { id: `${index}` }) }
}

/** Ids in the order of their delivery, until each of `count` batches has come and the stragglers have too. */
async function deliveriesOf(options: Omit<SimulatedOptions, 'evaluate'>, count: number): Promise<string[]> {
  const transport = simulatedTransport({ evaluate, ...options })
  const submitted = Array.from({ length: count }, (_, i) => transport.submit(batch(i)))
  const ids: string[] = []
  const reading = (async () => {
    for await (const each of transport.deliveries())
      ids.push(each.kind === 'lost' ? each.id : answerOf(each.bytes).batch)
  })()
  await Promise.all(submitted)
  for (let turns = 0; turns < 40 * count; turns++) await new Promise((resolve) => setImmediate(resolve))
  await transport.close()
  await reading
  return ids
}

function fail(error: Error): never {
  throw error
}
