import { setTimeout as sleep } from 'node:timers/promises'
import { cairn } from '@cairn/proto'
import {
  type Broker,
  connectBroker,
  ensureQueue,
  headerNames,
  streams,
  subjects,
  wireLimits,
  wireSchema,
} from '@cairn/proto/queue'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guessing, hostileBatch, hostileDomain } from '../test/kit/hostile-batches.ts'
import { type NatsServer, startNatsServer } from '../test/kit/nats-server.ts'
import { startQueueWorker } from '../test/kit/queue-worker.ts'
import { evaluateBatch } from './evaluate.ts'
import { EvaluationLost, PoolBroken } from './pool-errors.ts'
import { type ConsumerOptions, startConsumer } from './queue-consumer.ts'

let server: NatsServer
let broker: Broker
beforeAll(async () => {
  server = await startNatsServer()
  broker = await connectBroker(server.url)
})
afterAll(async () => {
  await broker.close()
  await server[Symbol.asyncDispose]()
})

describe('a worker at the queue', () => {
  test('answers a batch, and only then lets it go', async () => {
    await using bench = await startBench()
    await bench.put('b')
    const result = cairn.v1.Result.decode((await bench.resultOf('b')).bytes)
    expect([result.run, result.batch, result.statuses.length]).toEqual([bench.run, 'b', 1])
    await expect.poll(() => bench.queued()).toBe(0)
    expect(bench.settled).toEqual(['result'])
  })

  test('makes the queue when it comes first', async () => {
    await server.wipe()
    await broker.untilUp()
    await using bench = await startBench({ leaseMs: 4_000 })
    await expect.poll(async () => (await broker.consumer(streams.work, 'work-hostile'))?.ackWaitMs).toBe(4_000)
    expect(bench.consumer.connected).toBe(true)
  })

  test('holds one batch more than it has threads for each of them, and runs no more than it has', async () => {
    const gate = closedGate()
    await using bench = await startBench({ evaluator: { threads: 2, evaluate: gate.evaluate } })
    for (let i = 0; i < 9; i++) await bench.put(`b${i}`)
    await expect.poll(() => [bench.consumer.busy, bench.consumer.held]).toEqual([2, 4])
    await sleep(200)
    expect([gate.begun(), bench.consumer.held]).toEqual([2, 4])
    gate.open()
    await expect.poll(() => bench.queued()).toBe(0)
  })

  test('keeps the lease of all it holds, for as long as that takes', async () => {
    const gate = closedGate()
    await using bench = await startBench({ evaluator: { threads: 1, evaluate: gate.evaluate } })
    await bench.put('running')
    await bench.put('waiting')
    await expect.poll(() => bench.consumer.held).toBe(2)
    await sleep(2_500)
    gate.open()
    await expect.poll(() => bench.queued()).toBe(0)
    expect([bench.redelivered(), bench.settled]).toEqual([0, ['result', 'result']])
  })

  test('keeps up with a lease that a coordinator made shorter', async () => {
    await ensureQueue(broker, ['hostile'], { leaseMs: 60_000 })
    const gate = closedGate()
    await using bench = await startBench({ evaluator: { threads: 1, evaluate: gate.evaluate }, leaseMs: 60_000 })
    await ensureQueue(broker, ['hostile'], { leaseMs: 1_000 })
    await sleep(5_200)
    await bench.put('long')
    await sleep(2_500)
    gate.open()
    await expect.poll(() => bench.queued()).toBe(0)
    expect([bench.redelivered(), bench.settled]).toEqual([0, ['result']])
  })

  test('drains: returns what has not begun, finishes what runs, takes no more', async () => {
    const gate = closedGate()
    await using bench = await startBench({ evaluator: { threads: 1, evaluate: gate.evaluate } })
    for (let i = 0; i < 4; i++) await bench.put(`b${i}`)
    await expect.poll(() => bench.consumer.held).toBe(2)
    const drained = bench.consumer.drain()
    await sleep(300)
    gate.open()
    await drained
    await bench.consumer.ended
    expect(bench.settled).toEqual(['result'])
    expect(await bench.queued()).toBe(3)
    await using next = await startBench({}, bench.run)
    await expect.poll(() => next.queued(), { timeout: 900 }).toBe(0)
  })

  test('returns what runs, too, when draining takes too long', async () => {
    const gate = closedGate()
    await using bench = await startBench({ evaluator: { threads: 1, evaluate: gate.evaluate }, drainMs: 100 })
    await bench.put('stuck')
    await expect.poll(() => bench.consumer.busy).toBe(1)
    await bench.consumer.drain()
    await using next = await startBench({}, bench.run)
    await expect.poll(() => next.queued(), { timeout: 900 }).toBe(0)
  })

  test('a process drains on SIGTERM and ends with 0', async () => {
    await using bench = await startBench({ domains: [] })
    await using worker = await startQueueWorker(server.url, 'terminated', 300)
    for (let i = 0; i < 6; i++) await bench.put(`b${i}`)
    await sleep(150)
    worker.kill('SIGTERM')
    expect(await worker.exit).toBe(0)
    expect(await bench.queued()).toBe(4)
  })

  test('drains when it is told to, by name or with all', async () => {
    await using one = await startBench({ id: 'one' })
    await using two = await startBench({ id: 'two' })
    const drain = { schema: wireSchema, command: cairn.v1.Command.COMMAND_DRAIN }
    broker.publish(subjects.control('worker', 'one'), cairn.v1.Control.encode(drain).finish())
    await one.consumer.ended
    expect(two.consumer.connected).toBe(true)
    broker.publish(subjects.controlAll('worker'), cairn.v1.Control.encode(drain).finish())
    await two.consumer.ended
  })

  test('drops what waits of a cancelled run', async () => {
    const gate = closedGate()
    await using bench = await startBench({ evaluator: { threads: 1, evaluate: gate.evaluate } })
    for (let i = 0; i < 2; i++) await bench.put(`b${i}`)
    await expect.poll(() => bench.consumer.held).toBe(2)
    const cancel = { schema: wireSchema, command: cairn.v1.Command.COMMAND_CANCEL_RUN, run: bench.run }
    broker.publish(subjects.controlAll('worker'), cairn.v1.Control.encode(cancel).finish())
    await expect.poll(() => bench.consumer.held).toBe(1)
    gate.open()
  })

  test('says that a batch is lost, and at which program, when its thread dies', async () => {
    const evaluate = () => Promise.reject(new EvaluationLost('out of memory', 3))
    await using bench = await startBench({ evaluator: { threads: 1, evaluate } })
    await bench.put('fatal')
    const message = await bench.resultOf('fatal')
    expect(message.header(headerNames.outcome)).toBe('lost')
    expect(cairn.v1.Result.decode(message.bytes).failure).toMatchObject({
      reason: 'out of memory',
      suspect: 3,
      refused: false,
    })
    expect([bench.settled, await bench.queued()]).toEqual([['lost'], 0])
  })

  test('ends with the reason, and returns its batches, when no thread can start', async () => {
    const evaluate = () => Promise.reject(new PoolBroken('no such module'))
    await using bench = await startBench({ evaluator: { threads: 1, evaluate } })
    await bench.put('unlucky')
    await expect(bench.consumer.ended).rejects.toMatchObject({ code: 'E_POOL_BROKEN' })
    expect(await bench.queued()).toBe(1)
  })

  test('refuses in its result what it cannot evaluate, and answers that a result is too large', async () => {
    const evaluate = async (bytes: Uint8Array) => {
      const { id } = cairn.v1.Batch.decode(bytes)
      return id === 'large'
        ? new Uint8Array(wireLimits.messageBytes + 1)
        : evaluateBatch(bytes, { domainNamed: () => hostileDomain })
    }
    await using bench = await startBench({ evaluator: { threads: 1, evaluate } })
    await bench.put('future', { schema: 99 })
    await bench.put('large')
    for (const [id, reason] of [
      ['future', /^schema: /],
      ['large', /over the limit/],
    ] as const) {
      const { failure } = cairn.v1.Result.decode((await bench.resultOf(id)).bytes)
      expect(failure).toMatchObject({ refused: true, reason: expect.stringMatching(reason) })
    }
    await expect.poll(() => bench.queued()).toBe(0)
  })

  test('drops what is no batch, or not the one its subject names, and goes on', async () => {
    await using bench = await startBench()
    const misplaced = hostileBatch([guessing(1)], { run: bench.run, id: 'elsewhere' })
    await bench.putBytes('empty', new Uint8Array(0))
    await bench.putBytes('noise', Buffer.from('\xff\xff\xff\xff'))
    await bench.putBytes('huge', new Uint8Array(wireLimits.messageBytes + 1))
    await bench.putBytes('misplaced', misplaced)
    await bench.put('fine')
    await bench.resultOf('fine')
    await expect.poll(() => bench.queued()).toBe(0)
    expect(bench.rejected).toEqual(['address', 'undecodable', 'oversized', 'address'])
  })

  test('keeps a result through an absence of the broker, even one that forgets everything', async () => {
    const gate = closedGate()
    await using bench = await startBench({ evaluator: { threads: 1, evaluate: gate.evaluate } })
    await bench.put('kept')
    await expect.poll(() => bench.consumer.busy).toBe(1)
    await server.stop()
    gate.open()
    await sleep(300)
    await server.wipe()
    await broker.untilUp()
    await ensureQueue(broker, ['hostile'])
    await bench.resultOf('kept')
  })

  test('tells each second who it is, and that it leaves', async () => {
    const heard: cairn.v1.Heartbeat[] = []
    const end = broker.subscribe(subjects.heartbeatsOf('worker'), ({ bytes }) =>
      heard.push(cairn.v1.Heartbeat.decode(bytes)),
    )
    await using bench = await startBench({ id: 'teller' })
    await expect.poll(() => heard.length, { timeout: 3_000 }).toBeGreaterThan(1)
    await bench.consumer.drain()
    end()
    expect(heard[0]).toMatchObject({
      schema: wireSchema,
      role: 'worker',
      id: 'teller',
      threads: 2,
      busy: 0,
      draining: false,
      domains: [`hostile@${hostileDomain.hash}`],
    })
    expect(heard.at(-1)?.draining).toBe(true)
  })
})

let benches = 0

/** A consumer, and a run whose batches are put before it. */
async function startBench(options: Partial<ConsumerOptions> = {}, run = `bench-${++benches}`) {
  const settled: string[] = []
  const rejected: string[] = []
  let redelivered = 0
  await ensureQueueUnlessFirst(options)
  const evaluate = async (batch: Uint8Array) => evaluateBatch(batch, { domainNamed: () => hostileDomain })
  const consumer = await startConsumer({
    url: server.url,
    id: `worker-${benches}`,
    version: '0',
    domains: [hostileDomain],
    evaluator: { threads: 2, evaluate },
    events: {
      settled: (outcome) => settled.push(outcome),
      rejected: (reason) => rejected.push(reason),
      redelivered: () => redelivered++,
    },
    ...options,
  })
  const putBytes = (id: string, bytes: Uint8Array) =>
    broker.store(subjects.work('hostile', run, id), bytes, { id: `${run}.${id}` })
  return {
    run,
    consumer,
    settled,
    rejected,
    redelivered: () => redelivered,
    putBytes,
    put: (id: string, fields: cairn.v1.Batch.$Properties = {}) =>
      putBytes(id, hostileBatch([guessing(7)], { run, id, ...fields })),
    queued: async () => (await broker.subjects(streams.work, subjects.workOfRun(run))).size,
    async resultOf(id: string) {
      for (;;) {
        const found = await broker.lastOn(streams.results, subjects.result(run, id))
        if (found !== undefined) return found
        await sleep(20)
      }
    },
    async [Symbol.asyncDispose]() {
      await consumer.drain()
      for (const subject of await broker.subjects(streams.work, subjects.workOfRun(run))) {
        const left = await broker.lastOn(streams.work, subject)
        if (left !== undefined) await broker.remove(streams.work, left.sequence)
      }
    },
  }
}

/** The coordinator's part, with a short lease; left out where a test gives the worker one. */
async function ensureQueueUnlessFirst({ leaseMs }: Partial<ConsumerOptions>): Promise<void> {
  if (leaseMs === undefined) await ensureQueue(broker, ['hostile'], { leaseMs: 1_000 })
}

/** Evaluates nothing until it is opened. */
function closedGate() {
  let open!: () => void
  let begun = 0
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return {
    open,
    begun: () => begun,
    async evaluate(bytes: Uint8Array) {
      begun++
      await opened
      return evaluateBatch(bytes, { domainNamed: () => hostileDomain })
    },
  }
}
