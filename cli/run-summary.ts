import type { RunDone, RunPlan, RunStopped } from '@cairn/coordinator'
import type { Output } from './shell.ts'
import { duration, grouped, returned, some } from './terminal/numbers.ts'

/** What a finished run found, for a person. */
export function summary(done: RunDone, plan: RunPlan, { colors }: Output): string {
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

/** What a run that was stopped has, and how to go on. */
export function stoppedText(stopped: RunStopped, resumeCommand: string, { colors }: Output): string {
  const best = stopped.bestReturn === null ? '' : `, best return ${returned(stopped.bestReturn)}`
  return `stopped after ${some(stopped.charged, 'evaluation')}${best}; nothing is lost. Go on with\n  ${colors.cyan(resumeCommand)}\n`
}

/** The best program of a run, indented; its language is the task's. */
export async function programText(plan: RunPlan, program: string): Promise<string> {
  const [{ openTask }, { parse, printIndented }] = await Promise.all([
    import('@cairn/domains'),
    import('@cairn/language'),
  ])
  const { language } = openTask(plan.task.name, plan.task.options)
  return printIndented(language, parse(language, program)).trimEnd()
}

/** What to try next, as commands. */
export function nextSteps(rows: readonly (readonly [command: string, about: string])[], { colors }: Output): string {
  const width = Math.max(...rows.map(([command]) => command.length))
  return ['Next:', ...rows.map(([command, about]) => `  ${colors.cyan(command.padEnd(width))}  ${about}`)].join('\n')
}

/** What a person may want after a run. */
export function afterRun(done: RunDone): (readonly [string, string])[] {
  const again = `cairn search ${done.task} --seed ${done.seed + 1}`
  return [
    [`cairn show ${done.run}`, 'its curve, its returns per episode and a replay'],
    ...(done.solved
      ? ([[again, 'another seed: a different program?']] as const)
      : ([
          [`${again} --budget 1M`, 'another seed, a larger budget'],
          ['cairn searches', 'other ways to search'],
        ] as const)),
  ]
}
