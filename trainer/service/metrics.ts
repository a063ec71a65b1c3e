import { Counter, collectDefaultMetrics, exponentialBuckets, Gauge, Histogram, Registry } from 'prom-client'
import type { ServiceEvents } from './service-events.ts'

/** What a trainer process tells Prometheus. No label holds anything that a client could make up. */
export interface TrainerMetrics {
  readonly registry: Registry
  /** Give these to the service. */
  readonly events: ServiceEvents
}

/** Gauges that prom-client names like counters; `promtool check metrics` complains about them. */
const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total']

export function trainerMetrics(): TrainerMetrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  for (const name of misnamed) registry.removeSingleMetric(name)

  const requests = new Counter({
    name: 'cairn_trainer_requests_total',
    help: 'Calls answered, by their gRPC status.',
    labelNames: ['method', 'code'],
    registers,
  })
  const duration = new Histogram({
    name: 'cairn_trainer_request_duration_seconds',
    help: 'Time from a call to its answer, waiting for others included; of a training all of it.',
    labelNames: ['method'],
    buckets: exponentialBuckets(0.001, 2, 16),
    registers,
  })
  const backends = new Gauge({
    name: 'cairn_trainer_backend_info',
    help: '1 for what computes.',
    labelNames: ['backend'],
    registers,
  })
  const embeddings = new Gauge({
    name: 'cairn_trainer_embeddings',
    help: 'Embeddings that are served.',
    registers,
  })
  const trainings = new Gauge({
    name: 'cairn_trainer_trainings',
    help: 'Trainings that go on.',
    registers,
  })
  const steps = new Counter({
    name: 'cairn_trainer_steps_total',
    help: 'Steps of trainings.',
    registers,
  })
  const epochs = new Counter({
    name: 'cairn_trainer_epochs_total',
    help: 'Epochs of trainings that ended.',
    registers,
  })
  const loss = new Gauge({
    name: 'cairn_trainer_loss',
    help: 'Of the last step of a training: the whole loss and its terms.',
    labelNames: ['term'],
    registers,
  })
  const accuracy = new Gauge({
    name: 'cairn_trainer_accuracy_ratio',
    help: 'Of the last validation: tokens and whole programs that the decoder wrote right.',
    labelNames: ['of'],
    registers,
  })
  const pace = new Gauge({
    name: 'cairn_trainer_programs_per_second',
    help: 'Programs trained on, in the last step of a training.',
    registers,
  })
  const served = new Set<string>()
  const under = new Set<string>()

  return {
    registry,
    events: {
      answered({ method, code, seconds }) {
        requests.inc({ method, code })
        duration.observe({ method }, seconds)
      },
      opened({ id, backend }) {
        served.add(id)
        embeddings.set(served.size)
        backends.set({ backend }, 1)
      },
      began(out, { backend }) {
        under.add(out)
        trainings.set(under.size)
        backends.set({ backend }, 1)
      },
      trained(_, event) {
        if (event.event === 'step') {
          steps.inc()
          loss.set({ term: 'loss' }, event.loss)
          for (const [term, value] of Object.entries(event.terms)) loss.set({ term }, value)
          pace.set(event.programsPerSecond)
        } else if (event.event === 'epoch') {
          const { tokenPercent, programPercent } = event.validation
          epochs.inc()
          accuracy.set({ of: 'tokens' }, tokenPercent / 100)
          accuracy.set({ of: 'programs' }, programPercent / 100)
        }
      },
      left(out) {
        under.delete(out)
        trainings.set(under.size)
      },
    },
  }
}
