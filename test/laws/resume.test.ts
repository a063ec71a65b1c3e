import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { journalContent } from '@cairn/coordinator'
import { seededRng } from '@cairn/language'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCairn, startCairn } from '../kit/cairn-process.ts'
import { finish, overThreads, runsFolder } from './in-process.ts'
import { type LawPlan, lawPlans, long, searchArguments, titleOf } from './plans.ts'

// The second law: a run that was killed at any moment and resumed equals the one that was not.

const kills = long ? 30 : 1
/** Kills that come too late, after the end, are made up for, each in the first half of the time of the last. */
const misses = 4
const runs = runsFolder()
/** Each process opens an embedding: for a short look one search in a latent space is enough. */
const plans = lawPlans.filter(({ search }) => long || search !== 'latent-hc')
afterAll(() => runs[Symbol.dispose]())

describe.each(plans.map((plan) => ({ plan, title: titleOf(plan) })))('$title', ({ plan }) => {
  const name = `${plan.search}-${plan.seed}`
  let journal = ''
  let seconds = 0

  beforeAll(async () => {
    const transport = await overThreads(2)
    const began = performance.now()
    journal = (await finish(plan, name, runs.path, transport)).journal
    seconds = (performance.now() - began) / 1000
    await transport.close()
  }, 120_000)

  test('killed at random moments and resumed, equals the uninterrupted run', async () => {
    const rng = seededRng(plan.seed).stream('kills')
    let [interrupted, missed] = [0, 0]
    for (let moment = 0; interrupted < kills && missed < misses; moment++) {
      const run = `${name}-killed-${moment}`
      const before = rng.uniform() * (seconds / 2 ** missed)
      if (await killedAfter(plan, run, 1000 * before)) interrupted++
      else missed++
      await runCairn(['resume', run, '--runs', runs.path])
      expect(content(run)).toBe(journal)
    }
    expect(interrupted).toBeGreaterThan(0)
  }, 900_000)
})

/** Starts the run and kills it so long after its first event. Whether it was not over by then. */
async function killedAfter(plan: LawPlan, run: string, ms: number): Promise<boolean> {
  await using cairn = startCairn([...searchArguments(plan, run, runs.path), '--json'])
  await cairn.until('started')
  await Promise.race([sleep(ms), cairn.exit])
  cairn.kill('SIGKILL')
  return (await cairn.exit) === -1
}

function content(run: string): string {
  return journalContent(join(runs.path, run))
}
