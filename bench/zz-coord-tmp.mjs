import { rmSync } from 'node:fs'
import { resumeRun, startRun } from '@cairn/coordinator'
import { karel } from '@cairn/domains'
import { hashBytes } from '@cairn/language'
import { cairn } from '@cairn/proto'
import { searches } from '@cairn/search'

const [, , name = 'hill-climb', budget = '300000', mode = 'start'] = process.argv
const root = '/tmp/cb'
const task = karel.task('karel/harvester')
const search = searches.find((s) => s.name === name)
const options = Object.fromEntries(Object.entries(search.options).map(([k, o]) => [k, o.default]))
function instant() {
  const waiting = []
  let wake = () => {}
  let closed = false
  return {
    kind: 'instant',
    targetBatchMs: 25,
    capacity: () => ({ workers: 2, threads: 2 }),
    cancel() {},
    async submit({ bytes }) {
      const b = cairn.v1.Batch.decode(bytes)
      const n = b.lengths.length
      const scores = new Array(n).fill(0),
        statuses = new Array(n).fill(3),
        episodes = new Array(n).fill(0),
        steps = new Array(n).fill(0)
      let at = 0
      for (let i = 0; i < n; i++) {
        const h = hashBytes(b.programs.subarray(at, at + b.lengths[i]))
        at += b.lengths[i]
        scores[i] = (h.low / 2 ** 32) ** 3 * 0.9
        statuses[i] = 1
        episodes[i] = b.episodes
        steps[i] = 100
        if (b.stopAtFirst && scores[i] > b.threshold) break
      }
      waiting.push({
        kind: 'result',
        bytes: cairn.v1.Result.encode({
          schema: 1,
          run: b.run,
          batch: b.id,
          epoch: b.epoch,
          scores,
          statuses,
          episodes,
          steps,
          evaluationSeconds: n * 1e-4,
          worker: 'x',
        }).finish(),
      })
      wake()
    },
    async *deliveries() {
      for (;;) {
        while (waiting.length) yield waiting.shift()
        if (closed) return
        await new Promise((r) => {
          wake = r
        })
      }
    },
    async close() {
      closed = true
      wake()
    },
  }
}
const t = instant()
const cpu0 = process.cpuUsage(),
  w0 = performance.now()
let handle
if (mode === 'start') {
  rmSync(`${root}/${name}`, { recursive: true, force: true })
  handle = startRun({
    plan: {
      run: name,
      task: task.spec,
      search: { name, options },
      seed: 1,
      budget: +budget,
      episodes: 16,
      freshEpisodes: 16,
    },
    root,
    domain: karel,
    task,
    search,
    transport: t,
  })
} else handle = resumeRun({ folder: `${root}/${name}`, domain: karel, task, search, transport: t })
if (mode === 'start' && process.argv[5]) setTimeout(() => handle.stop(), +process.argv[5])
for await (const e of handle.events) if (e.event !== 'best' && e.event !== 'progress') console.log(JSON.stringify(e))
const r = await handle.finished
await t.close()
const cpu = process.cpuUsage(cpu0),
  wall = (performance.now() - w0) / 1000
console.log({
  wall,
  user: cpu.user / 1e6,
  sys: cpu.system / 1e6,
  perSec: r.charged / wall,
  executed: r.executed,
  rss: process.memoryUsage().rss / 1e6,
})
