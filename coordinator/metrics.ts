import { Counter, collectDefaultMetrics, exponentialBuckets, Gauge, Histogram, Registry } from 'prom-client'

/**
 * The coordinator's metrics. `run` values live as long as their run.
 *
 * | name                                                         | meaning
 * |--------------------------------------------------------------|-----------------------------------------------------
 * | cairn_program_evaluations_total{domain,task,searcher,outcome}| scored and pruned: executed by a worker, to the end or
 * |                                                              | until a bound said no; cached: asked for and answered
 * |                                                              | without a worker; poisoned: no worker survives it
 * | cairn_evaluations_charged_total{domain,task,searcher}        | what the sequential algorithm would have spent
 * | cairn_behaviours_total{domain,task,searcher,outcome}         | subtrees by how it became known what they do: observed
 * |                                                              | by a worker; remembered; poisoned
 * | cairn_env_steps_total{domain,task}                           | actions (ticks) of the executed episodes, those on the
 * |                                                              | states of a probe under the task of the probe
 * | cairn_unique_programs_total{domain,task}                     | different programs seen
 * | cairn_matches_total{domain,task,searcher}                    | matches of programs against programs, played by a
 * |                                                              | worker
 * | cairn_champion_changes_total{domain,task,searcher}           | champions that the search has named
 * | cairn_champion_return{campaign,searcher}                     | mean return of the champion on the training episodes
 * | cairn_self_play_archive_size{campaign,searcher}              | programs that the learner has taken in
 * | cairn_self_play_opponents{campaign,searcher}                 | programs that an evaluation is against
 * | cairn_best_responses{campaign,searcher}                      | best responses begun
 * | cairn_best_response_evaluations{campaign,searcher}           | evaluations charged to the one that is searched for
 * | cairn_search_best_return{campaign,searcher}                  | best mean return on the training episodes
 * | cairn_evaluations_to_best{campaign}                          | evaluations charged when it was found
 * | cairn_eval_batch_duration_seconds                            | a worker's time on one batch
 * | cairn_batch_queue_wait_seconds                               | the rest of the time between sending and settling
 * | cairn_batches_inflight                                       | sent and not settled
 * | cairn_batches_redelivered_total                              | sent again after a loss or a refusal
 * | cairn_dead_letters_total                                     | programs given up as poison
 * | cairn_result_mismatch_total                                  | answers that contradict earlier ones: a bug, always 0
 * | cairn_messages_rejected_total{reason}                        | results that are not what they should be
 * | cairn_trainer_questions_total{kind,backend}                  | decode and encode: answered by a program embedding
 * | cairn_trainer_vectors_total{kind,backend}                    | vectors in those questions and answers
 * | cairn_trainer_question_duration_seconds{kind,backend}        | computing time of one question
 * | cairn_coordinator_epoch{campaign}                            | sittings of the run so far, the fencing token
 *
 * `campaign` is the run's name.
 */
export interface CoordinatorMetrics {
  readonly registry: Registry
  readonly evaluations: Counter<'domain' | 'task' | 'searcher' | 'outcome'>
  readonly charged: Counter<'domain' | 'task' | 'searcher'>
  readonly behaviours: Counter<'domain' | 'task' | 'searcher' | 'outcome'>
  readonly steps: Counter<'domain' | 'task'>
  readonly uniquePrograms: Counter<'domain' | 'task'>
  readonly matches: Counter<'domain' | 'task' | 'searcher'>
  readonly championChanges: Counter<'domain' | 'task' | 'searcher'>
  readonly championReturn: Gauge<'campaign' | 'searcher'>
  readonly archiveSize: Gauge<'campaign' | 'searcher'>
  readonly opponentCount: Gauge<'campaign' | 'searcher'>
  readonly bestResponses: Gauge<'campaign' | 'searcher'>
  readonly responseEvaluations: Gauge<'campaign' | 'searcher'>
  readonly bestReturn: Gauge<'campaign' | 'searcher'>
  readonly evaluationsToBest: Gauge<'campaign'>
  readonly batchSeconds: Histogram
  readonly queueSeconds: Histogram
  readonly inFlight: Gauge
  readonly redelivered: Counter
  readonly deadLetters: Counter
  readonly mismatches: Counter
  readonly rejected: Counter<'reason'>
  readonly trainerQuestions: Counter<'kind' | 'backend'>
  readonly trainerVectors: Counter<'kind' | 'backend'>
  readonly trainerSeconds: Histogram<'kind' | 'backend'>
  readonly epoch: Gauge<'campaign'>
}

/** @param options.process adds the metrics of the Node process itself */
export function coordinatorMetrics(options: { readonly process?: boolean } = {}): CoordinatorMetrics {
  const registry = new Registry()
  const registers = [registry]
  const counter = <L extends string = never>(name: string, help: string, ...labelNames: L[]) =>
    new Counter({ name, help, labelNames, registers })
  const gauge = <L extends string = never>(name: string, help: string, ...labelNames: L[]) =>
    new Gauge({ name, help, labelNames, registers })
  const seconds = <L extends string = never>(name: string, help: string, ...labelNames: L[]) =>
    new Histogram({ name, help, labelNames, buckets: exponentialBuckets(0.001, 2, 16), registers })

  if (options.process === true) {
    collectDefaultMetrics({ register: registry })
    // Gauges that carry a counter's name.
    for (const kind of ['handles', 'requests', 'resources']) registry.removeSingleMetric(`nodejs_active_${kind}_total`)
  }
  return {
    registry,
    evaluations: counter(
      'cairn_program_evaluations_total',
      'Evaluations by how they were answered',
      ...(['domain', 'task', 'searcher', 'outcome'] as const),
    ),
    charged: counter(
      'cairn_evaluations_charged_total',
      'Evaluations charged to searches',
      ...(['domain', 'task', 'searcher'] as const),
    ),
    behaviours: counter(
      'cairn_behaviours_total',
      'Subtrees by how it became known what they do',
      ...(['domain', 'task', 'searcher', 'outcome'] as const),
    ),
    steps: counter('cairn_env_steps_total', 'Actions of executed episodes', ...(['domain', 'task'] as const)),
    uniquePrograms: counter('cairn_unique_programs_total', 'Different programs', ...(['domain', 'task'] as const)),
    matches: counter(
      'cairn_matches_total',
      'Matches of programs against programs',
      ...(['domain', 'task', 'searcher'] as const),
    ),
    championChanges: counter(
      'cairn_champion_changes_total',
      'Champions that a search has named',
      ...(['domain', 'task', 'searcher'] as const),
    ),
    championReturn: gauge(
      'cairn_champion_return',
      'Mean return of the champion',
      ...(['campaign', 'searcher'] as const),
    ),
    archiveSize: gauge(
      'cairn_self_play_archive_size',
      'Programs that the learner has taken in',
      ...(['campaign', 'searcher'] as const),
    ),
    opponentCount: gauge(
      'cairn_self_play_opponents',
      'Programs that an evaluation is against',
      ...(['campaign', 'searcher'] as const),
    ),
    bestResponses: gauge('cairn_best_responses', 'Best responses begun', ...(['campaign', 'searcher'] as const)),
    responseEvaluations: gauge(
      'cairn_best_response_evaluations',
      'Evaluations charged to the best response that is searched for',
      ...(['campaign', 'searcher'] as const),
    ),
    bestReturn: gauge('cairn_search_best_return', 'Best mean return', ...(['campaign', 'searcher'] as const)),
    evaluationsToBest: gauge('cairn_evaluations_to_best', 'Evaluations charged until the best program', 'campaign'),
    batchSeconds: seconds('cairn_eval_batch_duration_seconds', 'Time of a worker on one batch'),
    queueSeconds: seconds('cairn_batch_queue_wait_seconds', 'Time of a batch outside its worker'),
    inFlight: gauge('cairn_batches_inflight', 'Batches sent and not settled'),
    redelivered: counter('cairn_batches_redelivered_total', 'Batches sent again'),
    deadLetters: counter('cairn_dead_letters_total', 'Programs given up as poison'),
    mismatches: counter('cairn_result_mismatch_total', 'Answers that contradict earlier ones'),
    rejected: counter('cairn_messages_rejected_total', 'Results that are not what they should be', 'reason'),
    trainerQuestions: counter(
      'cairn_trainer_questions_total',
      'Questions that a program embedding has answered',
      ...(['kind', 'backend'] as const),
    ),
    trainerVectors: counter(
      'cairn_trainer_vectors_total',
      'Vectors that a program embedding has decoded or made',
      ...(['kind', 'backend'] as const),
    ),
    trainerSeconds: seconds(
      'cairn_trainer_question_duration_seconds',
      'Computing time of one question to a program embedding',
      ...(['kind', 'backend'] as const),
    ),
    epoch: gauge('cairn_coordinator_epoch', 'Fencing token of the run', 'campaign'),
  }
}
