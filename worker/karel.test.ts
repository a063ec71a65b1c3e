import { canonicalOptions, karel, openTask } from '@cairn/domains'
import { type Program, parse, sampleProgram, seededRng } from '@cairn/language'
import { cairn } from '@cairn/proto'
import { wireSchema } from '@cairn/proto/queue'
import { expect, test } from 'vitest'
import { answerOf } from '../test/kit/hostile-batches.ts'
import { evaluateBatch } from './evaluate.ts'
import { openPool } from './pool.ts'

const { spec, bestReturn } = openTask('karel/harvester')

function batchOf(programs: readonly Program[], fields: cairn.v1.Batch.$Properties = {}): Uint8Array {
  return cairn.v1.Batch.encode({
    schema: wireSchema,
    run: 'trial',
    id: 'batch',
    task: { name: spec.name, options: canonicalOptions(spec), domainHash: karel.hash },
    programs: Buffer.concat(programs),
    lengths: programs.map(({ length }) => length),
    episodes: 16,
    ...fields,
  }).finish()
}

function drawn(count: number): Program[] {
  const rng = seededRng(1)
  return Array.from({ length: count }, () => sampleProgram(karel.language, rng))
}

test('threads score Karel programs as this thread does', async () => {
  const pool = await openPool({ threads: 2 })
  const batches = [0, 1, 2, 3].map((firstEpisode) => batchOf(drawn(100), { firstEpisode, wantReturns: true }))
  const results = await Promise.all(batches.map((batch) => pool.evaluate(batch)))
  expect(results.map(answerOf)).toEqual(batches.map((batch) => answerOf(evaluateBatch(batch))))
  await pool.close()
})

test('pruning a Karel task changes nothing above the threshold', () => {
  const programs = drawn(500)
  const whole = answerOf(evaluateBatch(batchOf(programs)))
  for (const threshold of [0, 0.02, 0.2, bestReturn!]) {
    const cut = answerOf(evaluateBatch(batchOf(programs, { threshold })))
    for (const [i, score] of whole.scores.entries()) {
      const pruned = cut.statuses[i] === cairn.v1.Status.STATUS_PRUNED
      if (pruned) expect(score).toBeLessThanOrEqual(threshold)
      else expect(cut.scores[i]).toBe(score)
    }
  }
})

test.each([
  ['never halts', 'WHILE c( not c( markersPresent c) c) w( turnLeft w)'],
  ['repeats 19^6 times', nested(6, (inner) => `REPEAT R=19 r( ${inner} r)`)],
  ['has 100,000 nodes', new Array(50_000).fill('turnLeft').join(' ')],
  ['nests 30,000 deep', nested(30_000, (inner) => `IF c( frontIsClear c) i( ${inner} i)`)],
])('a program that %s is scored within bounds', (_, body) => {
  const result = answerOf(evaluateBatch(batchOf([parse(karel.language, `DEF run m( ${body} m)`)])))
  expect(result.failure).toBeNull()
  expect(result.statuses).toEqual([cairn.v1.Status.STATUS_SCORED])
  expect(result.steps[0]).toBeLessThanOrEqual(16 * 100_000)
})

function nested(depth: number, around: (inner: string) => string): string {
  let text = 'turnLeft'
  for (let i = 0; i < depth; i++) text = around(text)
  return text
}
