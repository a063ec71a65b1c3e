import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { hashBytes, type Program, parse, print, sampleProgram, seededRng, subtrees } from '@cairn/language'
import { cairn } from '@cairn/proto'
import { wireLimits } from '@cairn/proto/queue'
import type { Search, SearchContext } from '@cairn/search'
import { expect, test } from 'vitest'
import { askingSearch, drawnSources } from '../test/kit/asking-search.ts'
import { type DirectOptions, directTransport, evaluated } from '../test/kit/direct-transport.ts'
import { toyDomain, toyLanguage, toyTrace } from '../test/kit/toy.ts'
import { toyLab } from '../test/kit/toy-lab.ts'
import { TraceHash } from '../worker/trace-hash.ts'
import {
  behavioursOf,
  coordinatorMetrics,
  type OutgoingBatch,
  openBehaviours,
  type RunHandle,
  readRun,
} from './index.ts'

const frame = parse(toyLanguage, 'DO up').subarray(0, 1)
const words = (text: string): Program => parse(toyLanguage, text, 'words')

/** Different ones. */
function drawn(count: number, seed = 1): Program[] {
  const rng = seededRng(seed)
  const found = new Map<string, Program>()
  while (found.size < count) {
    for (const { kind, program } of subtrees(toyLanguage, sampleProgram(toyLanguage, rng))) {
      if (kind === 'words') found.set(program.join(), program)
    }
  }
  return [...found.values()].slice(0, count)
}

/** What `states` states tell, by the book. */
function toldOf(subtree: Program, states: number, each: boolean): number[] {
  const numbers: number[] = []
  const hash = new TraceHash()
  hash.begin()
  for (let state = 0; state < states; state++) {
    hash.add(toyTrace(Uint8Array.of(...frame, ...subtree), state))
    if (!each) continue
    numbers.push(hash.value())
    hash.begin()
  }
  return each ? numbers : [hash.value()]
}

const expected = (subtrees: readonly Program[], states: number, each = false) =>
  subtrees.flatMap((subtree) => toldOf(subtree, states, each))

function asks(ask: (search: SearchContext) => Promise<unknown>): Search {
  return { name: 'asks', summary: 'of a test', options: {}, run: async (search) => void (await ask(search)) }
}

const sent = (batches: readonly OutgoingBatch[]) => batches.map(({ bytes }) => cairn.v1.Batch.decode(bytes))

test('numbers are equal where traces are, whole or for each state, in the order asked', async () => {
  await using lab = toyLab()
  const some = drawn(60)
  let whole: Float64Array = new Float64Array()
  let each: Float64Array = new Float64Array()
  const search = asks(async (context) => {
    whole = await context.behaviours(some, { states: 7 })
    each = await context.behaviours(some, { states: 7, each: true })
  })
  const { result } = await lab.start({ search })
  expect([...whole]).toEqual(expected(some, 7))
  expect([...each]).toEqual(expected(some, 7, true))
  expect(result).toMatchObject({ event: 'done', charged: 0, executed: 0 })

  const [a, b] = [words('left left left left left'), words('left left left left')]
  const equal = await behavioursOf({ domain: toyDomain, transport: directTransport() }, [a, b], { states: 5 })
  expect(equal[0]).toBe(equal[1])
})

test('a question of none is answered, and nothing is sent', async () => {
  await using lab = toyLab()
  const transport = directTransport()
  const search = asks(async (context) => expect(await context.behaviours([], { states: 3 })).toHaveLength(0))
  await lab.start({ search, transport, freshEpisodes: 0 })
  expect(transport.submitted).toEqual([])
})

test('a program is sent once in a run, however often and by however many it is asked for', async () => {
  await using lab = toyLab()
  const transport = directTransport({ threads: 3 })
  const some = drawn(40)
  const metrics = coordinatorMetrics()
  const search = asks(async (context) => {
    const forks = [1, 2, 3].map((number) => context.fork(`fork ${number}`, 10))
    await Promise.all(forks.map((fork) => fork.behaviours([...some, ...some], { states: 4 })))
    await context.behaviours(some.toReversed(), { states: 4 })
  })
  await lab.start({ search, transport, setup: { metrics } })
  const programs = sent(transport.submitted).reduce((sum, { lengths }) => sum + lengths.length, 0)
  expect(programs).toBe(40)
  const text = await metrics.registry.metrics()
  const labels = 'domain="toy",task="ups",searcher="asks"'
  expect(text).toContain(`cairn_behaviours_total{${labels},outcome="observed"} 40`)
  expect(text).toContain(`cairn_behaviours_total{${labels},outcome="remembered"} ${3 * 80 + 40 - 40}`)
  expect(text).toMatch(/cairn_env_steps_total{domain="toy",task="states"} \d+/)
  expect(text).not.toContain('cairn_program_evaluations_total{')
})

test('their batches are paced by their own cost', async () => {
  await using lab = toyLab()
  const slow = directTransport({
    threads: 1,
    answer(batch) {
      const { wantBehaviour, lengths } = cairn.v1.Batch.decode(batch.bytes)
      const [delivery] = [evaluated(batch)]
      if (delivery.kind !== 'result') return [delivery]
      const result = cairn.v1.Result.decode(delivery.bytes)
      result.evaluationSeconds = lengths.length * (wantBehaviour === 0 ? 0.0001 : 0.01)
      return [{ kind: 'result', bytes: cairn.v1.Result.encode(result).finish() }]
    },
  })
  const whole = Array.from({ length: 400 }, (_, i) => sampleProgram(toyLanguage, seededRng(i)))
  const search = asks(async (context) => {
    await context.scoreAll(whole.slice(0, 200))
    await context.behaviours(drawn(100), { states: 4 })
    await context.scoreAll(whole.slice(200))
  })
  await lab.start({ search, transport: slow, budget: 400, freshEpisodes: 0 })
  const batches = sent(slow.submitted)
  const isProbe = batches.map(({ wantBehaviour }) => wantBehaviour !== 0)
  const sizes = batches.map(({ lengths }) => lengths.length)
  const afterwards = sizes.slice(isProbe.lastIndexOf(true) + 1)
  expect(Math.max(...sizes.filter((_, i) => isProbe[i]).slice(4))).toBeLessThanOrEqual(3)
  expect(afterwards[0]).toBeGreaterThan(30)
})

test('however many are asked about, messages stay below their limits and few batches are out', async () => {
  const many = drawn(3_000)
  let out = 0
  let most = 0
  const transport = directTransport({
    threads: 2,
    targetBatchMs: 10_000,
    answer(batch) {
      expect(batch.bytes.length).toBeLessThanOrEqual(wireLimits.messageBytes)
      most = Math.max(most, ++out)
      const delivery = evaluated(batch)
      if (delivery.kind === 'result') expect(delivery.bytes.length).toBeLessThanOrEqual(wireLimits.messageBytes)
      return [delivery]
    },
    pick() {
      out--
      return 0
    },
  })
  const told: number[] = []
  const open = openBehaviours({ domain: toyDomain, transport, onProgress: (known) => told.push(known) })
  const whole = await open.behaviours(many, { states: 3 })
  expect([...whole]).toEqual(expected(many, 3))
  expect(told).toEqual(Array.from({ length: 3_000 }, (_, i) => i + 1))
  const each = await open.behaviours(many.slice(0, 300), { states: 1000, each: true })
  expect([...each.subarray(-1000)]).toEqual(expected([many[299]!], 1000, true))
  expect(most).toBeLessThanOrEqual(4)
  open.close()
})

test('what cannot be asked is refused before anything is sent or written', async () => {
  await using lab = toyLab()
  const transport = directTransport()
  const some = drawn(1001)
  const search = asks(async (context) => {
    const whole = sampleProgram(toyLanguage, context.rng)
    const probe = { code: 'E_NO_PROBE', domain: 'toy', kind: 'program' }
    await expect(context.behaviours([some[0]!, whole], { states: 2 })).rejects.toMatchObject(probe)
    const bad = (field: string, value: number) => ({ code: 'E_BAD_QUESTION', field, value })
    for (const states of [0, -1, 1.5, Number.NaN, 65_537]) {
      await expect(context.behaviours(some, { states })).rejects.toMatchObject(bad('states', states))
    }
    const each = true
    await expect(context.behaviours(some, { states: 2, each })).rejects.toMatchObject(bad('subtrees', 1001))
    await expect(context.behaviours([some[0]!], { states: 1001, each })).rejects.toMatchObject(bad('states', 1001))
    await expect(context.behaviours([new Uint8Array()], { states: 1 })).rejects.toMatchObject({ code: 'E_BAD_PROGRAM' })
  })
  const { content, result } = await lab.start({ search, transport })
  expect(result.event).toBe('done')
  expect(content).not.toContain('answer')
  expect(transport.submitted).toEqual([])
})

test('a domain without a probe cannot tell any', async () => {
  const { probe: _, ...without } = toyDomain
  const asked = behavioursOf({ domain: without, transport: directTransport() }, drawn(1), { states: 1 })
  await expect(asked).rejects.toMatchObject({ code: 'E_NO_PROBE', kind: 'words' })
})

test('answers that are none are dropped and asked for again, and two that differ are counted', async () => {
  await using lab = toyLab()
  const some = drawn(30)
  let spoilt = 0
  const transport = directTransport({
    threads: 2,
    answer(batch) {
      const good = evaluated(batch)
      if (good.kind !== 'result' || cairn.v1.Batch.decode(batch.bytes).wantBehaviour === 0) return [good]
      const changed = (change: (behaviours: number[]) => number[]) => {
        const result = cairn.v1.Result.decode(good.bytes)
        result.behaviours = change(result.behaviours)
        return { kind: 'result', bytes: cairn.v1.Result.encode(result).finish() } as const
      }
      switch (spoilt++ % 6) {
        case 0:
          return [changed((all) => all.slice(1))]
        case 1:
          return [changed((all) => [...all, 1])]
        case 2:
          return [changed((all) => all.map(() => 0.5))]
        case 3:
          return [changed((all) => all.map(() => -1))]
        case 4:
          return [good, changed((all) => all.map((number) => number ^ 1))]
        default:
          return [good, good]
      }
    },
  })
  const metrics = coordinatorMetrics()
  let numbers: Float64Array = new Float64Array()
  const search = asks(async (context) => {
    numbers = await context.behaviours(some, { states: 3 })
    await context.behaviours(some, { states: 4 })
    for (let i = 0; i < 6; i++) await context.score(sampleProgram(toyLanguage, context.rng))
  })
  await lab.start({ search, transport, setup: { metrics } })
  expect([...numbers]).toEqual(expected(some, 3))
  const text = await metrics.registry.metrics()
  expect(text).toMatch(/cairn_messages_rejected_total{reason="columns"} [1-9]/)
  expect(text).toMatch(/cairn_result_mismatch_total [1-9]/)
})

const isKiller = (program: Program) => hashBytes(program).low % 5 === 0

/** Workers die of some programs of the probe. */
function deadly(answer = evaluated): DirectOptions {
  return {
    threads: 3,
    answer(batch) {
      const { programs, lengths, wantBehaviour } = cairn.v1.Batch.decode(batch.bytes)
      if (wantBehaviour === 0) return [answer(batch)]
      let at = 0
      const split = lengths.map((length) => {
        at += length
        return programs.slice(at - length, at)
      })
      const suspect = split.findIndex(isKiller)
      return suspect < 0 ? [answer(batch)] : [{ kind: 'lost', id: batch.id, reason: 'it died', suspect }]
    },
  }
}

test('subtrees that no worker survives have numbers that nothing else has, and are listed; on the task they are as good as any', async () => {
  await using lab = toyLab()
  const some = drawn(60)
  const framed = some.map((subtree) => Uint8Array.of(...frame, ...subtree))
  let numbers: Float64Array = new Float64Array()
  let each: Float64Array = new Float64Array()
  let scores: number[] = []
  const search = asks(async (context) => {
    numbers = await context.behaviours(some, { states: 6 })
    each = await context.behaviours(some, { states: 6, each: true })
    expect(await context.behaviours(some.toReversed(), { states: 6 })).toEqual(numbers.toReversed())
    scores = (await context.scoreAll(framed)).map(({ score }) => score)
  })
  const { folder, events, content } = await lab.start({ search, transport: directTransport(deadly()) })

  const killers = framed.filter(isKiller)
  expect(killers.length).toBeGreaterThan(5)
  const poison = numbers.filter((number) => number < 0)
  expect(poison).toHaveLength(killers.length)
  expect(new Set(poison).size).toBe(killers.length)
  for (const [i, program] of framed.entries())
    expect(numbers[i]! < 0, print(toyLanguage, program)).toBe(isKiller(program))
  const ofStates = each.filter((number) => number < 0)
  expect(new Set(ofStates).size).toBe(6 * killers.length)
  expect(scores.every(Number.isFinite)).toBe(true)

  const listed = readRun(folder).poison
  expect(listed.map(({ program }) => program).sort()).toEqual(
    killers.map((program) => print(toyLanguage, program)).sort(),
  )
  for (const { reason } of listed) expect(reason).toBe('on toy/states: it died')
  expect(events.filter(({ event }) => event === 'poisoned')).toHaveLength(killers.length)

  const again = await lab.start({ search, transport: directTransport(deadly()) })
  expect(again.content).toBe(content)
})

test('poison of an earlier sitting is not tried again', async () => {
  await using lab = toyLab()
  let stop = () => {}
  let first = true
  const search = asks(async (context) => {
    await context.behaviours(drawn(30), { states: 6 })
    if (first) stop()
    await context.behaviours(drawn(60), { states: 6 })
  })
  const stopped = await lab.start({
    ...{ search, transport: directTransport(deadly()) },
    meanwhile: (handle) => (stop = () => handle.stop()),
  })
  expect(stopped.result.event).toBe('stopped')
  first = false
  const transport = directTransport(deadly())
  const resumed = await lab.resume(stopped.folder, { search, transport })
  const known = new Set(
    drawn(30)
      .map((subtree) => Uint8Array.of(...frame, ...subtree))
      .filter(isKiller)
      .map(String),
  )
  for (const { programs, lengths } of sent(transport.submitted)) {
    if (lengths.length === 1) expect(known.has(String(programs))).toBe(false)
  }
  const whole = await lab.start({ search, transport: directTransport(deadly()) })
  expect(resumed.content).toBe(whole.content)
})

test('outside a run: progress is told, a signal ends it, and so does a broken transport', async () => {
  const silent = directTransport({ answer: () => [] })
  const controller = new AbortController()
  const asked = behavioursOf({ domain: toyDomain, transport: silent, signal: controller.signal }, drawn(5), {
    states: 2,
  })
  controller.abort(new Error('no longer wanted'))
  await expect(asked).rejects.toThrow('no longer wanted')
  const { signal } = controller
  const late = behavioursOf({ domain: toyDomain, transport: directTransport(), signal }, drawn(5), { states: 2 })
  await expect(late).rejects.toThrow('no longer wanted')

  const closing = directTransport({ answer: () => [] })
  const broken = behavioursOf({ domain: toyDomain, transport: closing }, drawn(5), { states: 2 })
  await closing.close()
  await expect(broken).rejects.toThrow('the direct transport ended')

  const poisoned: string[] = []
  const onPoison = ({ program }: { program: Program }) => poisoned.push(print(toyLanguage, program))
  const numbers = await behavioursOf({ domain: toyDomain, transport: directTransport(deadly()), onPoison }, drawn(60), {
    states: 2,
  })
  expect(poisoned).toHaveLength(numbers.filter((number) => number < 0).length)
})

test('a run killed at any question and resumed, equals the one that was not', async () => {
  await using lab = toyLab()
  const budget = 160
  const sources = drawnSources(toyLanguage)
  let questions = 0
  const counting = askingSearch({ kinds: ['words'], asking: (question) => (questions = question + 1) })
  const whole = await lab.start({ search: counting, budget, setup: { sources } })
  expect(whole.result.event).toBe('done')
  expect(whole.result.charged).toBeGreaterThan(budget - 6)
  expect(questions).toBeGreaterThan(40)

  const rng = seededRng(7)
  for (const commitMs of [0, 3]) {
    for (let kill = 0; kill < 8; kill++) {
      const at = rng.below(questions)
      const image = join(lab.root, `image-${commitMs}-${kill}`)
      let folder = ''
      const search = askingSearch({
        kinds: ['words'],
        asking(question) {
          // What a kill would leave at this very moment.
          if (question === at) cpSync(folder, image, { recursive: true })
        },
      })
      const runOptions = { commitMs }
      const meanwhile = (handle: RunHandle) => (folder = handle.folder)
      await lab.start({ search, budget, setup: { sources }, runOptions, meanwhile })
      const again = askingSearch({ kinds: ['words'] })
      const resumed = await lab.resume(image, { search: again, budget, setup: { sources } })
      expect(resumed.content).toBe(whole.content)
    }
  }
})
