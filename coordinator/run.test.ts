import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { seededRng } from '@cairn/language'
import { evaluateBatch } from '@cairn/worker'
import { expect, test } from 'vitest'
import { directTransport, evaluated } from '../test/kit/direct-transport.ts'
import { toyDomain } from '../test/kit/toy.ts'
import { searchNamed, type ToyRun, toyLab } from '../test/kit/toy-lab.ts'
import { type RunEvent, simulatedTransport } from './index.ts'

const cases: readonly ToyRun[] = [
  { search: searchNamed('hill-climb'), options: { neighbours: 60 } },
  { search: searchNamed('hill-climb'), options: { neighbours: 40, climbers: 3 }, seed: 2 },
  { search: searchNamed('random'), seed: 3 },
  { search: searchNamed('simulated-annealing'), seed: 4, budget: 150 },
]

for (const run of cases) {
  const name = `${run.search!.name} ${JSON.stringify(run.options ?? {})}`

  test(`${name}: the journal does not depend on threads, batch sizes or the order of results`, async () => {
    await using lab = toyLab()
    const first = await lab.start({ ...run, transport: directTransport({ threads: 1 }) })
    expect(first.result.event).toBe('done')
    for (let seed = 0; seed < 4; seed++) {
      const rng = seededRng(seed)
      const transport = directTransport({
        threads: 1 + rng.below(8),
        targetBatchMs: 10 ** (rng.below(5) - 2),
        pick: (waiting) => rng.below(waiting),
      })
      const again = await lab.start({ ...run, transport })
      expect(again.content).toBe(first.content)
      expect(again.result).toMatchObject(deterministic(first.result))
    }
  })

  test(`${name}: neither does it depend on what a broker and its workers do wrong`, async () => {
    await using lab = toyLab()
    const first = await lab.start(run)
    for (let seed = 0; seed < 3; seed++) {
      const evaluate = (batch: Uint8Array) => evaluateBatch(batch, { domainNamed: () => toyDomain })
      const transport = simulatedTransport({ evaluate, rng: seededRng(seed), garbage: 0.05 })
      const again = await lab.start({ ...run, transport })
      expect(again.content).toBe(first.content)
    }
  })

  test(`${name}: a run stopped at any moment and resumed ends as if it had not been`, async () => {
    await using lab = toyLab()
    const whole = await lab.start(run)
    for (const after of [0, 2, 5, 17]) {
      let stopped = await lab.start({ ...run, ...stoppingAfter(after) })
      for (let more = 0; stopped.result.event === 'stopped' && more < 3; more++) {
        expect(stopped.events.at(-1)).toEqual(stopped.result)
        stopped = await lab.resume(stopped.folder, { ...run, ...stoppingAfter(after + more) })
      }
      const resumed = await lab.resume(stopped.folder, run)
      expect(resumed.content).toBe(whole.content)
      expect(resumed.result).toMatchObject(deterministic(whole.result))
    }
  })

  test(`${name}: so does a run whose process vanished at any moment`, async () => {
    await using lab = toyLab()
    const moments = [1, 3, 8, 21]
    const copy = (after: number) => join(lab.root, `after-${after}`)
    let sent = 0
    const transport = directTransport({
      answer(batch) {
        if (moments.includes(++sent)) cpSync(join(lab.root, 'vanishing'), copy(sent), { recursive: true })
        return [evaluated(batch)]
      },
    })
    const whole = await lab.start({ ...run, run: 'vanishing', transport })
    const vanished = moments.map(copy).filter(existsSync)
    expect(vanished.length).toBeGreaterThan(1)
    for (const folder of vanished) {
      const resumed = await lab.resume(folder, run)
      expect(resumed.content).toBe(whole.content)
      expect(resumed.result).toMatchObject(deterministic(whole.result))
    }
  })
}

test('the budget is spent to the last evaluation and not beyond, wherever it ends', async () => {
  await using lab = toyLab()
  const contents = new Map<number, string>()
  for (const budget of [1, 2, 7, 30, 31, 61]) {
    const { result, content } = await lab.start({ options: { neighbours: 30 }, budget })
    expect(result).toMatchObject({ event: 'done', charged: budget })
    contents.set(budget, content)
  }
  // Up to the question that was cut short, a smaller budget gives the same journal.
  const answers = (budget: number) =>
    contents
      .get(budget)!
      .split('\n')
      .filter((line) => line.startsWith('answer search'))
  expect(answers(61).slice(0, answers(31).length - 1)).toEqual(answers(31).slice(0, -1))
})

test('forks together spend the budget of their run', async () => {
  await using lab = toyLab()
  const { result } = await lab.start({ options: { neighbours: 30, climbers: 4 }, budget: 203 })
  expect(result.charged).toBe(203)
})

test('a run that is done tells its result again', async () => {
  await using lab = toyLab()
  const done = await lab.start()
  const again = await lab.resume(done.folder)
  expect(again.result).toEqual(done.result)
  expect(again.events.map(({ event }) => event)).toEqual(['started', 'done'])
})

function stoppingAfter(batches: number): ToyRun {
  let stop = () => {}
  let sent = 0
  const transport = directTransport({
    answer(batch) {
      if (sent++ === batches) stop()
      return [evaluated(batch)]
    },
  })
  return {
    transport,
    meanwhile(handle) {
      stop = () => handle.stop()
    },
  }
}

function deterministic(result: RunEvent) {
  if (result.event !== 'done') throw new Error(`the run ended with ${result.event}`)
  const { bestReturn, freshReturn, program, charged, solved } = result
  return { event: 'done', bestReturn, freshReturn, program, charged, solved }
}
