import { openPool } from '@cairn/worker'
import { expect, test } from 'vitest'
import { guessing, hostileBatch, hostileModule } from '../../test/kit/hostile-batches.ts'
import { transportContract } from '../../test/kit/transport-contract.ts'
import type { Evaluator } from '../transport.ts'
import { threadsTransport } from './threads.ts'

transportContract('threads', async () => {
  const pool = await openPool({ threads: 2, domains: [hostileModule], programTimeoutMs: 1000, memoryMb: 64 })
  const transport = threadsTransport(pool)
  return {
    transport,
    async close() {
      await transport.close()
      await pool.close()
    },
  }
})

test('a submission waits while the pool and the queue are full, in the order of submission', async () => {
  const pool = heldBackPool(1)
  const transport = threadsTransport(pool)
  const accepted: number[] = []
  const closed: number[] = []
  for (let i = 0; i < 8; i++) {
    transport.submit(batch(i)).then(
      () => accepted.push(i),
      () => closed.push(i),
    )
  }
  await turn()
  expect(accepted).toEqual([0, 1, 2, 3, 4, 5])
  pool.release()
  await turn()
  expect(accepted).toEqual([0, 1, 2, 3, 4, 5, 6])
  await transport.close()
  await turn()
  expect(closed).toEqual([7])
})

test('a cancelled batch that waits is never run', async () => {
  const pool = heldBackPool(1)
  const transport = threadsTransport(pool)
  const accepted = [0, 1, 2, 3, 4, 5, 6].map((i) => transport.submit(batch(i)))
  transport.cancel(['2', '3', '4', '5', '6'])
  await Promise.all(accepted)
  pool.release()
  pool.release()
  await turn()
  expect(pool.begun).toBe(2)
  await transport.close()
})

test('a cancelled batch that runs is no longer wanted, and nothing of it is delivered', async () => {
  const signals: AbortSignal[] = []
  const transport = threadsTransport({
    threads: 1,
    evaluate: (bytes, signal) => {
      signals.push(signal!)
      return new Promise((resolve, reject) => {
        if (signals.length === 2) resolve(bytes)
        signal!.addEventListener('abort', () => reject(signal!.reason))
      })
    },
    close: async () => {},
  })
  await transport.submit(batch(0))
  transport.cancel(['0'])
  await transport.submit(batch(1))
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
  expect((await transport.deliveries()[Symbol.asyncIterator]().next()).value).toEqual({
    kind: 'result',
    bytes: batch(1).bytes,
  })
  await transport.close()
})

test('a submission that waits for room is told when the transport is closed', async () => {
  const transport = threadsTransport(heldBackPool(1))
  for (const i of [0, 1, 2, 3, 4, 5]) await transport.submit(batch(i))
  const waiting = expect(transport.submit(batch(6))).rejects.toMatchObject({ code: 'E_TRANSPORT_CLOSED' })
  await transport.close()
  await waiting
})

test('a pool that breaks ends the deliveries with its error instead of losing every batch', async () => {
  const broken = Object.assign(new Error('no threads'), { code: 'E_POOL_BROKEN' })
  const transport = threadsTransport({ threads: 1, evaluate: () => Promise.reject(broken), close: async () => {} })
  await transport.submit(batch(0))
  await expect(transport.deliveries()[Symbol.asyncIterator]().next()).rejects.toBe(broken)
})

function batch(index: number) {
  return { id: `${index}`, domain: 'hostile', bytes: hostileBatch([guessing(index)], { id: `${index}` }) }
}

/** A pool that finishes a batch only when told to. */
function heldBackPool(threads: number): Evaluator & { readonly begun: number; release(): void } {
  const running: (() => void)[] = []
  let begun = 0
  return {
    threads,
    get begun() {
      return begun
    },
    evaluate: (bytes) =>
      new Promise((resolve) => {
        begun++
        running.push(() => resolve(bytes))
      }),
    release: () => running.shift()?.(),
    close: async () => {},
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
