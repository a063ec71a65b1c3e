import { expect, test } from 'vitest'
import { toyLab } from '../test/kit/toy-lab.ts'
import { coordinatorMetrics } from './index.ts'

test('names and units follow the rules of Prometheus', async () => {
  const { registry } = coordinatorMetrics({ process: true })
  for (const { name, type } of await registry.getMetricsAsJSON()) {
    expect(name.endsWith('_total'), name).toBe(String(type) === 'counter')
  }
})

test('a run leaves its counts in the metrics, and nothing that bears its name', async () => {
  await using lab = toyLab()
  const metrics = coordinatorMetrics()
  const { result } = await lab.start({ setup: { metrics } })
  const text = await metrics.registry.metrics()
  const labels = 'domain="toy",task="ups",searcher="hill-climb"'
  expect(text).toContain(`cairn_evaluations_charged_total{${labels}} ${result.charged}`)
  const count = (outcome: string) =>
    Number(text.match(new RegExp(`cairn_program_evaluations_total{${labels},outcome="${outcome}"} (\\d+)`))?.[1] ?? 0)
  expect(count('scored') + count('pruned')).toBe(result.executed)
  expect(text).toContain('cairn_batches_inflight 0')
  expect(text).not.toContain('toy-0')
})
