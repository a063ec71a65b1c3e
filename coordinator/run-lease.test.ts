import { setTimeout as sleep } from 'node:timers/promises'
import { type Broker, connectBroker } from '@cairn/proto/queue'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type NatsServer, startNatsServer } from '../test/kit/nats-server.ts'
import { type RunLeaseOptions, takeRunLease } from './run-lease.ts'

let server: NatsServer
let brokers: Broker[] = []
beforeAll(async () => {
  server = await startNatsServer()
})
afterEach(async () => {
  await Promise.all(brokers.map((broker) => broker.close()))
  brokers = []
})
afterAll(() => server[Symbol.asyncDispose]())

const short = { ttlMs: 1_500, renewEveryMs: 300 }

/** A lease through a connection of its own. */
async function take(run: string, options: Partial<RunLeaseOptions> = {}) {
  const broker = await connectBroker(server.url)
  brokers.push(broker)
  const lease = await takeRunLease(broker, { run, ...short, ...options })
  return { ...lease, broker, lost: lease.lost, isHeld: () => lease.held }
}

describe('the lease of a run', () => {
  test('is refused while its holder lives, and says who that is', async () => {
    const first = await take('one', { host: 'alpha', pid: 11 })
    await expect(take('one')).rejects.toMatchObject({
      code: 'E_LEASE_TAKEN',
      run: 'one',
      holder: { host: 'alpha', pid: 11 },
      message: expect.stringMatching(/process 11 on alpha/),
    })
    expect(first.isHeld()).toBe(true)
    await first.release()
  })

  test('is one per run', async () => {
    const [a, b] = await Promise.all([take('a'), take('b')])
    expect([a.isHeld(), b.isHeld()]).toEqual([true, true])
    await Promise.all([a.release(), b.release()])
  })

  test('is kept longer than its time to live by renewals', async () => {
    const lease = await take('kept')
    await sleep(2 * short.ttlMs)
    expect([lease.isHeld(), lease.lost.aborted]).toEqual([true, false])
    await lease.release()
  })

  test('is free at once when it was released, with a higher epoch', async () => {
    const first = await take('released')
    await first.release()
    const started = performance.now()
    const second = await take('released')
    expect(performance.now() - started).toBeLessThan(short.ttlMs / 2)
    expect(second.epoch).toBeGreaterThan(first.epoch)
    await second.release()
  })

  test('is free when its time ran out after its holder died', async () => {
    const first = await take('died')
    await first.broker.close()
    const second = await take('died')
    expect(second.epoch).toBeGreaterThan(first.epoch)
    await second.release()
  })

  test('is lost when somebody else has it, and says so', async () => {
    const first = await take('stolen')
    const bucket = await first.broker.bucket('CAIRN_LEASE', short.ttlMs, 1)
    const thief = new TextEncoder().encode(JSON.stringify({ id: 'thief', host: 'beta', pid: 22 }))
    const entry = await bucket.get('stolen')
    await bucket.update('stolen', thief, entry?.revision ?? 0)
    await expect.poll(() => first.lost.aborted, { timeout: 3_000 }).toBe(true)
    expect(first.lost.reason).toMatchObject({
      code: 'E_LEASE_LOST',
      message: expect.stringMatching(/process 22 on beta/),
    })
    expect(first.isHeld()).toBe(false)
  })

  test('is given up by a process that slept past it, at the moment it wakes', async () => {
    const lease = await take('slept')
    const until = performance.now() + short.ttlMs + 200
    while (performance.now() < until);
    expect(lease.isHeld()).toBe(false)
    await sleep(50)
    expect(lease.lost.reason).toMatchObject({
      code: 'E_LEASE_LOST',
      message: expect.stringMatching(/did not renew it for 2 s/),
    })
  })

  test('is kept through an absence of the broker longer than its time to live', async () => {
    const lease = await take('away')
    await server.stop()
    await sleep(2 * short.ttlMs)
    expect(lease.isHeld()).toBe(true)
    await server.start()
    await sleep(1_000)
    expect([lease.isHeld(), lease.lost.aborted]).toEqual([true, false])
    await expect(take('away')).rejects.toMatchObject({ code: 'E_LEASE_TAKEN' })
    await lease.release()
  })

  test('is made again after the broker lost everything, and then still refused to others', async () => {
    const lease = await take('wiped')
    await server.wipe()
    await lease.broker.untilUp()
    await sleep(1_000)
    expect([lease.isHeld(), lease.lost.aborted]).toEqual([true, false])
    await expect(take('wiped')).rejects.toMatchObject({ code: 'E_LEASE_TAKEN' })
    await lease.release()
  })

  test('has an epoch above the last one of the journal, whatever the broker counts', async () => {
    const lease = await take('high', { lastEpoch: 5_000 })
    expect(lease.epoch).toBe(5_001)
    await lease.release()
  })

  test('goes to one of many who ask at the same moment', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 4 }, () => take('contested')))
    const taken = asked.filter(({ status }) => status === 'fulfilled')
    expect(taken).toHaveLength(1)
  })
})
