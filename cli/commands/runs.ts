import type { ListedRun } from '@cairn/coordinator'
import { command } from '../command.ts'
import { toggle } from '../flags.ts'
import { runsFlag } from '../search-flags.ts'
import { line } from '../shell.ts'
import { age, grouped, returned } from '../terminal/numbers.ts'
import { right, table } from '../terminal/table.ts'

export const runs = command({
  name: 'runs',
  summary: 'list the runs: what they search, how far they are',
  args: {},
  flags: { runs: runsFlag, json: toggle('print one JSON object per run on stdout') },
  async run({ flags }, shell) {
    const [{ listRuns }, { runsFolder }] = await Promise.all([import('@cairn/coordinator'), import('../run-names.ts')])
    const root = runsFolder(flags.runs, shell)
    const listed = listRuns(root).sort((a, b) => startedAt(b) - startedAt(a))
    if (flags.json) {
      for (const run of listed) line(shell.out, JSON.stringify(facts(run)))
      return
    }
    if (listed.length === 0)
      return line(shell.err, `no runs in ${root} yet; "cairn search karel/maze-sparse" makes one`)
    const columns = ['run', 'task', 'search', right('seed'), 'state', ...['best', 'charged', 'age'].map(right)]
    line(
      shell.out,
      table(
        columns,
        listed.map((run) => row(run, Date.now())),
      ),
    )
    for (const run of listed) if (!run.ok) line(shell.err, `${run.run}: ${run.error.message}`)
  },
})

function row(run: ListedRun, now: number): string[] {
  if (!run.ok) return [run.run, '', '', '', 'unreadable', '', '', '']
  const { task, search, seed } = run.manifest.plan
  const state = run.result?.solved ? 'solved' : run.state
  const since = age((now - startedAt(run)) / 1000)
  return [
    run.run,
    task.name,
    search.name,
    String(seed),
    state,
    returned(run.best?.bestReturn),
    grouped(run.charged),
    since,
  ]
}

function facts(run: ListedRun): object {
  if (!run.ok) return { run: run.run, folder: run.folder, state: 'unreadable', reason: run.error.message }
  const { task, search, seed, budget } = run.manifest.plan
  const { state, charged, executed, seconds, folder } = run
  return {
    ...{ run: run.run, task: task.name, search: search.name, seed, budget, state },
    ...{ solved: run.result?.solved ?? false, bestReturn: run.best?.bestReturn ?? null, charged, executed, seconds },
    ...{ startedAt: run.manifest.startedAt, folder },
  }
}

function startedAt(run: ListedRun): number {
  return run.ok ? Date.parse(run.manifest.startedAt) : 0
}
