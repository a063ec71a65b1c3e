import { threadsTransport } from '@cairn/coordinator'
import { openTask, parseOptions } from '@cairn/domains'
import { hashBytes, hex, parse } from '@cairn/language'
import { cairn } from '@cairn/proto'
import { evaluateBatch } from '@cairn/worker'
import { expect, test } from 'vitest'
import { type Fixture, fixtureKey, type MatchResult, type Side } from './fixture.ts'
import { leagueTask, NotPlayed } from './league-task.ts'
import { playHere } from './play-here.ts'
import { MatchLost, type PlayOnWorkers, playOnWorkers } from './play-on-workers.ts'

const spec = { name: 'microrts/bases-workers8x8a', options: openTask('microrts/bases-workers8x8a').spec.options }
const map = leagueTask(spec, 600)
const { language } = openTask(spec.name, spec.options)

function program(text: string): Side {
  const of = parse(language, text)
  return { kind: 'program', key: hex(hashBytes(of)), program: of, text }
}

const bot = (key: string): Side => ({ kind: 'bot', key })
const idle = program('for(Unit u){ u.idle() }')
const rush = program('for(Unit u){ u.train(Worker,Up,5) } for(Unit u){ u.attack(Closest) }')
/** Asks for a unit outside of all loops, in every tick; before that it lets its units attack. */
const failing = program('u.idle() for(Unit u){ u.attack(Closest) }')

const fixtures: Fixture[] = [rush, idle, failing].flatMap((one) =>
  [rush, idle, failing, bot('WorkerRush'), bot('LightRush')]
    .filter((other) => other.key !== one.key)
    .flatMap((other) => [
      { map, first: one, second: other },
      ...(other.kind === 'bot' ? [{ map, first: other, second: one }] : []),
    ]),
)

/** A thread that evaluates in this one; some answers may be something else. */
function transport(answer: (bytes: Uint8Array) => Uint8Array | Error = (bytes) => evaluateBatch(bytes)) {
  return threadsTransport({
    threads: 1,
    async evaluate(bytes) {
      const result = answer(bytes)
      if (!(result instanceof Error)) return result
      throw Object.assign(result, { code: 'E_EVALUATION_LOST', reason: result.message })
    },
    close: async () => {},
  })
}

async function played(over: Partial<PlayOnWorkers> = {}) {
  const results = new Map<string, MatchResult>()
  await playOnWorkers({
    ...{
      fixtures,
      transport: transport(),
      run: 'league',
      epoch: 7,
      waiting() {},
      signal: new AbortController().signal,
    },
    took(fixture, result) {
      expect(results.has(fixtureKey(fixture))).toBe(false)
      results.set(fixtureKey(fixture), result)
    },
    ...over,
  })
  return results
}

test('workers play every match once, with the same results as this thread', async () => {
  const results = await played()
  expect(results).toEqual(new Map(fixtures.map((fixture) => [fixtureKey(fixture), playHere(fixture)])))
})

test('whoever trains and attacks beats whoever idles, from both sides; a program that fails waits, and is told of', () => {
  expect(playHere({ map, first: rush, second: idle })).toMatchObject({ points: 1, failed: false })
  expect(playHere({ map, first: idle, second: rush })).toMatchObject({ points: 0, failed: false })
  expect(playHere({ map, first: rush, second: failing })).toMatchObject({ points: 1, failed: true })
  expect(playHere({ map, first: failing, second: idle })).toEqual({ points: 0.5, ticks: 600, failed: true })
  expect(playHere({ map, first: bot('WorkerRush'), second: failing })).toMatchObject({ points: 1, failed: true })
})

test('batches that are lost, refused or answered with nonsense are sent again', async () => {
  let answered = 0
  const said: string[] = []
  const results = await played({
    waiting: (reason) => said.push(reason),
    transport: transport((bytes) => {
      const batch = cairn.v1.Batch.decode(bytes)
      const { run, id, epoch, schema } = batch
      switch (answered++) {
        case 0:
          return new Error('killed')
        case 1:
          return cairn.v1.Result.encode({ schema, run, batch: id, epoch, scores: [1, 2, 3, 4, 5, 6, 7, 8, 9] }).finish()
        case 2:
          return cairn.v1.Result.encode({
            schema,
            run,
            batch: id,
            epoch,
            failure: { refused: true, reason: 'old' },
          }).finish()
        default:
          return evaluateBatch(bytes)
      }
    }),
  })
  expect(said).toEqual(['the workers refuse the matches: old'])
  expect(results).toEqual(await played())
})

test('a match that no worker survives is named, and what was played before is kept', async () => {
  const taken = new Set<string>()
  const bad = (bytes: Uint8Array) =>
    parseOptions(spec.name, cairn.v1.Batch.decode(bytes).task!.options!).opponents === 'LightRush'
  const dying = played({
    transport: transport((bytes) => (bad(bytes) ? new Error('out of memory') : evaluateBatch(bytes))),
    took: (fixture) => taken.add(fixtureKey(fixture)),
  })
  await expect(dying).rejects.toThrow(MatchLost)
  await expect(dying).rejects.toThrow(/on basesWorkers8x8A to an end: .*LightRush.*out of memory/)
  expect(taken.size).toBeGreaterThan(0)
})

test('nothing more is sent once the signal aborts', async () => {
  const controller = new AbortController()
  let taken = 0
  const stopped = played({
    signal: controller.signal,
    took() {
      taken++
      controller.abort(new Error('enough'))
    },
  })
  await expect(stopped).rejects.toThrow('enough')
  expect(taken).toBeLessThan(fixtures.length)
})

test('a task that is no match of MicroRTS has no league', () => {
  expect(() => leagueTask({ name: 'karel/harvester', options: {} }, undefined)).toThrow(NotPlayed)
})
