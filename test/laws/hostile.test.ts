import type { Transport } from '@cairn/coordinator'
import { canonicalOptions, karel, openTask } from '@cairn/domains'
import { type Program, sampleProgram, seededRng } from '@cairn/language'
import { cairn } from '@cairn/proto'
import { wireSchema } from '@cairn/proto/queue'
import { evaluateBatch } from '@cairn/worker'
import { describe, expect, test } from 'vitest'
import { startCairn } from '../kit/cairn-process.ts'
import { answerOf } from '../kit/hostile-batches.ts'
import { hostilePrograms } from '../kit/hostile-karel.ts'
import { scrape } from '../kit/metrics.ts'
import { startNatsServer } from '../kit/nats-server.ts'
import { overNats, overThreads } from './in-process.ts'

// The fourth law, of programs that ask for more than they can have: they are scored like any other, in bounded time.

const run = 'hostile'
const episodes = 4
/** A program may make 10,000 calls in an episode; the one too many may be an action. */
const mostSteps = 10_001 * episodes
/** Far above what they take, also on a machine with other things to do. */
const mostSeconds = 20
const { spec } = openTask('karel/harvester')

describe('programs that never halt, repeat 19^6 times or have 100,000 nodes are scored in bounded time', {
  timeout: 240_000,
}, () => {
  test('on threads', async () => {
    const transport = await overThreads(2)
    try {
      await scoresAll(transport)
    } finally {
      await transport.close()
    }
  })

  test('in a worker process over NATS, which survives them', async () => {
    await using nats = await startNatsServer()
    await using worker = startCairn(['worker', '--nats', nats.url, '--threads', '2'])
    await worker.untilSaid(/taking work/)
    const transport = await overNats(nats.url, run)
    try {
      await scoresAll(transport)
    } finally {
      await transport.close()
    }
    expect(await scrape(worker)).toMatch(/^cairn_evaluations_lost_total 0$/m)
    worker.kill('SIGTERM')
    expect(await worker.exit).toBe(0)
  })
})

/** Each program in a batch of its own, between ordinary ones. */
async function scoresAll(transport: Transport): Promise<void> {
  const rng = seededRng(7)
  const ordinary = () => sampleProgram(karel.language, rng)
  const batches = hostilePrograms.map(({ program }, index) => batch(`b-${index}`, [ordinary(), program, ordinary()]))
  const results = await settle(transport, batches)
  for (const [index, { id, bytes }] of batches.entries()) {
    const { does, return: expected } = hostilePrograms[index]!
    const result = results.get(id)!
    expect(answerOf(result), does).toEqual(answerOf(evaluateBatch(bytes)))
    const { returns, steps, evaluationSeconds } = cairn.v1.Result.decode(result)
    expect(returns.slice(episodes, 2 * episodes), does).toEqual(new Array(episodes).fill(expected))
    expect(steps[1], does).toBeLessThanOrEqual(mostSteps)
    expect(evaluationSeconds, does).toBeLessThan(mostSeconds)
  }
}

interface NamedBatch {
  readonly id: string
  readonly bytes: Uint8Array
}

function batch(id: string, programs: readonly Program[]): NamedBatch {
  const task = { name: spec.name, options: canonicalOptions(spec), domainHash: karel.hash }
  const lengths = programs.map(({ length }) => length)
  const fields = { run, id, epoch: 1, task, programs: Buffer.concat(programs), lengths, firstEpisode: 0, episodes }
  return { id, bytes: cairn.v1.Batch.encode({ schema: wireSchema, ...fields, wantReturns: true }).finish() }
}

async function settle(transport: Transport, batches: readonly NamedBatch[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const accepted = Promise.all(batches.map((each) => transport.submit({ ...each, domain: 'karel' })))
  const results = new Map<string, Uint8Array>()
  for await (const delivery of transport.deliveries()) {
    if (delivery.kind === 'lost') throw new Error(`batch ${delivery.id} is lost: ${delivery.reason}`)
    results.set(cairn.v1.Result.decode(delivery.bytes).batch, delivery.bytes)
    if (results.size === batches.length) break
  }
  await accepted
  return results
}
