import type { RunDone, RunPlan } from '@cairn/coordinator'
import type { Output } from './shell.ts'
import { duration, grouped, returned, some } from './terminal/numbers.ts'

/** What a finished run found, for a person. */
export function summary(
  done: RunDone,
  plan: Pick<RunPlan, 'episodes' | 'freshEpisodes' | 'budget'>,
  { colors }: Output,
): string {
  const verdict = done.solved
    ? colors.green(`solved ${done.task}`)
    : `${colors.yellow(`not solved: ${done.task}`)} (the budget of ${some(plan.budget, 'evaluation')} is spent)`
  const fresh =
    done.freshReturn === null
      ? ''
      : `, ${colors.bold(returned(done.freshReturn))} on ${some(plan.freshEpisodes, 'fresh episode')}`
  return [
    verdict,
    `  return       ${colors.bold(returned(done.bestReturn))} on ${some(plan.episodes, 'training episode')}${fresh}`,
    `  evaluations  ${grouped(done.charged)} charged, ${grouped(done.executed)} executed`,
    `  time         ${duration(done.seconds)}`,
  ].join('\n')
}

/** What to try next, as commands. */
export function nextSteps(rows: readonly (readonly [command: string, about: string])[], { colors }: Output): string {
  const width = Math.max(...rows.map(([command]) => command.length))
  return ['Next:', ...rows.map(([command, about]) => `  ${colors.cyan(command.padEnd(width))}  ${about}`)].join('\n')
}

export function afterRun(done: RunDone): (readonly [string, string])[] {
  const show = [`cairn show ${done.run}`, 'its curve, its returns per episode and a replay'] as const
  if (done.solved)
    return [show, [`cairn search ${done.task} --seed ${done.seed + 1}`, 'the same search from another seed']]
  return [
    show,
    [`cairn search ${done.task} --seed ${done.seed + 1} --budget 1M`, 'another seed, a larger budget'],
    ['cairn searches', 'other ways to search'],
  ]
}
