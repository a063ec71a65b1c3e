import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type NatsServer, startNatsServer } from '../../test/kit/nats-server.ts'
import { parseBrokerUrl } from './broker-url.ts'
import {
  type Broker,
  connectBroker,
  ensureQueue,
  type HeldMessage,
  parseResultSubject,
  parseWorkSubject,
  queueDefaults,
  startPull,
  streams,
  subjects,
  withoutSecrets,
  workConsumer,
  workConsumerName,
  workStream,
} from './index.ts'

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

const bytes = new TextEncoder().encode('a batch')
let ids = 0
const put = (batch: string) => broker.store(subjects.work('karel', 'run', batch), bytes, { id: `${ids++}` })

describe('subjects', () => {
  test('are read back to the names they were made of', () => {
    expect(parseWorkSubject(subjects.work('karel', 'run-1', 'b_2'))).toEqual({
      domain: 'karel',
      run: 'run-1',
      batch: 'b_2',
    })
    expect(parseResultSubject(subjects.result('run-1', 'b_2'))).toEqual({ run: 'run-1', batch: 'b_2' })
  })

  test.each(['', 'a.b', 'a b', '*', '>', 'ü', 'x'.repeat(129)])('never hold the name "%s"', (name) => {
    expect(() => subjects.work('karel', name, 'b')).toThrow(expect.objectContaining({ code: 'E_BAD_TOKEN' }))
    expect(() => subjects.result('run', name)).toThrow(/batch id: expected/)
  })

  test.each([
    'cairn.v1.work.karel.run',
    'cairn.v1.work.karel.run.b.c',
    'other.v1.work.karel.run.b',
    'cairn.v1.res.run.b',
  ])('%s is no work subject', (subject) => expect(parseWorkSubject(subject)).toBeUndefined())
})

describe('connecting', () => {
  test('to nothing fails with the address and what to do', async () => {
    await expect(connectBroker('nats://me:secret@127.0.0.1:1')).rejects.toMatchObject({
      code: 'E_BROKER_UNREACHABLE',
      url: 'nats://127.0.0.1:1',
      message: expect.stringMatching(/nats:\/\/127\.0\.0\.1:1: nothing listens there\. Start one with/),
    })
  })

  test('to something that is no URL says so', async () => {
    await expect(connectBroker('nats://')).rejects.toMatchObject({ code: 'E_BROKER_UNREACHABLE' })
  })

  test('never shows user, password or files', () => {
    expect(withoutSecrets('nats://me:pa@one:4222,tok@two?creds=/x')).toBe('nats://one:4222,two')
  })
})

describe('a URL of a broker', () => {
  test.each([
    ['nats://one', { servers: ['one:4222'], files: {}, encrypted: false }],
    ['one:1,two', { servers: ['one:1', 'two:4222'], files: {}, encrypted: false }],
    [
      'nats://me:p%40ss@one:1,two:2',
      { servers: ['one:1', 'two:2'], user: 'me', password: 'p@ss', files: {}, encrypted: false },
    ],
    ['nats://secret@one', { servers: ['one:4222'], token: 'secret', files: {}, encrypted: false }],
    ['nats://one?creds=/a/b.creds', { servers: ['one:4222'], files: { creds: '/a/b.creds' }, encrypted: false }],
    ['tls://one?ca=/ca.pem', { servers: ['one:4222'], files: { caFile: '/ca.pem' }, encrypted: true }],
  ])('%s', (url, address) => expect(parseBrokerUrl(url)).toEqual(address))
})

describe('the queue', () => {
  test('can be ensured again and again, and its lease changed', async () => {
    await ensureQueue(broker, ['karel'])
    await ensureQueue(broker, ['karel'])
    expect((await broker.consumer(streams.work, 'work-karel'))?.ackWaitMs).toBe(30_000)
    await ensureQueue(broker, ['karel'], { leaseMs: 2_000 })
    expect((await broker.consumer(streams.work, 'work-karel'))?.ackWaitMs).toBe(2_000)
  })

  test('is left as it is by those who only create what is missing', async () => {
    await ensureQueue(broker, ['karel'], { leaseMs: 3_000 })
    await ensureQueue(broker, ['karel'], { leaseMs: 9_000 }, 'create')
    expect((await broker.consumer(streams.work, 'work-karel'))?.ackWaitMs).toBe(3_000)
  })

  test('is refused when the server drops a setting without a word', async () => {
    const stream = {
      ...workStream(queueDefaults),
      name: 'TRAP',
      subjects: ['trap.>'],
      extra: { no_such_setting: true },
    }
    await expect(broker.ensureStream(stream, 'update')).rejects.toMatchObject({
      code: 'E_QUEUE_CONFIG',
      of: 'TRAP',
      setting: 'no_such_setting',
      message: expect.stringMatching(/no_such_setting = true, it holds nothing/),
    })
  })

  test('is refused when a stream of that name is of another kind', async () => {
    const limits = { ...workStream(queueDefaults), name: 'KIND', subjects: ['kind.>'], retention: 'limits' as const }
    await broker.ensureStream(limits, 'update')
    await expect(broker.ensureStream({ ...limits, retention: 'workqueue' }, 'create')).rejects.toMatchObject({
      code: 'E_QUEUE_CONFIG',
      setting: 'retention',
    })
  })

  test('is refused when a consumer of that name takes other work', async () => {
    await ensureQueue(broker, ['karel'])
    const own = { ...workConsumer('minigrid', queueDefaults), name: 'odd' }
    await broker.ensureConsumer(own, 'update')
    await expect(
      broker.ensureConsumer({ ...own, filter: subjects.workOfDomain('karel') }, 'create'),
    ).rejects.toMatchObject({
      code: 'E_QUEUE_CONFIG',
      setting: 'filter_subject',
    })
  })

  test('drops a message whose id it knows, and says so', async () => {
    await ensureQueue(broker, ['karel'])
    const first = await broker.store(subjects.work('karel', 'run', 'twice'), bytes, { id: 'twice' })
    const second = await broker.store(subjects.work('karel', 'run', 'twice'), bytes, { id: 'twice' })
    expect([first.duplicate, second]).toEqual([false, { sequence: first.sequence, duplicate: true }])
    await broker.purge(streams.work, subjects.workOfRun('run'))
  })

  test('says when it is full, and when there is none', async () => {
    const small = { ...workStream(queueDefaults), name: 'SMALL', subjects: ['small.>'], maxMessages: 1 }
    await broker.ensureStream(small, 'update')
    await broker.store('small.a', bytes, { id: 's1' })
    await expect(broker.store('small.b', bytes, { id: 's2' })).rejects.toMatchObject({ code: 'E_QUEUE_FULL' })
    await expect(broker.store('nowhere', bytes, { id: 's3' })).rejects.toMatchObject({ code: 'E_QUEUE_MISSING' })
  })

  test('never sends what the server would end the connection for', async () => {
    const huge = new Uint8Array(broker.maxPayloadBytes + 1)
    await expect(broker.store('small.c', huge, { id: 's4' })).rejects.toMatchObject({ code: 'E_MESSAGE_TOO_LARGE' })
    expect(() => broker.publish('x', huge)).toThrow(expect.objectContaining({ code: 'E_MESSAGE_TOO_LARGE' }))
  })
})

describe('a pull', () => {
  const pulling = (onMessage: (message: HeldMessage) => void, requestMs = 10_000) => {
    const prepare = () => ensureQueue(broker, ['karel'], { leaseMs: 500, maxDeliver: 3 })
    const pull = startPull(broker, {
      stream: streams.work,
      consumer: workConsumerName('karel'),
      onMessage,
      prepare,
      requestMs,
    })
    return { pull, [Symbol.asyncDispose]: () => pull.close() }
  }

  test('takes as many messages as were asked for, and no more', async () => {
    const got: HeldMessage[] = []
    await using puller = pulling((message) => got.push(message))
    puller.pull.want(3)
    for (let i = 0; i < 5; i++) await put(`p${i}`)
    await expect.poll(() => got.length).toBe(3)
    for (const message of got) message.ack()
    await sleep(100)
    expect([got.length, puller.pull.wanted]).toEqual([3, 0])
    puller.pull.want(2)
    await expect.poll(() => got.length).toBe(5)
    for (const message of got.slice(3)) message.ack()
    expect(new TextDecoder().decode(got[4]?.bytes)).toBe('a batch')
  })

  test('goes on asking after requests ran out', async () => {
    const got: HeldMessage[] = []
    await using puller = pulling((message) => got.push(message), 300)
    puller.pull.want(2)
    await sleep(1_000)
    await put('late-1')
    await put('late-2')
    await expect.poll(() => got.length).toBe(2)
    for (const message of got) message.ack()
  })

  test('sees a message again when it gives it back or lets its lease run out, but not when it keeps the lease', async () => {
    const deliveries: [string, number, number][] = []
    const started = performance.now()
    await using puller = pulling((message) => {
      const batch = parseWorkSubject(message.subject)?.batch ?? ''
      deliveries.push([batch, message.delivery, performance.now() - started])
      if (message.delivery > 1) message.ack()
      else if (batch === 'given-back') message.nak()
      else if (batch === 'kept') {
        const timer = setInterval(() => message.working(), 150)
        setTimeout(() => {
          clearInterval(timer)
          message.ack()
        }, 1_200)
      }
    })
    puller.pull.want(5)
    for (const batch of ['given-back', 'forgotten', 'kept']) await put(batch)
    await sleep(1_800)
    const times = (batch: string) => deliveries.filter(([name]) => name === batch).map(([, delivery]) => delivery)
    expect([times('given-back'), times('forgotten'), times('kept')]).toEqual([[1, 2], [1, 2], [1]])
  })

  test('goes on after the consumer was deleted, the server restarted, and all was wiped', async () => {
    const got: HeldMessage[] = []
    await using puller = pulling((message) => {
      got.push(message)
      message.ack()
    })
    puller.pull.want(10)
    await put('before')
    await expect.poll(() => got.length).toBe(1)
    await broker.deleteConsumer(streams.work, workConsumerName('karel'))
    await put('deleted')
    await expect.poll(() => got.length, { timeout: 5_000 }).toBe(2)
    await server.stop()
    expect(broker.up).toBe(false)
    await expect(put('away')).rejects.toMatchObject({ code: 'E_BROKER_AWAY' })
    await server.start()
    await broker.untilUp()
    await put('restarted')
    await expect.poll(() => got.length, { timeout: 5_000 }).toBe(3)
    await server.wipe()
    await broker.untilUp()
    await expect
      .poll(
        () =>
          put('wiped').then(
            () => 'stored',
            () => 'not yet',
          ),
        { timeout: 5_000 },
      )
      .toBe('stored')
    await expect.poll(() => got.length, { timeout: 5_000 }).toBe(4)
  })
})
