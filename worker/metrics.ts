import { cairn } from '@cairn/proto'
import { Counter, collectDefaultMetrics, exponentialBuckets, Gauge, Histogram, Registry } from 'prom-client'
import { MalformedBatch } from './batch.ts'
import type { Pool } from './pool.ts'
import { EvaluationLost } from './pool-errors.ts'

const { Behaviour, Status } = cairn.v1

/** What a worker process tells Prometheus. Labels never hold anything that a message could make up. */
export interface WorkerMetrics {
  readonly registry: Registry
  /** Messages that were no work: of a refused batch its kind, else what the receiver found wrong. */
  rejected(reason: string): void
  /** The same pool; what it evaluates is counted. */
  meter(pool: Pool): Pool
}

/** Gauges that prom-client names like counters; `promtool check metrics` complains about them. */
const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total']

const outcomes = [
  ['scored', Status.STATUS_SCORED],
  ['pruned', Status.STATUS_PRUNED],
] as const

export function workerMetrics(): WorkerMetrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  for (const name of misnamed) registry.removeSingleMetric(name)

  const evaluations = new Counter({
    name: 'cairn_program_evaluations_total',
    help: 'Programs run on all their episodes, or until pruned.',
    labelNames: ['domain', 'task', 'outcome'],
    registers,
  })
  const behaviours = new Counter({
    name: 'cairn_behaviours_total',
    help: 'Programs run on all their episodes to tell what they do.',
    labelNames: ['domain', 'task'],
    registers,
  })
  const steps = new Counter({
    name: 'cairn_env_steps_total',
    help: 'Actions, or ticks of a game, executed in episodes.',
    labelNames: ['domain', 'task'],
    registers,
  })
  const duration = new Histogram({
    name: 'cairn_eval_batch_duration_seconds',
    help: 'Time that a thread took to evaluate a batch.',
    labelNames: ['domain', 'task'],
    buckets: exponentialBuckets(0.001, 2, 16),
    registers,
  })
  const inflight = new Gauge({ name: 'cairn_batches_inflight', help: 'Batches taken and not yet answered.', registers })
  const lost = new Counter({
    name: 'cairn_evaluations_lost_total',
    help: 'Batches whose evaluating thread died.',
    registers,
  })
  const rejections = new Counter({
    name: 'cairn_messages_rejected_total',
    help: 'Messages that could not be used, by what was wrong with them.',
    labelNames: ['reason'],
    registers,
  })

  const evaluated = (labels: { readonly domain: string; readonly task: string }, { statuses }: cairn.v1.Result) => {
    for (const [outcome, is] of outcomes)
      evaluations.inc({ ...labels, outcome }, statuses.filter((status) => status === is).length)
  }
  const count = (batchBytes: Uint8Array, resultBytes: Uint8Array) => {
    const result = cairn.v1.Result.decode(resultBytes)
    if (result.failure?.refused) return rejections.inc({ reason: kindOf(result.failure.reason) })
    const batch = cairn.v1.Batch.decode(batchBytes)
    const [domain, task] = (batch.task?.name ?? '').split('/')
    const labels = { domain: domain ?? '', task: task ?? '' }
    if (result.failure) return evaluations.inc({ ...labels, outcome: 'failed' })
    if (batch.wantBehaviour === Behaviour.BEHAVIOUR_UNSPECIFIED) evaluated(labels, result)
    else behaviours.inc(labels, result.scores.length)
    steps.inc(
      labels,
      result.steps.reduce((sum, each) => sum + each, 0),
    )
    duration.observe(labels, result.evaluationSeconds)
  }

  return {
    registry,
    rejected: (reason) => rejections.inc({ reason }),
    meter: (pool) => ({
      threads: pool.threads,
      get busy() {
        return pool.busy
      },
      async evaluate(batch, signal) {
        inflight.inc()
        try {
          const result = await pool.evaluate(batch, signal)
          count(batch, result)
          return result
        } catch (error) {
          if (error instanceof MalformedBatch) rejections.inc({ reason: error.kind })
          if (error instanceof EvaluationLost) lost.inc()
          throw error
        } finally {
          inflight.dec()
        }
      },
      close: () => pool.close(),
    }),
  }
}

/** A refusal's reason begins with its kind. */
function kindOf(reason: string | null | undefined): string {
  return (reason ?? '').split(':')[0] ?? ''
}
