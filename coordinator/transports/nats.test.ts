import { setTimeout as sleep } from 'node:timers/promises'
import { cairn } from '@cairn/proto'
import {
  type Broker,
  connectBroker,
  headerNames,
  startPull,
  streams,
  subjects,
  wireLimits,
  wireSchema,
  workConsumerName,
} from '@cairn/proto/queue'
import { evaluateBatch, openPool, startConsumer } from '@cairn/worker'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerOf, guessing, hostileBatch, hostileDomain, hostileModule } from '../../test/kit/hostile-batches.ts'
import { type NatsServer, startNatsServer } from '../../test/kit/nats-server.ts'
import { startQueueWorker } from '../../test/kit/queue-worker.ts'
import { transportContract } from '../../test/kit/transport-contract.ts'
import type { OutgoingBatch } from '../transport.ts'
import { type NatsTransportOptions, natsTransport } from './nats.ts'

let server: NatsServer
beforeAll(async () => {
  server = await startNatsServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const queue = { leaseMs: 1_000, maxDeliver: 3 }

transportContract('nats', async () => {
  const pool = await openPool({ threads: 2, domains: [hostileModule], programTimeoutMs: 1000, memoryMb: 64 })
  const broker = await connectBroker(server.url)
  const transport = await natsTransport(broker, { run: 'trial', domain: 'hostile', queue })
  const worker = await startConsumer({
    url: server.url,
    id: 'contract',
    version: '0',
    domains: [hostileDomain],
    evaluator: pool,
  })
  return {
    transport,
    async close() {
      await worker.drain()
      await transport.close()
      await broker.close()
      await pool.close()
    },
  }
})

describe('the nats transport', () => {
  test('loses nothing and says nothing wrong when workers are killed mid-batch', async () => {
    await using lab = await startLab()
    const ids = lab.submit(60)
    await using first = await startQueueWorker(server.url, 'w1', 40)
    await lab.until(10)
    first.kill('SIGKILL')
    await using second = await startQueueWorker(server.url, 'w2', 40)
    await lab.until(25)
    second.kill('SIGKILL')
    await using _third = await startQueueWorker(server.url, 'w3', 40)
    await lab.until(60)
    lab.expectAnswers(ids)
  })

  test('settles each batch with a worker killed every 0.7 s', async () => {
    const count = process.env.CAIRN_TEST_LONG === '1' ? 1_200 : 150
    await using lab = await startLab({ queue: { ...queue, maxDeliver: 50 } })
    const ids = lab.submit(count)
    // Some are sent a second time, as after a crash of the coordinator.
    lab.submit(20)
    const start = (name: string) => startQueueWorker(server.url, name, 50)
    const workers = await Promise.all(['w1', 'w2', 'w3'].map(start))
    let done = false
    const killing = (async () => {
      for (let i = 4; !done; i++) {
        await sleep(700)
        workers.shift()?.kill('SIGKILL')
        workers.push(await start(`w${i}`))
      }
    })()
    await lab.until(count)
    done = true
    await killing
    await Promise.all(workers.map((worker) => worker[Symbol.asyncDispose]()))
    lab.expectAnswers(ids)
    await expect.poll(() => lab.queued(), { timeout: 5_000 }).toBe(0)
  }, 180_000)

  test('survives a worker that sleeps past its lease and answers late', async () => {
    await using lab = await startLab()
    await using sleeper = await startQueueWorker(server.url, 'sleeper', 300)
    const ids = lab.submit(8)
    await sleep(150)
    sleeper.kill('SIGSTOP')
    await using _other = await startQueueWorker(server.url, 'other', 20)
    await lab.until(8)
    sleeper.kill('SIGCONT')
    const more = lab.submit(8, 'more')
    await lab.until(16)
    await sleep(500)
    lab.expectAnswers([...ids, ...more])
    expect(await lab.broker.subjects(streams.work, subjects.workOfRun(lab.run))).toEqual(new Set())
  })

  test('goes on after the broker was restarted', async () => {
    await using lab = await startLab()
    await using _worker = await startQueueWorker(server.url, 'restarted', 30)
    const ids = lab.submit(60)
    await lab.until(10)
    await server.stop()
    const during = lab.submit(10, 'during')
    await sleep(500)
    await server.start()
    await lab.until(70)
    lab.expectAnswers([...ids, ...during])
  })

  test('goes on after the broker lost everything it had', async () => {
    await using lab = await startLab()
    await using _worker = await startQueueWorker(server.url, 'wiped', 30)
    const ids = lab.submit(60)
    await lab.until(10)
    await server.wipe()
    await lab.until(60)
    lab.expectAnswers(ids)
  })

  test('goes on after somebody purged the queue and deleted the streams', async () => {
    await using lab = await startLab()
    await using _worker = await startQueueWorker(server.url, 'purged', 30)
    const ids = lab.submit(40)
    await lab.until(5)
    await lab.broker.purge(streams.work, subjects.allWork)
    await lab.until(40)
    lab.expectAnswers(ids)
  })

  test('delivers a batch that nobody ever answers as lost, and keeps it as a dead letter', async () => {
    await using lab = await startLab()
    lab.submit(1, 'doomed')
    for (let i = 0; i < queue.maxDeliver; i++) {
      await using dying = await startQueueWorker(server.url, `dying-${i}`, 60_000)
      await sleep(queue.leaseMs + 300)
      dying.kill('SIGKILL')
    }
    await using _living = await startQueueWorker(server.url, 'living')
    await lab.until(1)
    expect(lab.lost).toEqual(['doomed-0'])
    expect(await lab.queued()).toBe(0)
    const letter = await lab.broker.lastOn(streams.deadLetters, subjects.deadLetter('hostile', lab.run))
    expect(Buffer.compare(letter!.bytes, lab.bytesOf('doomed-0')!)).toBe(0)
    expect(letter?.header(headerNames.reason)).toMatch(/3 times/)
    lab.submit(1, 'doomed')
    await lab.until(2)
  })

  test('delivers as lost, too, what the broker gave up while nobody listened', async () => {
    await using lab = await startLab({}, (broker) => deafTo('MAX_DELIVERIES', broker))
    const [id] = lab.submit(1, 'given-up')
    await lab.untilAccepted(1)
    const refuse = startPull(lab.broker, {
      stream: streams.work,
      consumer: workConsumerName('hostile'),
      onMessage: (message) => message.nak(),
      prepare: async () => {},
    })
    refuse.want(10)
    await lab.until(1)
    await refuse.close()
    expect([lab.lost, await lab.queued()]).toEqual([[id], 0])
  })

  test('rejects garbage on every subject and goes on', async () => {
    await using lab = await startLab()
    await using worker = await startQueueWorker(server.url, 'garbled', 0)
    const garbage = [new Uint8Array(0), Buffer.from('no message'), Buffer.alloc(wireLimits.messageBytes + 1, 7)]
    const foreign = cairn.v1.Result.encode({ schema: wireSchema, run: 'other', batch: 'x', epoch: 1 }).finish()
    const old = cairn.v1.Result.encode({ schema: 99, run: lab.run, batch: 'x', epoch: 1 }).finish()
    const truncated = hostileBatch([guessing(1)], { run: lab.run, id: 'x' }).subarray(0, 40)
    let id = 0
    for (const bytes of [...garbage, foreign, old, truncated]) {
      await lab.broker.store(subjects.work('hostile', lab.run, 'x'), bytes, { id: `g${id++}` })
      await lab.broker.store(subjects.result(lab.run, 'x'), bytes, { id: `g${id++}` })
      await lab.broker.store(`cairn.v1.work.hostile.${lab.run}.x.y.z`, bytes, { id: `g${id++}` })
      await lab.broker.store(`cairn.v1.res.${lab.run}.x.y`, bytes, { id: `g${id++}` })
      for (const subject of [
        'cairn.v1.hb.worker.nobody',
        'cairn.v1.ctl.worker.all',
        subjects.exhausted(streams.work).replace('*', 'x'),
      ]) {
        lab.broker.publish(subject, bytes)
      }
    }
    const cutShort = { schema: wireSchema, role: 'worker', id: 'nobody', threads: 2 }
    lab.broker.publish(subjects.heartbeat('worker', 'nobody'), cairn.v1.Heartbeat.encode(cutShort).finish())
    const ids = lab.submit(20)
    await lab.until(20)
    lab.expectAnswers(ids)
    await expect
      .poll(() => new Set(lab.rejected))
      .toEqual(
        new Set([
          'result-oversized',
          'result-undecodable',
          'result-schema',
          'result-address',
          'result-subject',
          'heartbeat-oversized',
          'heartbeat-undecodable',
          'heartbeat-schema',
          'heartbeat-id',
          'heartbeat-domains',
        ]),
      )
    expect(worker.child.exitCode).toBeNull()
    const queued = () => lab.broker.subjects(streams.work, subjects.workOfRun(lab.run))
    await expect.poll(queued).toEqual(new Set())
  })

  test('waits with a submission while the queue is full', async () => {
    await using lab = await startLab({ queue: { ...queue, maxQueued: 10 } })
    const ids = lab.submit(30)
    await sleep(500)
    expect(lab.accepted.length).toBe(10)
    await using _worker = await startQueueWorker(server.url, 'late', 0)
    await lab.until(30)
    lab.expectAnswers(ids)
  })

  test('takes cancelled batches out of the queue, and those of other runs stay in their turn', async () => {
    await using lab = await startLab()
    await using neighbour = await startLab()
    const kept = neighbour.submit(20, 'kept')
    const early = lab.submit(20, 'early')
    await Promise.all([lab.untilAccepted(20), neighbour.untilAccepted(20)])
    await using _worker = await startQueueWorker(server.url, 'busy', 100)
    await lab.until(2)
    const late = lab.submit(20, 'late')
    const after = neighbour.submit(20, 'after')
    await Promise.all([lab.untilAccepted(40), neighbour.untilAccepted(40)])
    lab.transport.cancel([...early, ...late].filter((_, i) => i % 4 !== 0))
    await lab.transport.close()
    await expect.poll(() => lab.queued()).toBe(0)
    await neighbour.until(40)
    neighbour.expectAnswers([...kept, ...after])
  })

  test('leaves nothing of the run at the broker when it is closed', async () => {
    await using lab = await startLab()
    lab.submit(5)
    await lab.untilAccepted(5)
    await lab.transport.close()
    expect(await lab.queued()).toBe(0)
  })

  test('forgets what an earlier coordinator of the run left behind', async () => {
    await using lab = await startLab()
    const bytes = hostileBatch([guessing(1)], { run: lab.run, id: 'old' })
    await lab.broker.store(subjects.work('hostile', lab.run, 'old'), bytes, { id: 'old' })
    const next = await natsTransport(lab.broker, { run: lab.run, domain: 'hostile', queue })
    expect(await lab.queued()).toBe(0)
    await next.close()
  })

  test('counts the workers that are there, and not those that have gone', async () => {
    await using lab = await startLab()
    expect(lab.transport.capacity()).toEqual({ workers: 0, threads: 0 })
    await using _one = await startQueueWorker(server.url, 'one')
    await using two = await startQueueWorker(server.url, 'two')
    await expect.poll(() => lab.transport.capacity()).toEqual({ workers: 2, threads: 4 })
    two.kill('SIGTERM')
    expect(await two.exit).toBe(0)
    await expect.poll(() => lab.transport.capacity()).toEqual({ workers: 1, threads: 2 })
  })

  test('refuses a batch that no worker would take', async () => {
    await using lab = await startLab()
    const bytes = new Uint8Array(wireLimits.messageBytes + 1)
    await expect(lab.transport.submit({ id: 'huge', domain: 'hostile', bytes })).rejects.toMatchObject({
      code: 'E_MESSAGE_TOO_LARGE',
    })
    await expect(
      lab.transport.submit({ id: 'a.b', domain: 'hostile', bytes: new Uint8Array(1) }),
    ).rejects.toMatchObject({
      code: 'E_BAD_TOKEN',
    })
  })
})

/** The same broker, but for one kind of message that it never hears. */
function deafTo(kind: string, broker: Broker): Broker {
  return new Proxy(broker, {
    get(target, name) {
      if (name === 'subscribe') {
        return (...[subject, ...rest]: Parameters<Broker['subscribe']>) =>
          target.subscribe(subject.includes(kind) ? target.newInbox() : subject, ...rest)
      }
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

let labs = 0

/** A transport of a run of its own, whose deliveries are kept. */
async function startLab(options: Partial<NatsTransportOptions> = {}, through = (broker: Broker) => broker) {
  const run = `lab-${++labs}`
  const broker = await connectBroker(server.url)
  const rejected: string[] = []
  const transport = await natsTransport(through(broker), {
    run,
    domain: 'hostile',
    queue,
    auditAfterMs: 1_000,
    auditEveryMs: 500,
    onRejected: (reason) => rejected.push(reason),
    ...options,
  })
  const submitted = new Map<string, OutgoingBatch>()
  const accepted: string[] = []
  const answers = new Map<string, Uint8Array>()
  const lost: string[] = []
  let wake = () => {}
  const reading = (async () => {
    for await (const delivery of transport.deliveries()) {
      if (delivery.kind === 'result') answers.set(answerOf(delivery.bytes).batch, delivery.bytes)
      else lost.push(delivery.id)
      wake()
    }
  })()

  return {
    run,
    broker,
    transport,
    rejected,
    accepted,
    lost,
    bytesOf: (id: string) => submitted.get(id)?.bytes,
    submit(count: number, prefix = 'b'): string[] {
      const ids = Array.from({ length: count }, (_, i) => `${prefix}-${i}`)
      for (const [i, id] of ids.entries()) {
        const batch = { id, domain: 'hostile', bytes: hostileBatch([guessing(i), guessing(i + 7)], { run, id }) }
        submitted.set(id, batch)
        transport.submit(batch).then(
          () => accepted.push(id),
          () => {},
        )
      }
      return ids
    },
    async until(count: number): Promise<void> {
      const known = () => [...answers.keys()].filter((id) => submitted.has(id)).length + lost.length
      while (known() < count) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    untilAccepted: (count: number) => expect.poll(() => accepted.length, { timeout: 5_000 }).toBe(count),
    queued: async () => (await broker.subjects(streams.work, subjects.workOfRun(run))).size,
    expectAnswers(ids: readonly string[]): void {
      expect(lost).toEqual([])
      for (const id of ids) {
        const expected = evaluateBatch(submitted.get(id)!.bytes, { domainNamed: () => hostileDomain })
        expect(answerOf(answers.get(id)!)).toEqual(answerOf(expected))
      }
    },
    async [Symbol.asyncDispose]() {
      await transport.close()
      await reading
      await broker.close()
    },
  }
}
