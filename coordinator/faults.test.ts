import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashBytes, type Program, sampleProgram } from '@cairn/language'
import { cairn } from '@cairn/proto'
import { wireSchema } from '@cairn/proto/queue'
import type { Search } from '@cairn/search'
import Libsql from 'libsql'
import { expect, test } from 'vitest'
import { type DirectOptions, directTransport, evaluated } from '../test/kit/direct-transport.ts'
import { toyDomain, toyLanguage, toyScore, toyTask } from '../test/kit/toy.ts'
import { type ToyRun, toyLab, toyPlan } from '../test/kit/toy-lab.ts'
import {
  coordinatorMetrics,
  type Delivery,
  type OutgoingBatch,
  readRun,
  runFiles,
  startRun,
  type Transport,
} from './index.ts'

const programs = 40

/** Scores some programs at once, then asks for the first that is better than any of the first five. */
const scoring: Search = {
  name: 'scoring',
  summary: 'of a test',
  options: {},
  async run(search) {
    const drawn = Array.from({ length: programs }, () => sampleProgram(toyLanguage, search.rng))
    const scored = await search.scoreAll(drawn)
    const than = scored.slice(0, 5).reduce((a, b) => (b.score > a.score ? b : a))
    await search.firstBetter(than, drawn.map((program) => Uint8Array.from([...program])).reverse())
    for (;;)
      await search.firstBetter(
        than,
        Array.from({ length: 30 }, () => sampleProgram(toyLanguage, search.rng)),
      )
  },
}

const run: ToyRun = { search: scoring, budget: 300 }

const isKiller = (program: Program) => hashBytes(program).low % 11 === 0

/** Workers die of some programs; whether they tell of which one is for the test to say. */
function deadly({ suspect }: { readonly suspect: boolean }): DirectOptions {
  return {
    threads: 3,
    answer(batch) {
      const index = programsOf(batch).findIndex(isKiller)
      if (index < 0) return [evaluated(batch)]
      const lost = { kind: 'lost', id: batch.id, reason: 'the worker died' } as const
      return [suspect ? { ...lost, suspect: index } : lost]
    },
  }
}

test('programs that kill their workers are isolated, scored worst and listed; their neighbours are scored', async () => {
  await using lab = toyLab()
  const { folder, events, result, content } = await lab.start({
    ...run,
    transport: directTransport(deadly({ suspect: true })),
  })
  expect(result.event).toBe('done')

  const poisoned = events.filter((event) => event.event === 'poisoned')
  const listed = readFileSync(join(folder, runFiles.poison), 'utf8').trim().split('\n')
  expect(listed).toHaveLength(poisoned.length)
  expect(poisoned.length).toBeGreaterThan(3)
  expect(
    readRun(folder)
      .poison.map(({ program }) => program)
      .sort(),
  ).toEqual(poisoned.map(({ program }) => program).sort())

  const scores = new Float64Array(Uint8Array.from(Buffer.from(content.split('\n')[1]!.split(' ')[5]!, 'hex')).buffer)
  expect(scores).toHaveLength(programs)
  expect([...scores].filter((score) => score === Number.NEGATIVE_INFINITY).length).toBeGreaterThan(0)

  const guessed = await lab.start({ ...run, transport: directTransport(deadly({ suspect: false })) })
  expect(guessed.content).toBe(content)
})

test('poison stays poison when the run is resumed', async () => {
  await using lab = toyLab()
  const whole = await lab.start({ ...run, transport: directTransport(deadly({ suspect: true })) })
  const options = deadly({ suspect: true })
  let stop = () => {}
  let sent = 0
  const transport = directTransport({
    ...options,
    answer(batch) {
      if (++sent === 60) stop()
      return options.answer!(batch)
    },
  })
  const stopped = await lab.start({ ...run, transport, meanwhile: (handle) => (stop = handle.stop) })
  expect(stopped.result.event).toBe('stopped')
  const resumed = await lab.resume(stopped.folder, { ...run, transport: directTransport(deadly({ suspect: true })) })
  expect(resumed.content).toBe(whole.content)
})

test('a batch that is lost through no fault of its own is sent again', async () => {
  await using lab = toyLab()
  const whole = await lab.start(run)
  const metrics = coordinatorMetrics()
  const seen = new Set<string>()
  const transport = directTransport({
    answer(batch) {
      const key = programsOf(batch).join(';')
      if (seen.has(key)) return [evaluated(batch)]
      seen.add(key)
      return [{ kind: 'lost', id: batch.id, reason: 'the worker was stopped' }]
    },
  })
  const { content, events } = await lab.start({ ...run, transport, setup: { metrics } })
  expect(content).toBe(whole.content)
  expect(events.some(({ event }) => event === 'poisoned')).toBe(false)
  expect(await value(metrics.redelivered)).toBe(seen.size)
})

test('what is not a result of an open batch of this sitting is counted by reason and ignored', async () => {
  await using lab = toyLab()
  const whole = await lab.start(run)
  const metrics = coordinatorMetrics()
  const forged = (batch: OutgoingBatch, change: Partial<cairn.v1.Result>): Delivery => {
    const result = cairn.v1.Result.decode((evaluated(batch) as { bytes: Uint8Array }).bytes)
    return { kind: 'result', bytes: cairn.v1.Result.encode({ ...result, ...change }).finish() }
  }
  const transport = directTransport({
    answer(batch) {
      const { scores, statuses } = cairn.v1.Result.decode((evaluated(batch) as { bytes: Uint8Array }).bytes)
      return [
        { kind: 'result', bytes: new Uint8Array([255, 255, 255]) },
        { kind: 'result', bytes: new Uint8Array(300 * 1024) },
        forged(batch, { schema: 99 }),
        forged(batch, { run: 'another' }),
        forged(batch, { epoch: 77 }),
        forged(batch, { batch: '1-99999' }),
        forged(batch, { scores: scores.slice(1) }),
        forged(batch, { scores: scores.map(() => Number.NaN) }),
        forged(batch, { scores: scores.map(() => Number.POSITIVE_INFINITY) }),
        forged(batch, { statuses: statuses.map(() => 3) }),
        forged(batch, { statuses: statuses.map((): number => 9) }),
        forged(batch, { episodes: statuses.map(() => 1) }),
        { kind: 'lost', id: 'never-sent', reason: 'forged' },
        evaluated(batch),
      ]
    },
  })
  const { content } = await lab.start({ ...run, transport, setup: { metrics }, runOptions: { retryMs: 60_000 } })
  expect(content).toBe(whole.content)
  const reasons = (await metrics.rejected.get()).values.map(({ labels }) => labels.reason)
  expect(reasons.sort()).toEqual(['batch', 'columns', 'epoch', 'oversized', 'run', 'schema', 'undecodable'])
  expect(await value(metrics.mismatches)).toBe(0)
})

test.each([
  ['has lost its columns', ({ schema, run, batch, epoch }: cairn.v1.Result) => ({ schema, run, batch, epoch })],
  ['is of another sitting', (result: cairn.v1.Result) => ({ ...result, epoch: result.epoch + 1 })],
])('a batch whose result %s is sent again, and nobody is poisoned for it', async (_, garble) => {
  await using lab = toyLab()
  const whole = await lab.start(run)
  let garbled = 0
  const transport = directTransport({
    answer(batch) {
      if (garbled++ % 2 === 1) return [evaluated(batch)]
      const result = cairn.v1.Result.decode((evaluated(batch) as { bytes: Uint8Array }).bytes)
      return [{ kind: 'result', bytes: cairn.v1.Result.encode(garble(result)).finish() }]
    },
  })
  const { content } = await lab.start({ ...run, transport })
  expect(content).toBe(whole.content)
})

test('a second result changes nothing; one that differs is counted as a bug', async () => {
  await using lab = toyLab()
  const whole = await lab.start(run)
  const metrics = coordinatorMetrics()
  const twice = directTransport({ answer: (batch) => [evaluated(batch), evaluated(batch)] })
  expect((await lab.start({ ...run, transport: twice, setup: { metrics } })).content).toBe(whole.content)
  expect(await value(metrics.mismatches)).toBe(0)

  const cutShort = directTransport({
    answer(batch) {
      const { steps: _, ...rest } = cairn.v1.Result.decode((evaluated(batch) as { bytes: Uint8Array }).bytes)
      return [evaluated(batch), { kind: 'result', bytes: cairn.v1.Result.encode(rest).finish() }]
    },
  })
  expect((await lab.start({ ...run, transport: cutShort, setup: { metrics } })).content).toBe(whole.content)
  expect(await value(metrics.mismatches)).toBe(0)
  expect((await metrics.rejected.get()).values).toMatchObject([{ labels: { reason: 'columns' } }])

  let lies = 0
  const lying = directTransport({
    answer(batch) {
      const result = cairn.v1.Result.decode((evaluated(batch) as { bytes: Uint8Array }).bytes)
      lies++
      const other = { ...result, scores: result.scores.map((score) => score / 2) }
      return [evaluated(batch), { kind: 'result', bytes: cairn.v1.Result.encode(other).finish() }]
    },
  })
  expect((await lab.start({ ...run, transport: lying, freshEpisodes: 0, setup: { metrics } })).result).toMatchObject({
    charged: whole.result.charged,
  })
  expect(await value(metrics.mismatches)).toBeGreaterThan(lies / 2)
})

test.each(['domain-hash: toy@toy-1 wanted; here it is toy@toy-0', 'lengths: 0 programs'])(
  'batches that workers refuse (%s) wait for other workers, and the reason is told once',
  async (reason) => {
    await using lab = toyLab()
    const whole = await lab.start(run)
    let refusals = 0
    const transport = directTransport({
      answer(batch) {
        if (refusals++ > 25) return [evaluated(batch)]
        return [refusal(batch, reason)]
      },
    })
    const { content, events } = await lab.start({ ...run, transport })
    expect(content).toBe(whole.content)
    const waiting = events.filter(({ event }) => event === 'waiting')
    expect(waiting).toMatchObject([{ reason: expect.stringContaining(reason) }])
  },
)

test('a program that is refused as no program of the language is found among its batch and given up', async () => {
  await using lab = toyLab()
  const transport = directTransport({
    answer(batch) {
      const index = programsOf(batch).findIndex(isKiller)
      return [index < 0 ? evaluated(batch) : refusal(batch, `programs: program ${index}: not a program`)]
    },
  })
  const refused = await lab.start({ ...run, transport })
  const died = await lab.start({ ...run, transport: directTransport(deadly({ suspect: true })) })
  expect(refused.content).toBe(died.content)
})

test('a huge program is a batch of its own, and one too large for any message is given up', async () => {
  await using lab = toyLab()
  const [more, word] = ['more', 'left'].map((name) => toyLanguage.productions.find((one) => one.name === name)!.number)
  const large = (words: number) =>
    Uint8Array.from([0, ...Array.from({ length: words - 1 }, () => [more!, word!]).flat(), word!])
  const search: Search = {
    ...scoring,
    run: async (context) => void (await context.scoreAll([large(3), large(1e5), large(2e5), large(4)])),
  }
  const { content, events } = await lab.start({ search, budget: 10 })
  const scores = new Float64Array(Uint8Array.from(Buffer.from(content.split('\n')[1]!.split(' ')[5]!, 'hex')).buffer)
  expect([...scores]).toEqual([
    toyScore(large(3), 8),
    toyScore(large(1e5), 8),
    Number.NEGATIVE_INFINITY,
    toyScore(large(4), 8),
  ])
  expect(events.filter(({ event }) => event === 'poisoned')).toHaveLength(1)
})

test('a journal that cannot be written ends the run with one clear error, and the run can be resumed', async () => {
  await using lab = toyLab()
  const whole = await lab.start(run)
  const file = join(lab.root, 'full', runFiles.journal)
  const sql = (text: string) => {
    const database = new Libsql(file)
    database.exec(text)
    database.close()
  }
  let sent = 0
  const transport = directTransport({
    answer(batch) {
      // Stands for a full disk: the next answer cannot be written.
      if (++sent === 4)
        sql("CREATE TRIGGER full BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END")
      return [evaluated(batch)]
    },
  })
  await expect(lab.start({ ...run, run: 'full', transport })).rejects.toMatchObject({
    code: 'E_JOURNAL_FAILED',
    message: expect.stringContaining('disk is full'),
  })
  sql('DROP TRIGGER full')
  const resumed = await lab.resume(join(lab.root, 'full'), run)
  expect(resumed.content).toBe(whole.content)
})

test('a second coordinator is refused and told who has the run', async () => {
  await using lab = toyLab()
  let second: Promise<unknown> | undefined
  const transport = directTransport({
    answer(batch) {
      second ??= expect(lab.resume(join(lab.root, 'busy'), run)).rejects.toMatchObject({
        code: 'E_RUN_BUSY',
        run: 'busy',
        pid: process.pid,
        message: expect.stringContaining(`process ${process.pid}`),
      })
      return [evaluated(batch)]
    },
  })
  const first = await lab.start({ ...run, run: 'busy', transport })
  await second
  expect(second).toBeDefined()
  expect(first.result.event).toBe('done')
})

test('a coordinator whose fence is lost stops and writes nothing from then on', async () => {
  await using lab = toyLab()
  const whole = await lab.start(run)
  const lease = new AbortController()
  let before: number | undefined
  let sent = 0
  const transport = directTransport({
    answer(batch) {
      if (++sent === 12) {
        before = readRun(join(lab.root, 'fenced')).charged
        lease.abort(new Error('the lease was taken'))
      }
      return [evaluated(batch)]
    },
  })
  const fence = { epoch: 7, lost: lease.signal }
  await expect(lab.start({ ...run, run: 'fenced', transport, setup: { fence } })).rejects.toMatchObject({
    code: 'E_RUN_FENCED',
  })
  const record = readRun(join(lab.root, 'fenced'))
  expect(record).toMatchObject({ state: 'stopped', epoch: 7, charged: before })
  const resumed = await lab.resume(record.folder, run)
  expect(resumed.content).toBe(whole.content)
  expect(readRun(record.folder).epoch).toBe(8)
})

test('results of an earlier sitting are not taken', async () => {
  await using lab = toyLab()
  const metrics = coordinatorMetrics()
  const earlier: Delivery[] = []
  let stop = () => {}
  const first = directTransport({
    answer(batch) {
      earlier.push(evaluated(batch))
      if (earlier.length === 3) stop()
      return [evaluated(batch)]
    },
  })
  const stopped = await lab.start({ ...run, transport: first, meanwhile: (handle) => (stop = handle.stop) })
  const second = directTransport({ answer: (batch) => [...earlier, evaluated(batch)] })
  await lab.resume(stopped.folder, { ...run, transport: second, setup: { metrics } })
  expect((await metrics.rejected.get()).values.map(({ labels }) => labels.reason)).toEqual(['epoch'])
})

test('no workers are told of once, and again only after some had come', async () => {
  await using lab = toyLab()
  const direct = directTransport()
  let workers = 0
  const transport: Transport = { ...direct, capacity: () => ({ workers, threads: workers }) }
  const seen: number[] = []
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const search: Search = {
    ...scoring,
    async run(context) {
      const ask = () => context.score(sampleProgram(toyLanguage, context.rng))
      await until(() => seen.length === 1)
      workers = 2
      await ask()
      await new Promise((resolve) => setTimeout(resolve, 100))
      workers = 0
      await until(() => seen.length === 2)
      await ask()
    },
  }
  const handle = startRun({
    ...{ plan: toyPlan({ search }), root: lab.root, domain: toyDomain, task: toyTask, search, transport },
    options: { waitingMs: 60, progressMs: 10 },
  })
  for await (const event of handle.events) {
    if (event.event !== 'waiting') continue
    expect(event.reason).toBe('no workers')
    seen.push(workers)
  }
  expect((await handle.finished).event).toBe('done')
  expect(seen).toEqual([0, 0])
  await transport.close()
})

test('a transport that breaks ends the run, which can be resumed', async () => {
  await using lab = toyLab()
  const whole = await lab.start(run)
  const broken = directTransport()
  let sent = 0
  const transport: Transport = {
    ...broken,
    async submit(batch) {
      if (++sent > 5) throw new Error('the cable is out')
      await broken.submit(batch)
    },
  }
  await expect(lab.start({ ...run, run: 'cable', transport })).rejects.toThrow('the cable is out')
  expect((await lab.resume(join(lab.root, 'cable'), run)).content).toBe(whole.content)
})

test('the rules must be those the run was started with', async () => {
  await using lab = toyLab()
  const { folder } = await lab.start(run)
  const domain = { ...toyDomain, hash: 'toy-2' }
  await expect(lab.resume(folder, { ...run, setup: { domain } })).rejects.toMatchObject({ code: 'E_RUN_CHANGED' })
  expect(existsSync(join(folder, runFiles.best))).toBe(true)
})

function programsOf({ bytes }: OutgoingBatch): Program[] {
  const { programs, lengths } = cairn.v1.Batch.decode(bytes)
  let end = 0
  return lengths.map((length) => {
    end += length
    return programs.subarray(end - length, end)
  })
}

function refusal({ bytes, id }: OutgoingBatch, reason: string): Delivery {
  const { run, epoch } = cairn.v1.Batch.decode(bytes)
  const failure = { refused: true, reason }
  return {
    kind: 'result',
    bytes: cairn.v1.Result.encode({ schema: wireSchema, run, batch: id, epoch, failure }).finish(),
  }
}

async function value(metric: { get(): Promise<{ values: { value: number }[] }> }): Promise<number> {
  return (await metric.get()).values.reduce((sum, one) => sum + one.value, 0)
}
