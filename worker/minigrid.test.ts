import { canonicalOptions, minigrid, openTask } from '@cairn/domains'
import { type Program, parse, sampleProgram, seededRng } from '@cairn/language'
import { cairn } from '@cairn/proto'
import { wireSchema } from '@cairn/proto/queue'
import { describe, expect, test } from 'vitest'
import { answerOf } from '../test/kit/hostile-batches.ts'
import { evaluateBatch } from './evaluate.ts'
import { openPool } from './pool.ts'

const episodes = 16

function batchOf(task: string, programs: readonly Program[], fields: cairn.v1.Batch.$Properties = {}): Uint8Array {
  const { spec } = openTask(task)
  return cairn.v1.Batch.encode({
    schema: wireSchema,
    run: 'trial',
    id: 'batch',
    task: { name: spec.name, options: canonicalOptions(spec), domainHash: minigrid.hash },
    programs: Buffer.concat(programs),
    lengths: programs.map(({ length }) => length),
    episodes,
    ...fields,
  }).finish()
}

function drawn(count: number): Program[] {
  const rng = seededRng(1)
  return Array.from({ length: count }, () => sampleProgram(minigrid.language, rng))
}

describe.each(minigrid.tasks.map(({ name }) => name))('%s', (name) => {
  test('a batch scores its programs as each one run by itself', () => {
    const programs = drawn(100)
    const { returns, scores } = answerOf(evaluateBatch(batchOf(name, programs, { wantReturns: true })))
    for (const [i, program] of programs.entries()) {
      const alone = Array.from({ length: episodes }, (_, episode) => openTask(name).prepare(program).episode(episode))
      const sums = alone.map(({ return: sum }) => sum)
      expect(returns.slice(i * episodes, (i + 1) * episodes)).toEqual(sums)
      expect(scores[i]).toBe(sums.reduce((total, sum) => total + sum, 0) / episodes)
    }
  })

  test('pruning changes nothing above the threshold', () => {
    const programs = drawn(200)
    const whole = answerOf(evaluateBatch(batchOf(name, programs)))
    for (const threshold of [-0.5, 0, 0.2, 1]) {
      const cut = answerOf(evaluateBatch(batchOf(name, programs, { threshold })))
      for (const [i, score] of whole.scores.entries()) {
        if (cut.statuses[i] === cairn.v1.Status.STATUS_PRUNED) expect(score).toBeLessThanOrEqual(threshold)
        else expect(cut.scores[i]).toBe(score)
      }
    }
  })

  test.each([
    ['never halts', 'WHILE c( True c) w( left right w)'],
    ['repeats 19^6 times', nested(6, (inner) => `REPEAT R=19 r( ${inner} r)`)],
    ['repeats nothing 19^12 times', `${'REPEAT R=19 r( '.repeat(12)}REPEAT R=0 r( left r)${' r)'.repeat(12)}`],
    ['has 100,000 nodes', new Array(50_000).fill('left').join(' ')],
    ['nests 30,000 deep', nested(30_000, (inner) => `IF c( not c( is_carrying_object c) c) i( ${inner} i)`)],
  ])('a program that %s is scored within bounds', (_, body) => {
    const result = answerOf(evaluateBatch(batchOf(name, [parse(minigrid.language, `DEF run m( ${body} m)`)])))
    expect(result.failure).toBeNull()
    expect(result.statuses).toEqual([cairn.v1.Status.STATUS_SCORED])
    expect(result.steps[0]).toBeLessThanOrEqual(episodes * 1000)
  })
})

test('threads score Minigrid programs as this thread does', async () => {
  const pool = await openPool({ threads: 2 })
  const batches = minigrid.tasks.map(({ name }) => batchOf(name, drawn(100), { firstEpisode: 7, wantReturns: true }))
  const results = await Promise.all(batches.map((batch) => pool.evaluate(batch)))
  expect(results.map(answerOf)).toEqual(batches.map((batch) => answerOf(evaluateBatch(batch))))
  await pool.close()
})

function nested(depth: number, around: (inner: string) => string): string {
  let text = 'left'
  for (let i = 0; i < depth; i++) text = around(text)
  return text
}
