import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { coordinatorMetrics, startRun, threadsTransport } from '@cairn/coordinator'
import { findDomain, openTask } from '@cairn/domains'
import { trainerMetrics } from '@cairn/trainer/service'
import { openPool, workerMetrics } from '@cairn/worker'
import { describe, expect, test } from 'vitest'
import { page } from '../kit/page.ts'
import { searchNamed } from '../kit/toy-lab.ts'
import { runsFolder } from '../laws/in-process.ts'
import { runPlan } from '../laws/plans.ts'

const metrics = page('metrics.md')

interface Described {
  readonly metric: string
  readonly type: string
  readonly labels: readonly string[]
}

const documented = (heading: string): Described[] =>
  metrics
    .rows(heading)
    .filter(({ metric }) => metric)
    .map(({ metric = '', type = '', labels = '' }) => ({
      metric,
      type,
      labels: labels.split(', ').filter((label) => label !== ''),
    }))

/** What a registry would tell Prometheus of Cairn. */
async function exposed({ registry }: Pick<ReturnType<typeof workerMetrics>, 'registry'>): Promise<Described[]> {
  const found: Described[] = []
  for (const { name, type } of await registry.getMetricsAsJSON()) {
    if (!name.startsWith('cairn_')) continue
    const { labelNames } = registry.getSingleMetric(name) as unknown as { readonly labelNames: readonly string[] }
    found.push({ metric: name, type: String(type), labels: [...labelNames] })
  }
  return found
}

test('every metric of a coordinator, of a worker and of a trainer is on the page, and nothing else', async () => {
  const byName = (all: readonly Described[]) => all.toSorted((a, b) => (a.metric < b.metric ? -1 : 1))
  expect(byName(await exposed(coordinatorMetrics()))).toEqual(byName(documented('The coordinator')))
  expect(byName(await exposed(workerMetrics()))).toEqual(byName(documented('A worker')))
  expect(byName(await exposed(trainerMetrics()))).toEqual(byName(documented('A trainer')))
})

test('each has a unit that its name tells, and a meaning', () => {
  for (const { metric = '', unit = '', meaning = '' } of [
    ...metrics.rows('The coordinator'),
    ...metrics.rows('A worker'),
    ...metrics.rows('A trainer'),
  ]) {
    if (metric === '') continue
    expect(meaning.length, metric).toBeGreaterThan(10)
    expect(metric.endsWith('_seconds'), metric).toBe(unit === 'seconds')
  }
})

test('a real run counts under the documented labels, and coordinator and worker agree on what was done', async () => {
  using runs = runsFolder()
  const coordinator = coordinatorMetrics()
  const worker = workerMetrics()
  const pool = worker.meter(await openPool({ threads: 2 }))
  const transport = threadsTransport(pool)
  const plan = runPlan({ task: 'karel/door-key', search: 'hill-climb', seed: 1, budget: 600, episodes: 4 }, 'metered')
  const handle = startRun({
    ...{ plan, root: runs.path, transport, metrics: coordinator },
    ...{ domain: findDomain('karel')!, task: openTask('karel/door-key'), search: searchNamed('hill-climb') },
  })
  const { charged, executed } = await handle.finished
  await transport.close()
  await pool.close()

  const labels = { domain: 'karel', task: 'door-key', searcher: 'hill-climb' }
  const count = async (of: { registry: typeof coordinator.registry }, name: string, wanted: object) => {
    const { values } = await of.registry.getSingleMetric(name)!.get()
    const matching = values.filter((value) =>
      Object.entries(wanted).every(([label, is]) => (value.labels as Record<string, unknown>)[label] === is),
    )
    return matching.reduce((sum, { value }) => sum + value, 0)
  }
  const evaluations = (outcome: string) => count(coordinator, 'cairn_program_evaluations_total', { ...labels, outcome })
  expect(await count(coordinator, 'cairn_evaluations_charged_total', labels)).toBe(charged)
  expect((await evaluations('scored')) + (await evaluations('pruned'))).toBe(executed)
  expect(await evaluations('cached')).toBeGreaterThan(0)
  expect(await count(coordinator, 'cairn_result_mismatch_total', {})).toBe(0)
  expect(
    await count(coordinator, 'cairn_unique_programs_total', { domain: 'karel', task: 'door-key' }),
  ).toBeGreaterThan(executed - 1)
  const steps = await count(coordinator, 'cairn_env_steps_total', { domain: 'karel', task: 'door-key' })
  expect(steps).toBeGreaterThan(0)
  expect(await count(worker, 'cairn_env_steps_total', { domain: 'karel', task: 'door-key' })).toBeGreaterThanOrEqual(
    steps,
  )
})

describe('the reasons of rejection', () => {
  const source = (file: string) => readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8')
  const quoted = (text: string) => Array.from(text.matchAll(/(?<!\[)'([a-z-]+)'/g), ([, reason]) => reason!)
  /** The literals of a declaration that begins like that, up to the next blank line. */
  const declared = (file: string, beginning: string) => {
    const text = source(file)
    const from = text.indexOf(beginning)
    return quoted(text.slice(from, text.indexOf('\n\n', from)))
  }
  /** What a file gives as a reason, by how it is called. */
  const spoken = (file: string) =>
    quoted(source(file)).filter((reason) => /^(result|heartbeats?|control)-[a-z]+$/.test(reason))

  test('are all on the page', () => {
    const reasons = new Set([
      ...declared('coordinator/wire.ts', 'export type Rejection ='),
      ...declared('worker/batch.ts', 'export type RefusalKind ='),
      ...declared('worker/batch.ts', "readonly kind: 'oversized'"),
      ...spoken('coordinator/transports/nats-messages.ts'),
      ...spoken('coordinator/transports/worker-watch.ts'),
      ...spoken('worker/presence.ts'),
    ])
    const listed = metrics.rows('Reasons of rejection').map(({ reason }) => reason)
    expect(listed.toSorted()).toEqual([...reasons].sort())
  })
})
