import { cairn } from '@cairn/proto'
import { expect, test } from 'vitest'
import { guessing, hostileBatch, hostileDomain } from '../test/kit/hostile-batches.ts'
import { evaluateBatch } from './evaluate.ts'
import { workerMetrics } from './metrics.ts'
import type { Pool } from './pool.ts'
import { EvaluationLost } from './pool-errors.ts'

const pool: Pool = {
  threads: 1,
  busy: 0,
  evaluate: async (batch) => evaluateBatch(batch, { domainNamed: () => hostileDomain }),
  close: async () => {},
}

test('evaluations, steps and time are counted by domain and task', async () => {
  const metrics = workerMetrics()
  const metered = metrics.meter(pool)
  await metered.evaluate(hostileBatch([guessing(0), guessing(940), guessing(1)], { threshold: 0.9, stopAtFirst: true }))
  const text = await metrics.registry.metrics()
  expect(text).toContain('cairn_program_evaluations_total{domain="hostile",task="guess",outcome="scored"} 1')
  expect(text).toContain('cairn_program_evaluations_total{domain="hostile",task="guess",outcome="pruned"} 1')
  expect(text).toContain('cairn_env_steps_total{domain="hostile",task="guess"} 15')
  expect(text).toContain('cairn_eval_batch_duration_seconds_count{domain="hostile",task="guess"} 1')
  expect(text).toContain('cairn_batches_inflight 0')
})

test('programs that are run to tell what they do are no evaluations', async () => {
  const metrics = workerMetrics()
  const wantBehaviour = cairn.v1.Behaviour.BEHAVIOUR_WHOLE
  await metrics.meter(pool).evaluate(hostileBatch([guessing(0), guessing(1)], { wantBehaviour }))
  const text = await metrics.registry.metrics()
  expect(text).toContain('cairn_behaviours_total{domain="hostile",task="guess"} 2')
  expect(text).toContain('cairn_env_steps_total{domain="hostile",task="guess"} 24')
  expect(text).not.toContain('cairn_program_evaluations_total{')
})

test('messages that are no work are counted by what was wrong with them, never under a name they made up', async () => {
  const metrics = workerMetrics()
  const metered = metrics.meter(pool)
  await metered.evaluate(
    hostileBatch([guessing(0)], { task: { name: 'hostile/made-up', domainHash: hostileDomain.hash } }),
  )
  await expect(metered.evaluate(Uint8Array.of(1))).rejects.toThrow()
  metrics.rejected('subject')
  const text = await metrics.registry.metrics()
  for (const reason of ['task', 'undecodable', 'subject']) {
    expect(text).toContain(`cairn_messages_rejected_total{reason="${reason}"} 1`)
  }
  expect(text).not.toContain('made-up')
})

test('a batch whose thread died is counted as lost', async () => {
  const metrics = workerMetrics()
  const metered = metrics.meter({ ...pool, evaluate: () => Promise.reject(new EvaluationLost('it died', 0)) })
  await expect(metered.evaluate(hostileBatch([guessing(0)]))).rejects.toThrow('it died')
  const text = await metrics.registry.metrics()
  expect(text).toContain('cairn_evaluations_lost_total 1')
  expect(text).toContain('cairn_batches_inflight 0')
})

test('no gauge has the name of a counter', async () => {
  for (const { name, type } of await workerMetrics().registry.getMetricsAsJSON()) {
    if (name.endsWith('_total')) expect({ name, type }).toEqual({ name, type: 'counter' })
  }
})
