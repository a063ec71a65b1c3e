import { setTimeout as sleep } from 'node:timers/promises'
import { journalContent, readChampions } from '@cairn/coordinator'
import { seededRng } from '@cairn/language'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Crew } from '../kit/crew.ts'
import { type NatsServer, startNatsServer } from '../kit/nats-server.ts'
import { begin, decided, finish, overNats, overThreads, runsFolder } from './in-process.ts'
import { long, selfPlayPlans } from './plans.ts'

// Each learner, whatever happens to its workers: the bytes of one thread.

const runs = runsFolder()
let nats: NatsServer
beforeAll(async () => {
  nats = await startNatsServer()
})
afterAll(async () => {
  await nats[Symbol.asyncDispose]()
  runs[Symbol.dispose]()
})

test.each(selfPlayPlans)(
  '$search ends with the same bytes while workers are killed at random',
  async (short) => {
    const plan = { ...short, budget: long ? 5_000 : 250 }
    const { search } = plan
    const transport = await overThreads(1)
    const expected = await finish(plan, `${search}-one-thread`, runs.path, transport)
    await transport.close()

    const crew = new Crew(nats.url)
    crew.join(2)
    const network = await overNats(nats.url, `${search}-killed`, { leaseMs: 1_500 }, 'microrts')
    try {
      const { finished, folder } = begin(plan, `${search}-killed`, runs.path, network)
      let going = true
      const ended = finished.finally(() => {
        going = false
      })
      const rng = seededRng(plan.seed).stream('kills')
      let kills = 0
      while (going) {
        await Promise.race([ended, sleep(500 + rng.below(1_000))])
        if (!going) break
        crew.replace(rng)
        kills++
      }
      expect(kills).toBeGreaterThan(0)
      expect(decided(await ended)).toEqual(decided(expected.result))
      expect(journalContent(folder)).toBe(expected.journal)
      expect(readChampions(folder).length).toBeGreaterThan(1)
    } finally {
      await network.close()
      await crew.leave('SIGKILL')
    }
  },
  240_000,
)
