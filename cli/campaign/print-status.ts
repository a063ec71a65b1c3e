import { line, type Shell } from '../shell.ts'
import { age, grouped, some } from '../terminal/numbers.ts'
import { right, table } from '../terminal/table.ts'
import { byteText } from './disk.ts'
import type { CampaignStatus, RunStatus } from './status.ts'

/** The table of the runs on stdout; what it adds up to on stderr. */
export function printStatus(status: CampaignStatus, { out, err }: Shell, { quiet }: { readonly quiet: boolean }): void {
  const heads = [
    ...['map', 'learner', right('seed'), 'state', right('evaluations'), right('champions'), right('score')],
    right('changed'),
  ]
  line(out, table(heads, status.runs.map(row)))
  if (quiet) return
  const { runs, charged, budget, champions, disk, campaign, state, folder } = status
  const done = runs.filter((run) => run.state === 'done').length
  const parts = [
    `${campaign} is ${state}: ${grouped(done)} of ${some(runs.length, 'run')} done`,
    `${grouped(charged)} of ${some(budget, 'evaluation')} charged`,
    some(champions, 'champion'),
  ]
  line(err, err.colors.dim(`\n${parts.join(', ')}`))
  line(err, err.colors.dim(`${byteText(disk.bytes)} in ${folder}, at most ${byteText(disk.bound)}`))
  for (const { run, problem } of runs) if (problem !== null) line(err, err.colors.red(`${run}: ${problem}`))
}

function row({ map, learner, seed, state, charged, budget, champions, score, changedAt }: RunStatus): string[] {
  const share = budget === 0 ? 0 : Math.floor((100 * charged) / budget)
  return [
    ...[map, learner, String(seed), state, `${grouped(charged)} (${share} %)`, grouped(champions)],
    score === null ? '-' : score.toFixed(3),
    changedAt === null ? '-' : `${age((Date.now() - Date.parse(changedAt)) / 1000)} ago`,
  ]
}
